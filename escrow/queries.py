"""What pages ask the books. Amounts are minor units of the currency asked for."""

from django.db.models import Sum

from escrow import balances
from escrow.balances import Keeping, Total, balance, cover, currencies, keeping
from escrow.chart import Account, Kind
from escrow.journal import JournalLine, journal, journal_of_payment
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
    "held",
    "held_total",
    "journal",
    "journal_of_payment",
    "keeping",
    "paid_out",
    "trial_balance",
]


def available(book_id: int, currency: str) -> int:
    """What a payout may take: the shop's payable. Open payouts have left it already."""
    return balance(book_id, Account(Kind.PAYABLE, book_id, currency))


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
