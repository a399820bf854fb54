"""A bank account that waits to be used, as pages show it."""

from dataclasses import dataclass
from datetime import datetime

from core.models import Deadline
from escrow.payments import bank_accounts
from escrow.payments.actions.payout_details import WAIT
from escrow.payments.models import PayoutAccount
from marketplace.trade.statement import masked


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """To which account payouts go from when on, and the key that undoes it."""

    account: str
    due_at: datetime
    undo_key: str


def waiting_change(account: PayoutAccount | None) -> WaitingChange | None:
    """None when none waits. One query at most."""
    if account is None:
        return None
    promised = Deadline.objects.get(subject_type="payout_account", subject_id=account.pk, kind=WAIT)
    return WaitingChange(masked(account.bank, account.number), promised.due_at, bank_accounts.undo_key(account))
