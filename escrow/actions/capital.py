"""The host pays its own money in, or draws it. Two operators decide (escrow.payments.actions.decide)."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError, Invalid
from core.money import MAX_MINOR
from escrow import balances, commit, promotions
from escrow.move import Move
from escrow.moves import accounts, capital

PAY_IN = commit.points("pay_in_capital")
DRAW = commit.points("draw_capital")


def pay_in_capital(*, amount: int, currency: str, gateway: str, reference: str, now: datetime, actor: Actor) -> None:
    """`reference` names the transfer: the same one twice is one entry.

    Raises Invalid amount_out_of_bounds, DomainError reference_used.
    """
    _check(amount)
    _post(PAY_IN, lambda: capital.pay_in(amount, currency, gateway, reference, actor=actor), now)


def draw_capital(*, amount: int, currency: str, gateway: str, reference: str, now: datetime, actor: Actor) -> None:
    """Raises Invalid amount_out_of_bounds, DomainError cover_too_small, reference_used, changed_meanwhile."""
    _check(amount)

    def decide() -> Move:
        _stands_at, version = balances.balance_to_take_from(0, accounts.capital(currency))
        if promotions.free_cover(currency) < amount:
            raise DomainError("cover_too_small", _("That is more than what is the host's own."))
        return capital.draw(amount, currency, gateway, reference, version=version, actor=actor)

    _post(DRAW, decide, now)


def reference_used() -> DomainError:
    """A transfer of the host's is named once."""
    return DomainError("reference_used", _("A transfer with this reference exists."), field="reference")


def _post(at: commit.Points, decide: Callable[[], Move], now: datetime) -> None:
    try:
        commit.carry_out(at, decide, now=now)
    except commit.EntryMismatch as error:
        raise reference_used() from error


def _check(amount: int) -> None:
    if not 0 < amount <= MAX_MINOR:
        raise Invalid("amount_out_of_bounds", _("The amount is out of bounds."))
