"""What people are told about reviews: see topics.py. Nobody is told that a sealed one is there."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.notifications.telling import Payload, Telling, by

BUYER, SELLER = Role.BUYER, Role.SELLER


def _of(role: Role) -> Callable[[Payload], bool]:
    """That side has written nothing yet."""
    return lambda payload: payload.get("of") == role.value


def _there(role: Role) -> Callable[[Payload], bool]:
    """That side's review is among those that were opened."""
    return lambda payload: bool(payload.get(role.value))


REVIEW_TOPICS: Mapping[str, tuple[Telling, ...]] = {
    "review.soon": (
        Telling(
            BUYER,
            _("How was order {reference} from {shop}? You may review it still. If you do not, there is no review."),
            (),
            _of(BUYER),
        ),
        Telling(
            SELLER,
            _("How was {buyer}, order {reference}? You may review it still. If you do not, there is no review."),
            (),
            _of(SELLER),
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
