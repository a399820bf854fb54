"""The operators' bank: lines of a statement, arrivals that were entered or booked, transfers on the list."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from escrow.actions.open import open_payment
from escrow.bank.actions.book_arrival import book_arrival
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.lines import Line
from escrow.bank.models import Arrival
from escrow.payments.models import Payment
from tests.make.escrow import PAYER

#: Two operators, whose ids nobody has who is made.
ONE, TWO = 9_000_101, 9_000_102
_numbers = count(1)


def bank_payment(now: datetime, amount: int = 12_800, currency: str = "CNY") -> Payment:
    """A payment somebody means to make by bank transfer."""
    return open_payment(
        payer_id=PAYER,
        purpose="checkout",
        gateway="bank_transfer",
        currency=currency,
        amount=amount,
        expires_at=now,
        now=now,
    )


def statement_line(now: datetime, **values: Any) -> Line:
    """128.00 CNY from Li Wei, with a reference of the bank's own that no other line has."""
    plain = Line(
        value_on=now.date(),
        amount=12_800,
        currency="CNY",
        payer="Li Wei",
        number="6222000000001234",
        bank_reference=f"N{next(_numbers)}",
    )
    return replace(plain, **values)


def entered_arrival(now: datetime, of: Payment | None = None, operator_id: int = ONE, **values: Any) -> Arrival:
    """A line one operator has entered; `of` is the payment whose reference it bears."""
    text = {"text": f"goods {of.reference}"} if of else {}
    return enter_arrival(statement_line(now, **{**text, **values}), operator_id=operator_id, now=now)


def booked_arrival(now: datetime, of: Payment | None = None, operator_id: int = TWO, **values: Any) -> Arrival:
    """A line the second operator has booked; not yet worked off."""
    entered = entered_arrival(now, of, **values)
    return book_arrival(entered.pk, claimed=entered.claimed, operator_id=operator_id, now=now)
