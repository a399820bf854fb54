"""A promotion is promised when an order is placed, and only as far as the host's own money covers it."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from escrow import balances
from escrow.models import Hold
from escrow.move import Taking
from escrow.moves import accounts
from escrow.states import HoldState


def promise(discount: int, currency: str) -> tuple[Taking, ...]:
    """Check that cover bears `discount` minor units besides what is promised already; answers what the move takes from.

    The row of the capital account is taken from whenever something is promised or drawn: of two at once the second one
    reads again. Raises DomainError promotion_uncovered.
    """
    if not discount:
        return ()
    capital = accounts.capital(currency)
    _stands_at, version = balances.balance_to_take_from(0, capital)
    if free_cover(currency) < discount:
        raise DomainError("promotion_uncovered", _("This discount is not available at the moment."))
    return (Taking(0, capital, version),)


def free_cover(currency: str) -> int:
    """Cover less the discounts promised to orders that are not paid yet."""
    promised = Hold.objects.filter(state=HoldState.AWAITING_PAYMENT, currency=currency, discount__gt=0).aggregate(
        total=Sum("discount")
    )
    return balances.cover(currency) - (promised["total"] or 0)
