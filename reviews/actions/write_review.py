"""One side says how the other did. Sealed until both have, or the time is over: nobody is told that it is there."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, ids
from core import words as typed
from core.actor import SYSTEM, Actor
from core.acts import act
from core.errors import DomainError, Invalid
from marketplace.catalog.pictures import Taken
from marketplace.orders import facts as order_facts
from marketplace.orders.locks import lock_order
from marketplace.suspensions.refusals import refuse_suspended
from reviews import sealing, window
from reviews.models import FEWEST_STARS, MOST_STARS, SIDES, Review
from reviews.photos import keep

LONGEST = 2000


@act("write_review", of="reviews")
def write_review(
    order_id: int,
    *,
    stars: object,
    words: str = "",
    photos: Sequence[Taken] = (),
    now: datetime,
    actor: Actor,
) -> Review:
    """Keep 1 to 5 stars, and words and pictures (catalog.pictures.take_all) if there are some; they are never changed.
    The second side's opens both.

    Refused: `not_yours`, `person_suspended`, `order_not_ended`, `nothing_to_review`, `review_window_over`,
    `reviewed_already`; `Invalid`: `stars_missing`, `stars_unknown`, `words_too_long`.
    """
    given, said = _counted(stars), typed.paragraphs(words, field="words", at_most=LONGEST)
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
    keep(review, photos, now=now)
    told = window.begin(order) + order_facts.audit(order, "review_written", actor, review=review.pk)
    effects.write(told, now=now)
    if len(before) + 1 == len(SIDES):
        effects.write(sealing.unseal(order, now=now, actor=SYSTEM, outcome="met"), now=now)
        review.opened_at = now
    return review


def _counted(stars: object) -> int:
    """The stars as a number. No default: none given is none meant."""
    if stars is None or stars == "":
        raise Invalid("stars_missing", _("Choose one to five stars."), field="stars")
    if not isinstance(stars, int) or isinstance(stars, bool) or not FEWEST_STARS <= stars <= MOST_STARS:
        raise Invalid("stars_unknown", _("Choose one to five stars."), field="stars")
    return stars
