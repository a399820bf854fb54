"""A promotion is promised when an order is placed, and only as far as the host's own money covers it."""

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from escrow import balances
from escrow.models import Hold
from escrow.moves import accounts
from escrow.states import HoldState
from escrow.terms import Terms


def promise(terms: Terms) -> None:
    """Check that cover bears the discount of `terms` besides what is promised already, inside the placing transaction.

    The row of the capital account is locked and its version raised: neither another promise nor a draw comes between.
    Raises DomainError promotion_uncovered.
    """
    if not terms.discount:
        return
    lock_capital(terms.currency)
    if free_cover(terms.currency) < terms.discount:
        raise DomainError("promotion_uncovered", _("This discount is not available at the moment."))


def free_cover(currency: str) -> int:
    """Cover less the discounts promised to orders that are not paid yet."""
    promised = Hold.objects.filter(state=HoldState.AWAITING_PAYMENT, currency=currency, discount__gt=0).aggregate(
        total=Sum("discount")
    )
    return balances.cover(currency) - (promised["total"] or 0)


def lock_capital(currency: str) -> None:
    """Hold the row of the capital account until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_account AS a (book_id, number, version) VALUES (0, %s, 1)"
            " ON CONFLICT (book_id, number) DO UPDATE SET version = a.version + 1",
            [accounts.capital(currency).number],
        )
