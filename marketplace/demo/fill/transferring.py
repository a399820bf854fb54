"""What is paid into the host's own bank account in the demo: one transfer of every kind that the bank's rooms know.

One operator copies the statement, another books it and ticks off what was sent. Days are counted from placing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from escrow.bank.actions.book_arrival import book_arrival
from escrow.bank.actions.end_transfer import tick_off_transfer
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.lines import Line
from escrow.bank.models import Arrival, Transfer
from escrow.bank.states import TransferState
from marketplace.demo.fill.director import Act, Director
from marketplace.demo.fill.goods import Shelf, sku_named
from marketplace.demo.fill.people import Cast
from marketplace.demo.fill.stories import Plan, Purchase


@dataclass(frozen=True, slots=True)
class Paid:
    """A purchase by bank transfer, begun so many days `ago`: when its arrival is entered, when booked, and when what
    went back is ticked off; None means not yet. `less` is what is missing of the amount, in minor units.
    """

    ago: float
    buyer: int
    goods: str
    plan: Plan = field(default_factory=Plan)
    entered: float | None = None
    booked: float | None = None
    less: int = 0
    ticked: float | None = None


TRANSFERRED = (
    # Paid and released; paid too little, sent back by an operator.
    Paid(23, 5, "Scroll of calligraphy", Plan(ship=2.6, arrive=5, confirm=6), entered=1.2, booked=1.5),
    Paid(12, 8, "Hand saw", entered=0.9, booked=1.2, less=200, ticked=1.9),
    # Cancelled once it was paid: the refund is to be transferred.
    Paid(3, 9, "Silk scarf, jade", Plan(cancel=2.6), entered=1, booked=1.3),
    # On the statement, to be booked by another operator; and still waited for.
    Paid(2.1, 6, "Iron wok", entered=2),
    Paid(0.9, 0, "Round silk fan"),
)


def write(director: Director, cast: Cast, shelves: Sequence[Shelf], end: datetime) -> None:
    """Set down who transfers what, and what the operators do about it, before `end`."""
    for number, told in enumerate(TRANSFERRED, 1):
        plan = replace(told.plan, pay=None, gateway="bank_transfer")
        purchase = Purchase(director, cast.buyers[told.buyer], [(sku_named(shelves, told.goods), 1)], plan)
        begun = end - timedelta(days=told.ago)
        purchase.begin(begun)
        steps = (
            (told.entered, _enter(cast, purchase, told, f"DEMO-IN-{number}")),
            (told.booked, _book(cast, purchase)),
            (told.ticked, _tick_off(cast, f"DEMO-OUT-{number}")),
        )
        for days, act in steps:
            if days is not None:
                director.at(begun + timedelta(days=days), act)


def _enter(cast: Cast, purchase: Purchase, told: Paid, bank_reference: str) -> Act:
    def act(now: datetime) -> None:
        payment, buyer = purchase.checkout.payment, purchase.buyer.user
        line = Line(
            value_on=now.date(),
            amount=payment.amount - told.less,
            currency=payment.currency,
            payer=buyer.name,
            number=f"621700{buyer.pk:010d}",
            text=payment.reference,
            bank_reference=bank_reference,
        )
        enter_arrival(line, operator_id=cast.operators[1].pk, now=now)

    return act


def _book(cast: Cast, purchase: Purchase) -> Act:
    def act(now: datetime) -> None:
        arrival = Arrival.objects.get(claimed=purchase.checkout.payment.reference)
        book_arrival(arrival.pk, claimed=arrival.claimed, operator_id=cast.operators[0].pk, now=now)

    return act


def _tick_off(cast: Cast, bank_reference: str) -> Act:
    def act(now: datetime) -> None:
        (listed,) = Transfer.objects.filter(state=TransferState.LISTED)
        tick_off_transfer(listed.pk, bank_reference=bank_reference, operator_id=cast.operators[0].pk, now=now)

    return act
