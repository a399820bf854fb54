"""Ninety days of the demo: who buys what, when, and how it ends. Days are counted back from now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.conf import settings

from core.actor import Actor, Role
from escrow.payments.actions.decide import approve, propose
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.gateways import available
from escrow.queries import available as payable
from marketplace.catalog.models import Sku
from marketplace.demo.fill.director import Act, Director
from marketplace.demo.fill.goods import Shelf
from marketplace.demo.fill.stories import Buyer, Plan, Purchase
from marketplace.users.models import User

DAYS = 90

#: What the host pays in at the start, in minor units.
CAPITAL = 10_000_00

#: The last days, one purchase of every kind there is: (days ago, buyer, shop, goods, plan).
SHOWN: tuple[tuple[float, int, int, int, Plan], ...] = (
    # Not paid yet; and closed because nobody paid.
    (0.1, 0, 0, 0, Plan(pay=None)),
    (0.5, 2, 3, 0, Plan(pay=None)),
    (6, 0, 2, 0, Plan(pay=None)),
    # Paid, to ship; being packed; past the promise; refunded because it was never shipped.
    (0.3, 0, 4, 0, Plan()),
    (0.8, 3, 0, 1, Plan()),
    (0.6, 1, 0, 3, Plan(pack=0.2)),
    (4.5, 4, 5, 0, Plan()),
    (14, 5, 5, 1, Plan()),
    # On its way; delivered and counting down; extended.
    (2, 0, 1, 0, Plan(ship=1)),
    (3, 2, 0, 0, Plan(ship=1)),
    (5, 0, 0, 2, Plan(ship=1, arrive=3)),
    (8, 1, 2, 1, Plan(ship=1, arrive=5)),
    (9, 3, 4, 1, Plan(ship=1, arrive=3, extend=5)),
    # Confirmed; released by silence.
    (12, 0, 6, 0, Plan(ship=1, arrive=4, confirm=5)),
    (20, 0, 3, 1, Plan(ship=1, arrive=4)),
    (5.1, 5, 0, 5, Plan(ship=1, arrive=4, confirm=5)),
    (0.4, 3, 6, 3, Plan(cancel=0.3)),
    # Cancelled by the buyer, by the shop; a parcel that came back, one that was lost.
    (7, 0, 1, 1, Plan(cancel=0.3)),
    (5.5, 4, 3, 2, Plan(cancel=0.3, reject_refund=True)),
    (9, 1, 5, 2, Plan(cancel=1, cancel_by=Role.SELLER)),
    (6, 4, 2, 2, Plan(ship=1, arrive=4, parcel="returned")),
    (16, 0, 6, 1, Plan(ship=1, arrive=3, parcel="lost")),
    # Paid too little: it comes back by itself, and the order stays unpaid until it closes.
    (4, 2, 6, 2, Plan(amount=100)),
)


def write(director: Director, buyers: Sequence[Buyer], shelves: Sequence[Shelf], end: datetime) -> None:
    """Set down everything that people will do in the ninety days before `end`."""
    for days, buyer, shop, goods, plan in SHOWN:
        sku = _sku(shelves[shop], goods)
        Purchase(director, buyers[buyer], [(sku, 1)], plan).begin(end - timedelta(days=days))
    two_shops = [(_sku(shelves[0], 4), 1), (_sku(shelves[1], 2), 2)]
    Purchase(director, buyers[0], two_shops, Plan(ship=1, arrive=3)).begin(end - timedelta(days=4.2))
    _everyday(director, buyers, shelves, end)
    _payouts(director, shelves, end)
    director.at(end - timedelta(days=DAYS), _pay_in_capital)


def _everyday(director: Director, buyers: Sequence[Buyer], shelves: Sequence[Shelf], end: datetime) -> None:
    """Ordinary purchases, a little more of them every week; most are confirmed, some run out in silence."""
    chance = Random(7)  # noqa: S311 the same demo every time
    for day in range(DAYS - 1, 21, -1):
        if chance.random() > 0.45 + (DAYS - day) / 200:
            continue
        shelf = chance.choice(shelves)
        sku = _sku(shelf, chance.randrange(len(shelf.listings)))
        ship = chance.choice((0.5, 1, 1.5, 2))
        arrive = ship + chance.choice((2, 3, 4))
        confirm = arrive + chance.choice((0.5, 1, 2)) if chance.random() < 0.8 else None  # noqa: PLR2004
        moment = end - timedelta(days=day - chance.random() / 2)
        plan = Plan(ship=ship, arrive=arrive, confirm=confirm)
        Purchase(director, chance.choice(buyers), [(sku, chance.choice((1, 1, 1, 2)))], plan).begin(moment)


def _payouts(director: Director, shelves: Sequence[Shelf], end: datetime) -> None:
    """Most shops have said where their money goes, and fetch it now and then; the last one's bank sends it back."""
    for number, shelf in enumerate(shelves[:-1]):
        digits = f"62220200000{number}4471" if number != len(shelves) - 2 else "6222020000000002"
        director.at(end - timedelta(days=60 - number), _open_account(shelf, digits))
        for days in (45, 30, 12):
            director.at(end - timedelta(days=days - number / 3), _fetch(shelf))


def _open_account(shelf: Shelf, number: str) -> Act:
    owner = shelf.shop.owner

    def act(now: datetime) -> None:
        set_payout_account(
            book_id=shelf.shop.pk,
            owner_id=owner.pk,
            bank="ICBC",
            holder=owner.name,
            number=number,
            now=now,
            actor=Actor(Role.SELLER, owner.pk),
        )

    return act


def _fetch(shelf: Shelf) -> Act:
    shop = shelf.shop

    def act(now: datetime) -> None:
        amount = payable(shop.pk, shop.currency)
        if amount > 0:
            actor = Actor(Role.SELLER, shop.owner_id)
            request_payout(book_id=shop.pk, amount=amount, currency=shop.currency, now=now, actor=actor)

    return act


def _pay_in_capital(now: datetime) -> None:
    """The host's own money comes first: one operator says so, the other has seen it at the bank."""
    first, second = User.objects.filter(is_staff=True).order_by("pk")[:2]
    data = {"amount": CAPITAL, "currency": settings.CURRENCY, "gateway": available()[0], "reference": "HOST-1"}
    proposal = propose("capital_in", None, data, "The host pays in. 主办方注资。", operator_id=first.pk, now=now)
    approve(proposal.pk, operator_id=second.pk, now=now)


def _sku(shelf: Shelf, number: int) -> Sku:
    sku = shelf.listings[number].skus.order_by("position").first()
    if sku is None:
        raise LookupError(f"{shelf.listings[number]} has nothing to choose")
    return sku
