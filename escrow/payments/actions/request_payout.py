"""A seller has money sent to the bank."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import DomainError, Invalid
from core.ids import new_id
from core.money import Money, format_money
from escrow import commit
from escrow.actions.debts import pay_off_debt
from escrow.move import Move
from escrow.moves import accounts
from escrow.payments import bank_accounts, leaving, stops
from escrow.payments.models import Payout
from escrow.queries import kept_back

POINTS = commit.points("request_payout")


def request_payout(
    *, book_id: int, amount: int, currency: str, now: datetime, actor: Actor, effects: Effects = Effects()
) -> Payout:
    """Take `amount` minor units out of the shop's payable; the worker sends it to the shop's account.

    Its debt is paid off first, and what open questions keep back stays. The row of the payable account decides between
    two at once: the second reads again and finds less. One that is asked for in the moment in which payouts are stopped
    waits like those before it.
    Raises Invalid payout_too_small, DomainError payouts_stopped, no_gateway, no_payout_account, payout_too_much,
    changed_meanwhile.
    """
    if amount < settings.MIN_PAYOUT:
        least = format_money(Money(settings.MIN_PAYOUT, currency))
        raise Invalid("payout_too_small", _("The smallest payout is %(least)s."), {"least": least}, field="amount")
    if stops.are_stopped(book_id):
        raise DomainError("payouts_stopped", _("Payouts of this shop are stopped for now. The money stays yours."))
    account = bank_accounts.in_use(book_id)
    pay_off_debt(book_id, currency, now=now)
    source, payout_id = accounts.payable(book_id, currency), new_id()

    def asked_for(stands_at: int) -> int:
        free = max(0, stands_at - kept_back(book_id, currency))
        if amount > free:
            left = format_money(Money(free, currency))
            raise DomainError("payout_too_much", _("%(left)s can be paid out."), {"left": left}, field="amount")
        return amount

    def decide() -> Move:
        return leaving.leave(source, asked_for, account, payout_id=payout_id, actor=actor).with_effects(effects)

    commit.carry_out(POINTS, decide, now=now)
    return Payout.objects.get(pk=payout_id)
