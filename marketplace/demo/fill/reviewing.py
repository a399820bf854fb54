"""What the two sides of the demo's orders say about each other when the money has ended, or do not say."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from core.actor import Actor, Role
from marketplace.demo.fill.director import Director
from marketplace.demo.fill.people import Cast
from marketplace.demo.fill.stories import Purchase, buyer_of, seller_of
from marketplace.orders.models import Order
from reviews.actions.answer_review import answer_review
from reviews.actions.delete_review import delete_review
from reviews.actions.write_review import write_review
from reviews.models import Review

#: How often buyers and shops write at all, and shops answer what is written about them.
BUYER_WRITES, SHOP_WRITES, SHOP_ANSWERS = 0.62, 0.5, 0.3
#: Of stars given to a shop with no quirks: five, four, three, two, one.
USUAL = (60, 24, 9, 5, 2)
GOOD = 4
DELETED_FOR = "It named the courier with telephone number and address."
OPENS_AT_THE_LATEST = timedelta(days=16)


@dataclass(frozen=True, slots=True)
class Opinion:
    """Stars, and words or none."""

    stars: int
    words: str


class Critics:
    """Draws who says what. The same every time, for the same source of chance."""

    def __init__(self, director: Director, cast: Cast, chance: Random) -> None:
        self.director = director
        self.cast = cast
        self.chance = chance
        self._to_delete = True

    def follow(self, purchase: Purchase, ended: datetime, weights: tuple[int, ...] = USUAL) -> None:
        """Let both sides of the purchase write, or not, in the fortnight after `ended`; then a shop may answer."""
        stars = self.chance.choices((5, 4, 3, 2, 1), weights)[0]
        buyer = self._opinion("buyer", stars, purchase.buyer.user.language, BUYER_WRITES)
        shop = self._opinion("seller", self.chance.choice((5, 5, 5, 4, 4, 3)), self._keeper(purchase), SHOP_WRITES)
        if buyer:
            self.director.at(ended + self._later(), self._writing(purchase, buyer, buyer_of))
        if shop:
            self.director.at(ended + self._later(), self._writing(purchase, shop, seller_of))
        if buyer and self.chance.random() < (SHOP_ANSWERS if stars >= GOOD else 2 * SHOP_ANSWERS):
            words = self.chance.choice(_said("answer", self._keeper(purchase))["high" if stars >= GOOD else "low"])
            self.director.at(ended + OPENS_AT_THE_LATEST, self._answering(purchase, words))
        if buyer and buyer.words and stars == 1 and self._to_delete:
            self._to_delete = False
            self.director.at(ended + OPENS_AT_THE_LATEST + timedelta(days=1), self._deleting(purchase))

    def _opinion(self, side: str, stars: int, language: str, share: float) -> Opinion | None:
        if self.chance.random() > share:
            return None
        return Opinion(stars, self.chance.choice(_said(side, language)[str(stars)]))

    def _later(self) -> timedelta:
        return timedelta(days=0.3 + self.chance.random() * 11)

    def _keeper(self, purchase: Purchase) -> str:
        return str(purchase.goods[0][0].listing.shop.owner.language)

    def _writing(
        self, purchase: Purchase, opinion: Opinion, side: Callable[[Order], Actor]
    ) -> Callable[[datetime], None]:
        def act(now: datetime) -> None:
            for order in purchase.orders():
                write_review(order.pk, stars=opinion.stars, words=opinion.words, now=now, actor=side(order))

        return act

    def _answering(self, purchase: Purchase, words: str) -> Callable[[datetime], None]:
        def act(now: datetime) -> None:
            for order in purchase.orders():
                answer_review(_by_buyer(order).pk, answer=words, now=now, actor=seller_of(order))

        return act

    def _deleting(self, purchase: Purchase) -> Callable[[datetime], None]:
        def act(now: datetime) -> None:
            review = _by_buyer(purchase.orders()[0])
            delete_review(review.pk, reason=DELETED_FOR, now=now, actor=self.cast.operator(1))

        return act


def _by_buyer(order: Order) -> Review:
    return Review.objects.get(order=order, by_role=Role.BUYER.value)


def _said(side: str, language: str) -> dict[str, list[str]]:
    words: dict[str, list[str]] = _opinions()[side]["zh" if language.startswith("zh") else "en"]
    return words


@cache
def _opinions() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "opinions.toml").read_text())
