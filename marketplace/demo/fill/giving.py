"""What takes something off in the demo: a shop's coupon, a promotion that two operators agreed to, one that waits. And
a deposit that a shop has left.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from core.actor import Actor, Role
from marketplace.catalog.actions.pay_deposit import pay_deposit
from marketplace.coupons.actions.make_coupon import make_coupon
from marketplace.coupons.actions.propose_promotion import agree_to_promotion, propose_promotion
from marketplace.coupons.terms import Terms
from marketplace.demo.fill.director import Act, Director
from marketplace.demo.fill.goods import Shelf, sku_named
from marketplace.demo.fill.people import Cast
from marketplace.demo.fill.stories import Plan, Purchase
from marketplace.orders.actions.ask_about_payment import ask_about_payment

COUPON, PROMOTION, PROPOSED = "TEA-10", "AUTUMN", "NEW-YEAR"
#: Minor units.
DEPOSIT, BUDGET, NEXT_BUDGET = 500_00, 2_000_00, 3_000_00
#: Days ago, buyer, goods, codes, plan.
BOUGHT: tuple[tuple[float, int, str, tuple[str, ...], Plan], ...] = (
    (33, 10, "Sun-dried white tea", (COUPON,), Plan(ship=1, arrive=3, confirm=4)),
    (25, 6, "Jingmai old-tree", (COUPON, PROMOTION), Plan(ship=1, arrive=3, confirm=5)),
    (18, 11, "Purple-clay teapot", (PROMOTION,), Plan(ship=1, arrive=4)),
    (1.2, 0, "Green tea before the rains", (COUPON,), Plan()),
)


def write(director: Director, cast: Cast, shelves: Sequence[Shelf], end: datetime) -> None:
    """Set down who gives what, and who takes it, before `end`."""
    director.at(end - timedelta(days=45), _make_coupon(shelves[0], end))
    director.at(end - timedelta(days=30), _promote(cast, PROMOTION, BUDGET, "A quiet month. 淡季。", agree=True))
    director.at(end - timedelta(hours=9), _promote(cast, PROPOSED, NEXT_BUDGET, "The new year. 新年。", agree=False))
    director.at(end - timedelta(days=60), _leave_deposit(director, shelves[0]))
    for days, buyer, goods, codes, plan in BOUGHT:
        bought = [(sku_named(shelves, goods), 1)]
        Purchase(director, cast.buyers[buyer], bought, plan, codes).begin(end - timedelta(days=days))


def _make_coupon(shelf: Shelf, end: datetime) -> Act:
    shop = shelf.shop

    def act(now: datetime) -> None:
        ends = end + timedelta(days=20)
        terms = Terms(code=COUPON, amount=10_00, least=50_00, begins_at=now, ends_at=ends, uses_at_most=200)
        make_coupon(shop, terms, now=now, actor=Actor(Role.SELLER, shop.owner_id))

    return act


def _promote(cast: Cast, code: str, budget: int, reason: str, *, agree: bool) -> Act:
    """One operator proposes it; above what one may promise alone it waits for the other."""

    def act(now: datetime) -> None:
        terms = Terms(code=code, percent=10, at_most=20_00, begins_at=now, budget=budget)
        made = propose_promotion(terms, reason, currency=settings.CURRENCY, now=now, actor=cast.operator(0))
        if agree:
            agree_to_promotion(made.pk, now=now, actor=cast.operator(1))

    return act


def _leave_deposit(director: Director, shelf: Shelf) -> Act:
    shop = shelf.shop

    def act(now: datetime) -> None:
        keeper = Actor(Role.SELLER, shop.owner_id)
        payment = pay_deposit(shop, DEPOSIT, now=now, actor=keeper)
        director.provider.pay(payment, now=now)
        ask_about_payment(payment, now=now)

    return act
