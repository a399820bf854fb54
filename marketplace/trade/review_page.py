"""Reviews as people read them: by whom, about what, what the money did, pictures, the answer, or why it was deleted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from core.actor import Role
from marketplace.catalog import tokens
from marketplace.catalog.wordings import Wording, wording
from marketplace.orders.models import Order
from reviews import queries
from reviews.ending import ending_of
from reviews.models import Photo, Review
from reviews.ratings import Stars

#: So many signs of a name in Chinese stand for the rest of it.
MOST_STARS = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One review. `name` is its author's, `goods` what was bought (None where that is said already), `money` how the
    money ended, in words.
    """

    review: Review
    name: str
    money: str
    photos: tuple[Photo, ...] = ()
    goods: Wording | None = None
    mine: bool = False

    @property
    def can_be_reported(self) -> bool:
        """Whether everybody reads it, and somebody else wrote it."""
        public = self.review.by_role == Role.BUYER and self.review.is_open and not self.review.is_deleted
        return public and not self.mine


@dataclass(frozen=True, slots=True)
class Both:
    """What a side wrote about an order, and what it may read of the other's: nothing while that is sealed."""

    mine: Shown | None
    theirs: Shown | None


def of_order(order: Order, reader: Role) -> Both:
    """As `reader`, one of the two sides, may read it. Two queries."""
    names = {Role.BUYER.value: order.buyer.name, Role.SELLER.value: order.shop.shown_name}
    shown = {
        role: Shown(one, names[role], str(ending_of(one).label), tuple(one.photos.all()), mine=role == reader)
        for role, one in queries.of_order(order).items()
        if role == reader or one.is_open
    }
    other = Role.SELLER if reader is Role.BUYER else Role.BUYER
    return Both(shown.get(reader.value), shown.get(other.value))


def in_public(reviews: Iterable[Review], *, names_goods: bool = True) -> list[Shown]:
    """What was written (read by reviews.queries), with names cut short, and what was bought unless the page says so."""
    return [
        Shown(
            one,
            short_name(one.author.name),
            str(ending_of(one).label),
            tuple(one.photos.all()),
            _goods(one) if names_goods else None,
        )
        for one in reviews
    ]


def bars(stars: Stars) -> list[tuple[str, int, str]]:
    """How the stars spread, for `_partials/bars.html`: best first."""
    return [(gettext("%(n)s of 5") % {"n": number}, count, str(count)) for number, count in stars.bars]


def short_name(name: str) -> str:
    """As everybody reads it: "Lin Y." of Lin Yue, "林**" of 林悦悦; a single name stays."""
    first, *others = name.split() or [""]
    if others:
        return " ".join([first, *(f"{one[0]}." for one in others)])
    if tokens.has_han(first) and len(first) > 1:
        return first[0] + "*" * min(len(first) - 1, MOST_STARS)
    return first


def _goods(review: Review) -> Wording | None:
    line = next(iter(review.order.lines.all()), None)
    return wording(line.title, line.second_title) if line else None
