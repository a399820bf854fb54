"""What people are told about reviews: see topics.py. Nobody is told what a sealed one says."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.notifications.telling import Payload, Telling, by

BUYER, SELLER = Role.BUYER, Role.SELLER


def _first(role: Role) -> Callable[[Payload], bool]:
    """That side wrote, and the other has not yet."""
    return lambda payload: payload.get("by") == role.value and bool(payload.get("alone"))


def _there(role: Role) -> Callable[[Payload], bool]:
    """That side's review is among those that were opened."""
    return lambda payload: bool(payload.get(role.value))


REVIEW_TOPICS: Mapping[str, tuple[Telling, ...]] = {
    "review.written": (
        Telling(
            SELLER,
            _("{buyer} reviewed order {reference}. It opens when you have reviewed as well, or when the time is over."),
            (),
            _first(BUYER),
        ),
        Telling(
            BUYER,
            _("{shop} reviewed order {reference}. It opens when you have reviewed as well, or when the time is over."),
            (),
            _first(SELLER),
        ),
    ),
    "review.opened": (
        Telling(SELLER, _("What {buyer} wrote about order {reference} can be read now."), (), _there(BUYER)),
        Telling(BUYER, _("What {shop} wrote about order {reference} can be read now."), (), _there(SELLER)),
    ),
    "review.answered": (Telling(BUYER, _("{shop} answered your review of order {reference}.")),),
    "review.deleted": (
        Telling(
            BUYER, _("We deleted your review of order {reference}. The reason stands in its place."), (), by(BUYER)
        ),
        Telling(
            SELLER, _("We deleted your review of order {reference}. The reason stands in its place."), (), by(SELLER)
        ),
    ),
}
