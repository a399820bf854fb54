"""A shop's debt: paid off by what it earns, before anything is paid out, or by its deposit; or written off by two
operators.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import SYSTEM, Actor
from core.errors import DomainError
from core.ids import new_id
from escrow import balances, commit
from escrow.actions.claw_back import standing
from escrow.move import Move
from escrow.moves import accounts, clawbacks

PAY_OFF = commit.points("pay_off_debt")
WRITE_OFF = commit.points("write_off_debt")


def pay_off_debt(
    book_id: int, currency: str, *, now: datetime, actor: Actor = SYSTEM, with_deposit: bool = False
) -> int:
    """Let the shop's payable pay its debt as far as it goes, and after it the deposit of a shop that has closed.

    Answers how much, minor units; 0 when there is no debt.

    Raises DomainError changed_meanwhile.
    """
    if not owed(book_id, currency):
        return 0
    offset_id = new_id()
    paid: list[int] = []

    def decide() -> Move:
        there = standing(book_id, currency)
        most = max(0, there.payable[0]) + (max(0, there.deposit[0]) if with_deposit else 0)
        paid[:] = [min(most, owed(book_id, currency))]
        if paid[0] <= 0:
            return Move()
        return clawbacks.pay_off(book_id, currency, paid[0], there, offset_id=offset_id, actor=actor)

    commit.carry_out(PAY_OFF, decide, now=now)
    return max(0, paid[0])


def write_off_debt(book_id: int, currency: str, amount: int, *, now: datetime, actor: Actor) -> None:
    """The host bears `amount` of a debt nobody will pay. Two operators decide (escrow.payments.actions.decide).

    Raises DomainError: debt_smaller, changed_meanwhile.
    """
    offset_id = new_id()

    def decide() -> Move:
        _stands_at, version = balances.balance_to_take_from(book_id, accounts.payable(book_id, currency))
        if not 0 < amount <= owed(book_id, currency):
            raise DomainError("debt_smaller", _("The debt of this shop is smaller than that."))
        return clawbacks.write_off(book_id, currency, amount, offset_id=offset_id, version=version, actor=actor)

    commit.carry_out(WRITE_OFF, decide, now=now)


def owed(book_id: int, currency: str) -> int:
    """What the shop owes the host, minor units."""
    return balances.balance(book_id, accounts.receivable(book_id, currency))
