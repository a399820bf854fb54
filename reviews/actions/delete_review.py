"""An operator takes a review away; a line with the reason stays in its place."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, words
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError
from marketplace.orders import facts as order_facts
from marketplace.orders.locks import lock_order
from reviews import facts
from reviews.models import Review

LONGEST = 300


@act("delete_review", of="reviews")
def delete_review(review_id: int, *, reason: str, now: datetime, actor: Actor) -> Review:
    """Delete an open review; everybody reads the reason, and its stars count no more.

    Refused: `not_an_operator`, `own_order`, `review_sealed`, `review_deleted`; `Invalid`: `words_missing`,
    `words_too_long`. Raises `Review.DoesNotExist`.
    """
    order = lock_order(Review.objects.values_list("order_id", flat=True).get(pk=review_id))
    review = Review.objects.select_for_update().get(pk=review_id)
    if actor.role is not Role.OPERATOR:
        raise DomainError("not_an_operator", _("Only an operator deletes a review."))
    if order.concerns(actor.person):
        raise DomainError("own_order", _("This is about an order of your own. Somebody else decides about it."))
    if not review.is_open:
        raise DomainError("review_sealed", _("This review is still sealed."))
    if review.is_deleted:
        raise DomainError("review_deleted", _("This review has been deleted."))
    review.deleted_reason = words.line(reason, field="reason", at_most=LONGEST, needed=True)
    review.deleted_at, review.deleted_by_id = now, actor.person
    review.save(update_fields=["deleted_reason", "deleted_at", "deleted_by"])
    told = order_facts.audit(order, "review_deleted", actor, review=review.pk)
    told += facts.message(order, "review.deleted", once=review.pk, review=review.pk, by=review.by_role)
    effects.write(told, now=now)
    return review
