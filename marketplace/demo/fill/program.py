"""Ninety days of the demo: who buys what, when, and how it ends. Days are counted back from now."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from core.actor import Actor, Role
from escrow.payments.actions.catch_up import catch_up
from escrow.payments.actions.decide import agree, propose
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.payout_details import change_payout_details
from escrow.payments.actions.payout_schedule import set_payout_schedule
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.gateways import available
from escrow.payments.states import Rhythm
from escrow.queries import available as payable
from marketplace.claims.actions.set_return_address import set_return_address
from marketplace.claims.states import ClaimState
from marketplace.demo.fill import charging_back, giving, suspending, talking, transferring
from marketplace.demo.fill.director import Act, Director
from marketplace.demo.fill.disputing import Dispute
from marketplace.demo.fill.goods import Shelf, sku_named
from marketplace.demo.fill.people import Cast
from marketplace.demo.fill.reviewing import Critics
from marketplace.demo.fill.shown import SHOWN
from marketplace.demo.fill.stories import Plan, Purchase
from marketplace.orders.actions.accept_payment import kept_at_once
from marketplace.orders.destination import Destination

DAYS = 90
#: What the host pays in at the start, in minor units.
CAPITAL = 10_000_00
#: Ordinary purchases end in time for their reviews, so many days ago at the latest.
EVERYDAY_UNTIL = 14
#: When the provider's own list is read, days back: nothing else tells of a payout that came back after it was paid.
READS_REPORTS = (5, 0)
#: A bank that sends back whatever comes.
NO_SUCH_ACCOUNT = "6222020000000002"


@dataclass(frozen=True, slots=True)
class Ending:
    """A dispute, and where it is to stand at the end: an open claim's state, or a closed one's outcome."""

    dispute: Dispute
    state: str
    outcome: str

    @property
    def as_written(self) -> bool:
        claim = self.dispute.claim
        return (claim.state, claim.outcome) == (self.state, self.outcome)

    def __str__(self) -> str:
        goods = self.dispute.purchase.goods[0][0].listing.title
        claim = self.dispute.claim
        return f"{goods}: {self.state} {self.outcome}, not {claim.state} {claim.outcome}"


def write(director: Director, cast: Cast, shelves: Sequence[Shelf], end: datetime) -> list[Ending]:
    """Set down everything that people will do in the ninety days before `end`. Answers how disputes are to stand."""
    chance = Random(7)  # noqa: S311 the same demo every time
    director.at(end - timedelta(days=DAYS), _pay_in_capital(cast))
    _everyday(director, cast, shelves, end, chance)
    for days, buyer, goods, plan in SHOWN:
        Purchase(director, cast.buyers[buyer], [(sku_named(shelves, goods), 1)], plan).begin(end - timedelta(days=days))
    both = [(sku_named(shelves, goods), pieces) for goods, pieces in (("Tea tin", 1), ("Thin-shelled walnuts", 2))]
    Purchase(director, cast.buyers[0], both, Plan(ship=1, arrive=3)).begin(end - timedelta(days=4.2))
    _shops_affairs(director, shelves, end)
    suspending.write(director, cast, end)
    talking.write(director, cast, shelves, end)
    giving.write(director, cast, shelves, end)
    charging_back.write(director, cast, shelves, end)
    transferring.write(director, cast, shelves, end)
    for days in READS_REPORTS:
        director.at(end - timedelta(days=days), partial(catch_up, pays=kept_at_once))
    return [_dispute(director, cast, shelves, end, told) for told in _disputes()]


def _everyday(director: Director, cast: Cast, shelves: Sequence[Shelf], end: datetime, chance: Random) -> None:
    """Ordinary purchases, more of them every week; most are confirmed, some run out in silence; many are reviewed."""
    critics = Critics(director, cast, chance)
    weights = [shelf.popular for shelf in shelves]
    for day in range(DAYS - 2, EVERYDAY_UNTIL, -1):
        for _purchase in range(_how_many(day, chance)):
            shelf = chance.choices(shelves, weights)[0]
            ship = chance.choice((0.5, 1, 1.5, 2))
            arrive = ship + chance.choice((1.5, 2, 3, 4))
            confirm = arrive + chance.choice((0.5, 1, 2)) if chance.random() < 0.8 else None  # noqa: PLR2004
            begun = end - timedelta(days=day - chance.random())
            goods = [(chance.choice(shelf.plenty), chance.choice((1, 1, 1, 2)))]
            plan = Plan(ship=ship, arrive=arrive, confirm=confirm)
            purchase = Purchase(director, chance.choice(cast.buyers), goods, plan)
            purchase.begin(begun)
            critics.follow(purchase, begun + timedelta(days=confirm or arrive + 7.3), shelf.stars)


def _how_many(day: int, chance: Random) -> int:
    """One or two, later two or three, fewer on every seventh day."""
    most = 1 + (DAYS - day) / 45 - (0.7 if day % 7 == 0 else 0)
    return int(most + chance.random() * 0.9)


def _dispute(director: Director, cast: Cast, shelves: Sequence[Shelf], end: datetime, told: dict[str, Any]) -> Ending:
    times = {name: told[name] for name in ("pack", "ship", "arrive", "confirm") if name in told}
    goods = [(sku_named(shelves, told["goods"]), 1)]
    purchase = Purchase(director, cast.buyers[told["buyer"]], goods, Plan(**times))
    begun = end - timedelta(days=told["ago"])
    purchase.begin(begun)
    dispute = Dispute(purchase, cast, told["steps"])
    first = told["arrive"] if told["steps"][0]["do"] == "ask" else 0
    dispute.begin(begun + timedelta(days=first))
    outcome = told.get("outcome", "")
    return Ending(dispute, ClaimState.CLOSED if outcome else told["state"], outcome)


def _disputes() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "disputes.toml").read_text())["dispute"]
    return found


def _shops_affairs(director: Director, shelves: Sequence[Shelf], end: datetime) -> None:
    """Shops say where goods come back to and, but for the last, where their money goes, and fetch it now and then; the
    bank of the one before sends it back.
    """
    for number, shelf in enumerate(shelves):
        director.at(end - timedelta(days=DAYS - 1 - number / 50), _name_return_address(shelf))
    for number, shelf in enumerate(shelves[:-1]):
        digits = NO_SUCH_ACCOUNT if number == len(shelves) - 2 else f"62220200000{number:02d}471"
        director.at(end - timedelta(days=70 - number), _open_account(shelf, digits))
        for days in (55, 41, 27, 13):
            director.at(end - timedelta(days=days - number / 3), _fetch(shelf))
    director.at(end - timedelta(days=9), _pay_out_weekly(shelves[0]))
    director.at(end - timedelta(hours=5), _change_account(shelves[1]))


def _keeper(shelf: Shelf) -> Actor:
    return Actor(Role.SELLER, shelf.shop.owner_id)


def _name_return_address(shelf: Shelf) -> Act:
    owner, shop = shelf.shop.owner, shelf.shop
    place = Destination(owner.name, "0579 8812 4471", shop.region, "8 Workshop Lane, by the old well")
    return lambda now: set_return_address(shop.pk, place, now=now, actor=_keeper(shelf))


def _open_account(shelf: Shelf, number: str) -> Act:
    owner = shelf.shop.owner
    return lambda now: set_payout_account(
        book_id=shelf.shop.pk,
        owner_id=owner.pk,
        bank="ICBC",
        holder=owner.name,
        number=number,
        now=now,
        actor=_keeper(shelf),
    )


def _pay_out_weekly(shelf: Shelf) -> Act:
    shop = shelf.shop
    return lambda now: set_payout_schedule(
        book_id=shop.pk,
        currency=shop.currency,
        rhythm=Rhythm.WEEK,
        minimum=10_000,
        zone=shop.owner.timezone,
        now=now,
        actor=_keeper(shelf),
    )


def _change_account(shelf: Shelf) -> Act:
    """Not over yet: it waits, and with it what is available."""
    owner = shelf.shop.owner
    return lambda now: change_payout_details(
        book_id=shelf.shop.pk,
        owner_id=owner.pk,
        bank="ABC",
        holder=owner.name,
        number="6228480000008816",
        now=now,
        actor=_keeper(shelf),
    )


def _fetch(shelf: Shelf) -> Act:
    shop = shelf.shop

    def act(now: datetime) -> None:
        amount = payable(shop.pk, shop.currency)
        if amount > 0:
            request_payout(book_id=shop.pk, amount=amount, currency=shop.currency, now=now, actor=_keeper(shelf))

    return act


def _pay_in_capital(cast: Cast) -> Act:
    """The host's own money comes first: one operator says so, the other has seen it at the bank."""
    first, second = cast.operators[:2]

    def act(now: datetime) -> None:
        data = {"amount": CAPITAL, "currency": settings.CURRENCY, "gateway": available()[0], "reference": "HOST-1"}
        proposal = propose("capital_in", None, data, "The host pays in. 主办方注资。", operator_id=first.pk, now=now)
        agree(proposal.pk, operator_id=second.pk, now=now)

    return act
