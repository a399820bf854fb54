"""A shop's deposit: what it paid in stays with the host as long as the shop is open."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actor import PROVIDER, Actor
from core.effects import Effects
from core.errors import DomainError
from core.ids import new_id
from core.twice import twice
from escrow import commit
from escrow.actions.debts import pay_off_debt
from escrow.chart import Account
from escrow.models import Hold, Reserve
from escrow.move import Move
from escrow.moves import accounts, deposits
from escrow.payments import attempt, bank_accounts, disputes, leaving
from escrow.payments.disputes import DEPOSIT
from escrow.payments.models import Capture, Payment, Payout, PayoutAccount
from escrow.payments.states import AccountState, Verdict
from escrow.queries import debt

ACCEPT = commit.points("accept_deposit")
RETURN = commit.points("return_deposit")


def accept_deposit(
    capture_id: int, *, now: datetime, effects_of: Callable[[Payment], Effects] = lambda _payment: Effects()
) -> bool:
    """A good capture of a deposit's payment goes into the deposit, with what the caller makes of that (`effects_of`).
    False when it did before, or is none.

    Raises DomainError changed_meanwhile.
    """

    def decide() -> Move:
        capture = Capture.objects.select_related("payment").get(pk=capture_id)
        payment = capture.payment
        if payment is None or payment.purpose != DEPOSIT or capture.verdict != Verdict.GOOD or capture.allotted:
            raise attempt.DoneBefore
        move = deposits.deposit_in(payment, capture, allocation_id=new_id(), now=now, actor=PROVIDER)
        return move.with_effects(effects_of(payment))

    return attempt.carry_out(ACCEPT, decide, now=now)


def return_deposit(*, book_id: int, currency: str, now: datetime, actor: Actor) -> Payout | None:
    """Send the whole deposit to the shop's bank account; None when there is none. What the shop owes is paid off by it
    first. Above the set amount two operators agree first.

    Raises DomainError: deposit_needed (money of the shop's buyers is in keeping, a question or a dispute is open, or it
    has a debt), no_payout_account, no_gateway, changed_meanwhile.
    """
    source, payout_id = accounts.deposit(book_id, currency), new_id()

    def once() -> None:
        with transaction.atomic():
            # Held to the end: whoever lets payouts go to another account turns those round that are there by then.
            account = bank_accounts.both(book_id, hold=True).get(AccountState.IN_USE)
            if account is not None and not _is_asked_about(book_id):
                pay_off_debt(book_id, currency, now=now, with_deposit=True)
            attempt.carry_out(RETURN, partial(_back, account, source, payout_id, actor), now=now)

    twice(once)
    return Payout.objects.filter(pk=payout_id).first()


def _back(account: PayoutAccount | None, source: Account, payout_id: int, actor: Actor) -> Move:
    def whole(stands_at: int) -> int:
        if stands_at <= 0:
            raise attempt.DoneBefore
        if _is_needed(source.subject, source.currency):
            raise DomainError(
                "deposit_needed", _("The deposit stays while orders, claims, disputes or debts are open.")
            )
        return stands_at

    return leaving.leave(source, whole, account, payout_id=payout_id, actor=actor)


def _is_needed(book_id: int, currency: str) -> bool:
    return debt(book_id, currency) > 0 or _is_asked_about(book_id)


def _is_asked_about(book_id: int) -> bool:
    """Whether money of the shop's buyers is in keeping, or a question or dispute about some is open."""
    return (
        Hold.objects.filter(book_id=book_id, ended_at=None).exists()
        or Reserve.objects.filter(book_id=book_id, lifted_at=None).exists()
        or disputes.about_deposit(book_id).exists()
    )
