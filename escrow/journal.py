"""The journal, line by line, as a person reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Value

from core.among import numbers_of
from escrow.chart import Account, Kind, account_of
from escrow.models import Hold
from escrow.payments.models import Capture, Payment, Payout, Refund

_LINES = """
SELECT e.key, e.at, p.debit, p.credit, p.amount FROM ledger_posting p JOIN ledger_journalentry e ON e.id = p.entry_id
WHERE {which} ORDER BY e.at, e.id, p.line
"""
_OF_ACCOUNTS = _LINES.format(
    which="p.entry_id IN (SELECT entry_id FROM ledger_posting WHERE debit = ANY(%(numbers)s)"
    " UNION SELECT entry_id FROM ledger_posting WHERE credit = ANY(%(numbers)s))"
)
_OF_KEYS = _LINES.format(which="e.key = ANY(%(keys)s)")
_ALL = _LINES.format(which="true")


@dataclass(frozen=True, slots=True)
class JournalLine:
    """`amount` minor units of `currency` from the debit to the credit account, and the entry it belongs to."""

    key: str
    at: datetime
    debit_label: str
    credit_label: str
    amount: int
    currency: str


def journal(*, keys: Sequence[str] = (), holds: Sequence[Hold] = ()) -> list[JournalLine]:
    """The entries with `keys`, and all that touch the holds, their refunds or those refunds' bank payouts."""
    lines = _read(_OF_KEYS, {"keys": list(keys)}) if keys else []
    if holds:
        lines += _of_accounts(_hold_accounts(holds))
    return lines


def journal_of_payment(payment_id: int) -> list[JournalLine]:
    """Everything that became of a payment: captures, holds, refunds; in the order it happened. Two queries."""
    holds = Hold.objects.filter(payment=payment_id)
    captures = Capture.objects.filter(payment=payment_id)
    refunds = Refund.objects.filter(Q(capture__among=numbers_of(captures)) | Q(hold_id__among=numbers_of(holds)))
    rows: tuple[tuple[Kind, QuerySet[Any], str], ...] = (
        (Kind.PAYMENT, Payment.objects.filter(pk=payment_id), "pk"),
        (Kind.PAYMENT, captures, "payment_id"),
        (Kind.HOLD, holds, "pk"),
        (Kind.REFUND_DUE, refunds, "pk"),
        (Kind.PAYOUT_DUE, Payout.objects.filter(refund__among=numbers_of(refunds)), "pk"),
    )
    first, *others = (found.values_list(Value(kind.code), subject, "currency") for kind, found, subject in rows)
    kinds = {kind.code: kind for kind, *_rest in rows}
    return _of_accounts(Account(kinds[code], pk, currency).number for code, pk, currency in first.union(*others))


def whole_journal() -> list[JournalLine]:
    """Every line of every book. For tests and small sites."""
    return _read(_ALL, {})


def _hold_accounts(holds: Sequence[Hold]) -> set[int]:
    numbers = {Account(Kind.HOLD, hold.id, hold.currency).number for hold in holds}
    return numbers | _refund_accounts(Refund.objects.filter(hold_id__in=[hold.id for hold in holds]))


def _refund_accounts(refunds: QuerySet[Refund]) -> set[int]:
    """Of the refunds, and of the payouts by which some went to a bank. One query."""
    found = list(refunds.values_list("id", "currency", "payouts__id", "payouts__currency"))
    numbers = {Account(Kind.REFUND_DUE, pk, currency).number for pk, currency, *_payout in found}
    payouts = {(pk, currency) for *_refund, pk, currency in found if pk is not None}
    return numbers | {Account(Kind.PAYOUT_DUE, pk, currency).number for pk, currency in payouts}


def _of_accounts(numbers: Iterable[int]) -> list[JournalLine]:
    return _read(_OF_ACCOUNTS, {"numbers": sorted(numbers)})


def _read(statement: str, parameters: dict[str, Any]) -> list[JournalLine]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [_line(*row) for row in cursor.fetchall()]


def _line(key: str, at: datetime, debit: int, credit: int, amount: int) -> JournalLine:
    source, target = account_of(debit), account_of(credit)
    return JournalLine(key, at, source.label, target.label, amount, source.currency)
