"""The entries that operators write by hand, each decided by two of them: what is needed, which lines it will have, and
how it is carried out. Called by decide.py; the pages ask for the lines alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actor import SYSTEM, Actor
from core.errors import DomainError
from core.money import MAX_MINOR
from escrow.actions.capital import draw_capital, pay_in_capital, reference_used
from escrow.actions.costs import book_provider_fee, give_goodwill, remit_tax
from escrow.actions.debts import owed, write_off_debt
from escrow.chart import GATEWAYS
from escrow.currencies import NUMBERS
from escrow.journal import journal
from escrow.models import Hold
from escrow.move import Entry, Move
from escrow.moves import capital, clawbacks, costs

LONGEST_REFERENCE = 60
#: What names a line of a statement; the other kinds name whom they are about, and say how much.
STATEMENT_LINE = frozenset({"amount", "currency", "gateway", "reference"})
SUM = frozenset({"amount", "currency"})

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """`needs` are the names of its data; `move` is what it will write, `act` does it. Both take the subject's id."""

    needs: frozenset[str]
    move: Callable[[int, Data], Move]
    act: Callable[[int, Data, datetime, Actor], object]


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line that will be written: labels of accounts, and minor units."""

    debit: str
    credit: str
    amount: int
    currency: str


def _goodwill(hold_id: int, data: Data) -> Move:
    hold = Hold(id=hold_id, book_id=0, currency=data["currency"])
    return costs.give_goodwill(hold, data["amount"], source=(0, 0), refund_id=0, version=0, actor=SYSTEM)


def _write_off(book_id: int, data: Data) -> Move:
    return clawbacks.write_off(book_id, data["currency"], data["amount"], offset_id=0, version=0, actor=SYSTEM)


KINDS: Mapping[str, Kind] = {
    "capital_in": Kind(
        STATEMENT_LINE,
        lambda _subject, data: capital.pay_in(**data, actor=SYSTEM),
        lambda _subject, data, now, actor: pay_in_capital(**data, now=now, actor=actor),
    ),
    "capital_draw": Kind(
        STATEMENT_LINE,
        lambda _subject, data: capital.draw(**data, version=0, actor=SYSTEM),
        lambda _subject, data, now, actor: draw_capital(**data, now=now, actor=actor),
    ),
    "provider_fee": Kind(
        STATEMENT_LINE,
        lambda _subject, data: costs.provider_fee(**data, actor=SYSTEM),
        lambda _subject, data, now, actor: book_provider_fee(**data, now=now, actor=actor),
    ),
    "tax_remittance": Kind(
        STATEMENT_LINE,
        lambda _subject, data: costs.remit_tax(**data, version=0, actor=SYSTEM),
        lambda _subject, data, now, actor: remit_tax(**data, now=now, actor=actor),
    ),
    "goodwill": Kind(
        SUM, _goodwill, lambda hold, data, now, actor: give_goodwill(hold, data["amount"], now=now, actor=actor)
    ),
    "debt_write_off": Kind(
        SUM,
        _write_off,
        lambda book, data, now, actor: write_off_debt(book, data["currency"], data["amount"], now=now, actor=actor),
    ),
}


def carry_out(kind: str, subject_id: int | None, data: Data, *, now: datetime, actor: Actor) -> None:
    """Write the entry. Raises what its action raises, and DomainError reference_used."""
    check_not_booked(kind, subject_id, data)
    KINDS[kind].act(subject_id or 0, data, now, actor)


def is_whole(kind: str, subject_id: int | None, data: Data) -> bool:
    """Whether nothing is missing, too much, or about nobody."""
    if set(data) != KINDS[kind].needs or not _is_sum(data):
        return False
    if kind == "goodwill":
        return subject_id is not None and Hold.objects.filter(pk=subject_id, currency=data["currency"]).exists()
    if kind == "debt_write_off":
        return subject_id is not None and subject_id > 0
    return subject_id is None and _is_named(data)


def check(kind: str, subject_id: int | None, data: Data) -> None:
    """What is known before a second operator looks. Raises DomainError: reference_used, debt_smaller, hold_not_paid."""
    check_not_booked(kind, subject_id, data)
    if kind == "goodwill" and not Hold.objects.filter(pk=subject_id or 0, funded_at__isnull=False).exists():
        raise DomainError("hold_not_paid", _("This order has not been paid."))
    if kind == "debt_write_off" and data["amount"] > owed(subject_id or 0, data["currency"]):
        raise DomainError("debt_smaller", _("The debt of this shop is smaller than that."), field="amount")


def check_not_booked(kind: str, subject_id: int | None, data: Data) -> None:
    """The books know each line of a statement by its reference, whoever wrote it into them."""
    if "reference" in data and journal(keys=[_entry(kind, subject_id, data).key]):
        raise reference_used()


def preview(kind: str, subject_id: int | None, data: Data) -> list[PreviewLine]:
    """The lines it will write."""
    return [
        PreviewLine(line.debit.label, line.credit.label.removesuffix(":0"), line.amount, line.debit.currency)
        for line in _entry(kind, subject_id, data).lines
    ]


def _entry(kind: str, subject_id: int | None, data: Data) -> Entry:
    return KINDS[kind].move(subject_id or 0, data).entries[0]


def _is_sum(data: Data) -> bool:
    return type(data["amount"]) is int and 0 < data["amount"] <= MAX_MINOR and data["currency"] in NUMBERS


def _is_named(data: Data) -> bool:
    return (
        data["gateway"] in GATEWAYS
        and isinstance(data["reference"], str)
        and 0 < len(data["reference"].strip()) <= LONGEST_REFERENCE
    )
