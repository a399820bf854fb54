"""What pages ask the books. Amounts are minor units of the currency asked for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum, Value

from escrow import balances
from escrow.balances import Keeping, Total, balance, cover, currencies, keeping
from escrow.chart import Account, Kind
from escrow.journal import JournalLine, journal, journal_of_payment
from escrow.models import Reserve
from escrow.moves import accounts
from escrow.payments.models import Payout
from escrow.payments.states import PayoutState

__all__ = [
    "Figures",
    "JournalLine",
    "Keeping",
    "Total",
    "at_provider",
    "available",
    "balance",
    "cover",
    "currencies",
    "debt",
    "deposited",
    "figures",
    "held",
    "held_total",
    "journal",
    "journal_of_payment",
    "keeping",
    "kept_back",
    "payable",
    "trial_balance",
]


def at_provider(gateway: str, currency: str) -> int:
    """What lies there, if all that was booked is so."""
    return balance(None, accounts.provider(gateway, currency))


def available(book_id: int, currency: str) -> int:
    """What a payout may take: the shop's payable less what open questions keep back and what the shop owes. Open
    payouts have left the payable already.
    """
    return max(0, payable(book_id, currency) - kept_back(book_id, currency))


def payable(book_id: int, currency: str) -> int:
    """What is the shop's and has not been paid out, whether a payout may take it or not."""
    return balance(book_id, Account(Kind.PAYABLE, book_id, currency))


def kept_back(book_id: int, currency: str) -> int:
    """What no payout touches: the open reserves of after-sale claims and chargebacks, and the shop's debt."""
    reserved = _reserves(book_id, currency).aggregate(total=Sum("amount"))
    return (reserved["total"] or 0) + debt(book_id, currency)


def debt(book_id: int, currency: str) -> int:
    """What the shop owes the host."""
    return balance(book_id, Account(Kind.RECEIVABLE, book_id, currency))


def deposited(book_id: int, currency: str) -> int:
    """What the shop has left with the host as a deposit."""
    return balance(book_id, Account(Kind.DEPOSIT, book_id, currency))


def held(book_id: int, currency: str) -> int:
    """What is in keeping for a shop."""
    return balances.total(Kind.HOLD, currency, book_id)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is in keeping for a shop, what a payout may take, what reached its bank and has not come back; what it owes
    the host, and has left with it as a deposit; of `payable`, the shop's own, open questions keep `reserved` back.

    They are never added up.
    """

    held: int
    available: int
    paid_out: int
    owed: int
    deposited: int
    payable: int
    reserved: int


def figures(book_id: int, currency: str) -> Figures:
    """Each of them, as `held` and `available` have theirs. Two queries."""
    by_kind = {row.kind: row.balance for row in balances.totals(currency, book_id)}
    sums = _sums(reserved=_reserves(book_id, currency), paid=_paid(book_id, currency))
    owed, own, reserved = by_kind.get(Kind.RECEIVABLE, 0), by_kind.get(Kind.PAYABLE, 0), sums["reserved"]
    return Figures(
        held=by_kind.get(Kind.HOLD, 0),
        available=max(0, own - owed - reserved),
        paid_out=sums["paid"],
        owed=owed,
        deposited=by_kind.get(Kind.DEPOSIT, 0),
        payable=own,
        reserved=reserved,
    )


def _sums(**parts: QuerySet[Any]) -> dict[str, int]:
    """What the amounts of each add up to, by its name. One query."""
    first, *others = [
        rows.order_by().values(part=Value(name)).annotate(total=Sum("amount")) for name, rows in parts.items()
    ]
    return {row["part"]: row["total"] or 0 for row in first.union(*others, all=True)}


def _reserves(book_id: int, currency: str) -> QuerySet[Reserve]:
    return Reserve.objects.filter(book_id=book_id, currency=currency, lifted_at=None)


def _paid(book_id: int, currency: str) -> QuerySet[Payout]:
    paid = {"state": PayoutState.PAID, "refund": None, "from_deposit": False}
    return Payout.objects.filter(book_id=book_id, currency=currency, **paid)


def held_total(currency: str) -> int:
    """What is in keeping for all shops."""
    return balances.total(Kind.HOLD, currency)


def trial_balance(currency: str) -> list[Total]:
    """What every kind of account was debited and credited; both columns have one sum."""
    return balances.totals(currency)
