"""The shop answers what a buyer wrote about it, once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, words
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError, Invalid
from marketplace.orders import facts as order_facts
from marketplace.orders.locks import lock_order
from marketplace.suspensions.refusals import refuse_suspended
from reviews import facts
from reviews.models import Review

LONGEST = 1000


@act("answer_review", of="reviews")
def answer_review(review_id: int, *, answer: str, now: datetime, actor: Actor) -> Review:
    """Keep the answer beside the review; it is never changed.

    Refused: `not_yours`, `person_suspended`, `review_sealed`, `review_deleted`, `answered_already`; `Invalid`:
    `words_missing`, `words_too_long`. Raises `Review.DoesNotExist`.
    """
    order = lock_order(Review.objects.values_list("order_id", flat=True).get(pk=review_id))
    review = Review.objects.select_for_update().get(pk=review_id)
    if review.by_role != Role.BUYER or actor.role is not Role.SELLER or actor.user_id != order.shop.owner_id:
        raise DomainError("not_yours", _("Only the shop answers what was written about it."))
    refuse_suspended(person=actor.person)
    if not review.is_open:
        raise DomainError("review_sealed", _("This review is still sealed."))
    if review.is_deleted:
        raise DomainError("review_deleted", _("This review has been deleted."))
    if review.answered_at is not None:
        raise DomainError("answered_already", _("You have answered this review. An answer is not changed afterwards."))
    review.answer, review.answered_at = _readable(answer), now
    review.save(update_fields=["answer", "answered_at"])
    told = order_facts.audit(order, "review_answered", actor, review=review.pk)
    effects.write(told + facts.message(order, "review.answered", once=review.pk, review=review.pk), now=now)
    return review


def _readable(text: str) -> str:
    said = words.paragraphs(text, field="answer", at_most=LONGEST)
    if not said:
        raise Invalid("words_missing", _("Write something here."), field="answer")
    return said
