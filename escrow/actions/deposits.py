"""A shop's deposit: what it paid in stays with the host as long as the shop is open."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import PROVIDER, Actor
from core.errors import DomainError
from core.ids import new_id
from escrow import balances, commit
from escrow.models import Hold, Reserve
from escrow.move import Move
from escrow.moves import accounts, deposits
from escrow.payments import attempt, bank_accounts, gateways
from escrow.payments.disputes import DEPOSIT
from escrow.payments.models import Capture, Payout
from escrow.payments.states import Verdict
from escrow.queries import debt

ACCEPT = commit.points("accept_deposit")
RETURN = commit.points("return_deposit")


def accept_deposit(capture_id: int, *, now: datetime) -> bool:
    """A good capture of a deposit's payment goes into the deposit. False when it did before, or is none.

    Raises DomainError changed_meanwhile.
    """

    def decide() -> Move:
        capture = Capture.objects.select_related("payment").get(pk=capture_id)
        payment = capture.payment
        if payment is None or payment.purpose != DEPOSIT or capture.verdict != Verdict.GOOD or capture.allotted:
            raise attempt.DoneBefore
        return deposits.deposit_in(payment, capture, allocation_id=new_id(), now=now, actor=PROVIDER)

    return attempt.carry_out(ACCEPT, decide, now=now)


def return_deposit(*, book_id: int, currency: str, now: datetime, actor: Actor) -> Payout | None:
    """Send the whole deposit to the shop's bank account; None when there is none.

    Raises DomainError: deposit_needed (money of the shop's buyers is in keeping, a question is open, or it has a debt),
    no_payout_account, no_gateway, changed_meanwhile.
    """
    account = bank_accounts.in_use(book_id)
    payout_id = new_id()

    def decide() -> Move:
        amount, version = balances.balance_to_take_from(book_id, accounts.deposit(book_id, currency))
        if amount <= 0:
            raise attempt.DoneBefore
        if _is_needed(book_id, currency):
            raise DomainError("deposit_needed", _("The deposit stays while orders, claims or debts are open."))
        if account is None:
            raise DomainError("no_payout_account", _("Please enter your bank account first."))
        gateway = next(iter(gateways.available()), None)
        if gateway is None:
            raise DomainError("no_gateway", _("This site cannot send money at the moment."))
        return deposits.deposit_out(
            account,
            amount,
            currency,
            book_id=book_id,
            gateway=gateway,
            payout_id=payout_id,
            version=version,
            actor=actor,
        )

    attempt.carry_out(RETURN, decide, now=now)
    return Payout.objects.filter(pk=payout_id).first()


def _is_needed(book_id: int, currency: str) -> bool:
    return (
        debt(book_id, currency) > 0
        or Hold.objects.filter(book_id=book_id, ended_at=None).exists()
        or Reserve.objects.filter(book_id=book_id, lifted_at=None).exists()
    )
