"""One side says how the other did. Sealed until both have, or the time is over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, ids
from core import words as typed
from core.actor import SYSTEM, Actor
from core.errors import DomainError, Invalid
from marketplace.orders import facts as order_facts
from marketplace.orders.acts import act
from marketplace.orders.locks import lock_order
from marketplace.suspensions.refusals import refuse_suspended
from reviews import facts, sealing, window
from reviews.models import FEWEST_STARS, MOST_STARS, SIDES, Review

LONGEST = 2000


@act("write_review", of="reviews")
def write_review(order_id: int, *, stars: object, words: str = "", now: datetime, actor: Actor) -> Review:
    """Keep 1 to 5 stars, and words if there are some; they are never changed. The second side's opens both.

    Refused: `not_yours`, `person_suspended`, `order_not_ended`, `nothing_to_review`, `review_window_over`,
    `reviewed_already`; `Invalid`: `stars_missing`, `stars_unknown`, `words_too_long`.
    """
    given = _counted(stars)
    said = _readable(words)
    order = lock_order(order_id)
    window.require_side(order, actor)
    refuse_suspended(person=actor.person)
    before = set(Review.objects.filter(order=order).values_list("by_role", flat=True))
    if actor.role.value in before:
        raise DomainError("reviewed_already", _("You have reviewed this order. A review is not changed afterwards."))
    window.require_open(order, now)
    review = Review.objects.create(
        id=ids.new_id(),
        order=order,
        shop=order.shop,
        by_role=actor.role.value,
        author_id=actor.person,
        stars=given,
        words=said,
        written_at=now,
    )
    told = window.begin(order) + order_facts.audit(order, "review_written", actor, review=review.pk)
    told += facts.message(
        order, "review.written", once=review.pk, review=review.pk, by=actor.role.value, alone=not before
    )
    effects.write(told, now=now)
    if len(before) + 1 == len(SIDES):
        effects.write(sealing.unseal(order, now=now, actor=SYSTEM, outcome="met"), now=now)
        review.opened_at = now
    return review


def _readable(text: str) -> str:
    return typed.paragraphs(text, field="words", at_most=LONGEST)


def _counted(stars: object) -> int:
    """The stars as a number. No default: none given is none meant."""
    if stars is None or stars == "":
        raise Invalid("stars_missing", _("Choose one to five stars."), field="stars")
    if not isinstance(stars, int) or isinstance(stars, bool) or not FEWEST_STARS <= stars <= MOST_STARS:
        raise Invalid("stars_unknown", _("Choose one to five stars."), field="stars")
    return stars
