"""A shop's payouts shall go to another bank account: after a day, and its owner is told at the address of before.

Whoever has taken an account over can do no more than wait for that day, and one click of its owner ends it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import deadlines
from core import effects as by_products
from core.actor import SYSTEM, Actor
from core.acts import act
from core.effects import CloseDeadline, Effects, Message, OpenDeadline, Subject
from core.errors import DomainError
from core.models import Deadline
from escrow.moves import traces
from escrow.payments import bank_accounts
from escrow.payments.actions.payout_accounts import read_account
from escrow.payments.actions.stop_payouts import let_payouts_go, stop_payouts
from escrow.payments.bank_accounts import book_of
from escrow.payments.models import Payout, PayoutAccount
from escrow.payments.states import AccountState, PayoutState

#: The deadline at which the new account is used, and what a stop of payouts names as its cause.
WAIT = "payout_details"
CAUSE = "details"


@act("change_details", of="payouts")
def change_payout_details(
    *, book_id: int, owner_id: int, bank: str, holder: str, number: str, now: datetime, actor: Actor
) -> PayoutAccount:
    """Name another bank account. Until the time has passed nothing is paid out, and the change can be undone.

    Raises Invalid (field bank, holder or number), DomainError: no_payout_account, details_wait, details_same.
    """
    account = read_account(owner_id, bank, holder, number, now)
    account.book_id, account.state = book_id, AccountState.WAITING
    both = bank_accounts.both(book_id, hold=True)
    before = both.get(AccountState.IN_USE)
    if before is None:
        raise DomainError("no_payout_account", _("Please enter your bank account first."))
    if AccountState.WAITING in both:
        raise _waits_already()
    if (before.bank, before.holder, before.number) == (account.bank, account.holder, account.number):
        raise DomainError("details_same", _("That is where your payouts go already."), field="number")
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise _waits_already() from error
    stop_payouts(book_id=book_id, cause=CAUSE, cause_id=account.pk, now=now, actor=actor)
    by_products.write(_asked(account, before, now) + _recorded(account, "change_details", actor), now=now)
    return account


def _waits_already() -> DomainError:
    return DomainError("details_wait", _("Another bank account waits already. Undo that first."))


def _asked(account: PayoutAccount, before: PayoutAccount, now: datetime) -> Effects:
    """Promised, and told: to the address of before, and to today's when it is another one."""
    wait = timedelta(seconds=settings.PAYOUT_DETAILS_CHANGE)
    share, of = settings.NOTICE_SHARE
    notice = min(wait * share / of, timedelta(seconds=settings.NOTICE_AT_MOST))
    topics = ["details.change_asked", *(["details.address_differs"] if account.email != before.email else [])]
    return Effects(
        deadlines=(OpenDeadline(of_account(account), WAIT, now + wait, notice),),
        messages=tuple(_message(account, topic) for topic in topics),
    )


@act("undo_details", of="payouts")
def undo_payout_details(account_id: int, *, now: datetime, actor: Actor) -> PayoutAccount:
    """Payouts go on to the account of before, at once.

    Raises DomainError details_settled; PayoutAccount.DoesNotExist.
    """
    account = _held(account_id)
    if account.state != AccountState.WAITING:
        raise DomainError("details_settled", _("There is nothing to undo any more."))
    _become(account, AccountState.UNDONE)
    let_payouts_go(cause=CAUSE, cause_id=account.pk, now=now, actor=actor)
    told = Effects(
        deadlines=(CloseDeadline(of_account(account), WAIT),), messages=(_message(account, "details.change_undone"),)
    )
    by_products.write(told + _recorded(account, "undo_details", actor), now=now)
    return account


@act("pass_details", of="payouts")
def pass_payout_details(deadline: Deadline, now: datetime) -> bool:
    """The time has passed: payouts go to the new account, those that waited included. False when it was undone."""
    account = _held(deadline.subject_id)
    if account.state != AccountState.WAITING or not deadlines.end(deadline, "passed", now=now):
        return False
    book = PayoutAccount.objects.filter(book_id=book_of(account), state=AccountState.IN_USE)
    book.update(state=AccountState.REPLACED)
    _become(account, AccountState.IN_USE)
    _send_there(account)
    let_payouts_go(cause=CAUSE, cause_id=account.pk, now=now, actor=SYSTEM)
    told = Effects(messages=(_message(account, "details.changed"),))
    by_products.write(told + _recorded(account, "pass_details", SYSTEM), now=now)
    return True


def _send_there(account: PayoutAccount) -> None:
    """What was asked for before and is not sent yet: locked first, so that no worker sends it to the old one."""
    waiting = Payout.objects.filter(book_id=book_of(account), refund=None, state=PayoutState.REQUESTED)
    list(waiting.select_for_update().order_by("pk").values_list("pk", flat=True))
    waiting.update(account=account, version=F("version") + 1)


def _held(account_id: int) -> PayoutAccount:
    """The account, whoever else would change its book's being kept out until the transaction ends."""
    bank_accounts.both(book_of(PayoutAccount.objects.get(pk=account_id)), hold=True)
    return PayoutAccount.objects.get(pk=account_id)


def _become(account: PayoutAccount, state: AccountState) -> None:
    account.state = state
    account.save(update_fields=["state"])


def of_account(account: PayoutAccount) -> Subject:
    """A book's bank account as the subject of its deadline and records."""
    return Subject("payout_account", account.pk, book_of(account))


def _message(account: PayoutAccount, topic: str) -> Message:
    return Message(book_of(account), f"{topic}:{account.pk}", topic, {"account": account.pk})


def _recorded(account: PayoutAccount, action: str, actor: Actor, **data: Any) -> Effects:
    return traces.audited(of_account(account), action, actor, **data)
