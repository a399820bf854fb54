"""Buyers' banks that take a charge back in the demo: one is open, one was won; one is lost under a claim
(`disputes.toml`).
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from escrow.payments.models import Chargeback
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.demo.fill.director import Act, Director
from marketplace.demo.fill.goods import Shelf, sku_named
from marketplace.demo.fill.people import Cast
from marketplace.demo.fill.stories import Plan, Purchase

DELIVERED = "The courier handed the parcel over at the door; the buyer thanked the shop for it the same evening."


def write(director: Director, cast: Cast, shelves: Sequence[Shelf], end: datetime) -> None:
    """Set down both, and what the desk shows the provider about the second."""

    def bought(ago: float, buyer: int, goods: str, plan: Plan) -> Purchase:
        purchase = Purchase(director, cast.buyers[buyer], [(sku_named(shelves, goods), 1)], plan)
        purchase.begin(end - timedelta(days=ago))
        return purchase

    is_open = bought(7, 11, "Indigo resist-dyed cotton", Plan(ship=1, arrive=3))
    director.at(end - timedelta(days=2.2), pressing(is_open, "dispute"))
    won = bought(44, 8, "Forged scissors", Plan(ship=1, arrive=3))
    director.at(end - timedelta(days=39), pressing(won, "dispute"))
    director.at(end - timedelta(days=37.5), _show(cast, won))
    director.at(end - timedelta(days=29), pressing(won, "win"))


def pressing(purchase: Purchase, button: str) -> Act:
    """The buyer's bank presses it, and the site hears what came of it."""
    return lambda now: purchase.director.provider.press(purchase.checkout.payment, button, now=now)


def _show(cast: Cast, purchase: Purchase) -> Callable[[datetime], None]:
    def act(now: datetime) -> None:
        disputed = Chargeback.objects.get(capture__payment=purchase.checkout.payment)
        submit_evidence(disputed.pk, statement=DELIVERED, now=now, actor=cast.operator(0))

    return act
