"""The host's own costs, and tax it passes on. Two operators decide (escrow.payments.actions.decide)."""

from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError, Invalid
from core.ids import new_id
from core.money import MAX_MINOR
from escrow import balances, commit, promotions, reading
from escrow.actions.capital import reference_used
from escrow.move import Move
from escrow.moves import accounts, costs
from escrow.payments.models import Capture, Refund

FEE = commit.points("book_provider_fee")
TAX = commit.points("remit_tax")
GOODWILL = commit.points("give_goodwill")


def book_provider_fee(*, amount: int, currency: str, gateway: str, reference: str, now: datetime, actor: Actor) -> None:
    """`reference` names the line of the provider's statement: the same one twice is one entry.

    Raises Invalid amount_out_of_bounds, DomainError reference_used.
    """
    _check(amount)
    try:
        commit.carry_out(FEE, lambda: costs.provider_fee(amount, currency, gateway, reference, actor=actor), now=now)
    except commit.EntryMismatch as error:
        raise reference_used() from error


def remit_tax(*, amount: int, currency: str, gateway: str, reference: str, now: datetime, actor: Actor) -> None:
    """Raises Invalid amount_out_of_bounds, DomainError tax_too_much, reference_used, changed_meanwhile."""
    _check(amount)

    def decide() -> Move:
        # The due lies in the books of the shops; whoever takes from it takes turns at the platform's row.
        _own, version = balances.balance_to_take_from(0, accounts.tax_due(currency))
        if amount > balances.balance(None, accounts.tax_due(currency)):
            raise DomainError("tax_too_much", _("That is more than was collected."))
        return costs.remit_tax(amount, currency, gateway, reference, version=version, actor=actor)

    try:
        commit.carry_out(TAX, decide, now=now)
    except commit.EntryMismatch as error:
        raise reference_used() from error


def give_goodwill(hold_id: int, amount: int, *, now: datetime, actor: Actor) -> Refund:
    """Give a buyer something of the host's own, through the charge the order was paid by.

    Raises Invalid amount_out_of_bounds; DomainError: hold_not_paid, goodwill_too_much (more than was charged would go
    back), cover_too_small, changed_meanwhile.
    """
    _check(amount)
    refund_id = new_id()

    def decide() -> Move:
        hold, source = reading.hold_with_source(hold_id)
        if hold.funded_at is None:
            raise DomainError("hold_not_paid", _("This order has not been paid."))
        _stands_at, version = balances.balance_to_take_from(0, accounts.capital(hold.currency))
        if promotions.free_cover(hold.currency) < amount:
            raise DomainError("cover_too_small", _("That is more than what is the host's own."))
        if amount > _refundable(source[0]):
            raise DomainError("goodwill_too_much", _("No more can go back than was paid."))
        return costs.give_goodwill(hold, amount, source=source, refund_id=refund_id, version=version, actor=actor)

    commit.carry_out(GOODWILL, decide, now=now)
    return Refund.objects.get(pk=refund_id)


def _refundable(capture_id: int) -> int:
    """What of a charge has not gone back."""
    refunds = Refund.objects.filter(capture_id=capture_id)
    gone: int = refunds.aggregate(total=Sum("amount"))["total"] or 0
    return Capture.objects.get(pk=capture_id).amount - gone


def _check(amount: int) -> None:
    if not 0 < amount <= MAX_MINOR:
        raise Invalid("amount_out_of_bounds", _("The amount is out of bounds."))
