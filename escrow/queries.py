"""What pages ask the books. Amounts are minor units of the currency asked for."""

from django.db.models import Sum

from escrow import balances
from escrow.balances import Keeping, Total, balance, cover, currencies, keeping
from escrow.chart import Account, Kind
from escrow.journal import JournalLine, journal, journal_of_payment
from escrow.models import Reserve
from escrow.payments.models import Payout
from escrow.payments.states import PayoutState

__all__ = [
    "JournalLine",
    "Keeping",
    "Total",
    "available",
    "balance",
    "cover",
    "currencies",
    "debt",
    "deposited",
    "held",
    "held_total",
    "journal",
    "journal_of_payment",
    "keeping",
    "kept_back",
    "paid_out",
    "trial_balance",
]


def available(book_id: int, currency: str) -> int:
    """What a payout may take: the shop's payable less what open questions keep back and what the shop owes. Open
    payouts have left the payable already.
    """
    return max(0, balance(book_id, Account(Kind.PAYABLE, book_id, currency)) - kept_back(book_id, currency))


def kept_back(book_id: int, currency: str) -> int:
    """What no payout touches: the open reserves of after-sale claims and chargebacks, and the shop's debt."""
    reserved = Reserve.objects.filter(book_id=book_id, currency=currency, lifted_at=None)
    return (reserved.aggregate(total=Sum("amount"))["total"] or 0) + debt(book_id, currency)


def debt(book_id: int, currency: str) -> int:
    """What the shop owes the host."""
    return balance(book_id, Account(Kind.RECEIVABLE, book_id, currency))


def deposited(book_id: int, currency: str) -> int:
    """What the shop has left with the host as a deposit."""
    return balance(book_id, Account(Kind.DEPOSIT, book_id, currency))


def held(book_id: int, currency: str) -> int:
    """What is in keeping for a shop."""
    return balances.total(Kind.HOLD, currency, book_id)


def held_total(currency: str) -> int:
    """What is in keeping for all shops."""
    return balances.total(Kind.HOLD, currency)


def paid_out(book_id: int, currency: str) -> int:
    """What reached the shop's bank and has not come back."""
    paid = Payout.objects.filter(book_id=book_id, currency=currency, state=PayoutState.PAID, refund=None)
    return paid.aggregate(total=Sum("amount"))["total"] or 0


def trial_balance(currency: str) -> list[Total]:
    """What every kind of account was debited and credited; both columns have one sum."""
    return balances.totals(currency)
