"""What two operators may decide about a rejected refund and about money in suspense. Called by decide.py alone."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError
from core.ids import new_id
from escrow import commit
from escrow.move import Move
from escrow.moves import incoming, outgoing
from escrow.payments import disputes, gateways
from escrow.payments.actions.payout_accounts import entered_last
from escrow.payments.models import Capture, Payment, PayoutAccount, Refund
from escrow.payments.states import PaymentState, RefundState, Verdict

SUSPENSE = ("suspense_match", "suspense_return")
REFUNDS = ("refund_retry", "refund_to_bank")
RETRY = commit.points("retry_refund")
TO_BANK = commit.points("refund_to_bank")
MATCH = commit.points("match_suspense")
SEND_BACK = commit.points("return_suspense")


def check(kind: str, subject_id: int) -> None:
    """Refuse now already what would be refused when it is carried out. Raises DomainError: refund_not_rejected,
    not_in_suspense, charge_disputed.
    """
    if kind in SUSPENSE:
        _in_suspense(subject_id)
    elif kind in REFUNDS:
        _rejected(subject_id)


def retry_refund(refund_id: int, *, now: datetime, actor: Actor) -> None:
    """Send a rejected refund once more. Raises DomainError: refund_not_rejected, changed_meanwhile."""
    commit.carry_out(RETRY, lambda: outgoing.refund_again(_rejected(refund_id), actor=actor), now=now)


def refund_to_bank(refund_id: int, account_id: int, *, now: datetime, actor: Actor) -> None:
    """Send a rejected refund to the account its payer entered last.

    Raises DomainError: refund_not_rejected, account_not_theirs, account_replaced, no_gateway, changed_meanwhile.
    """
    payout_id = new_id()

    def decide() -> Move:
        refund = _rejected(refund_id)
        account = PayoutAccount.objects.filter(pk=account_id, book_id=None, owner_id=refund.payer_id).first()
        if account is None:
            raise DomainError("account_not_theirs", _("This is not a bank account of the buyer."))
        if account != entered_last(refund.payer_id):
            raise DomainError(
                "account_replaced",
                _("The buyer has entered another account since. Turn this down and propose it anew."),
            )
        gateway = next(iter(gateways.available()), None)
        if gateway is None:
            raise DomainError("no_gateway", _("This site cannot send money at the moment."))
        times = refund.payouts.count()
        return outgoing.refund_to_bank(refund, account, gateway=gateway, payout_id=payout_id, times=times, actor=actor)

    commit.carry_out(TO_BANK, decide, now=now)


def _rejected(refund_id: int) -> Refund:
    refund = Refund.objects.get(pk=refund_id)
    if refund.state != RefundState.REJECTED:
        raise DomainError("refund_not_rejected", _("This refund is no longer rejected."))
    return refund


def match_suspense(capture_id: int, payment_id: int, *, now: datetime, actor: Actor) -> None:
    """Money in suspense pays a payment that awaits exactly this much; any other is sent back instead.

    Raises DomainError: not_in_suspense, charge_disputed, does_not_fit, changed_meanwhile.
    """

    def decide() -> Move:
        capture = _in_suspense(capture_id)
        payment = Payment.objects.filter(pk=payment_id).first()
        if payment is None or not _fits(capture, payment):
            raise DomainError("does_not_fit", _("This payment does not await exactly this money."))
        return incoming.match(capture, payment, actor=actor)

    commit.carry_out(MATCH, decide, now=now)


def _fits(capture: Capture, payment: Payment) -> bool:
    return (
        payment.state == PaymentState.AWAITING
        and capture.left == capture.amount
        and (payment.gateway, payment.currency, payment.amount) == (capture.gateway, capture.currency, capture.amount)
        and not payment.captures.filter(verdict=Verdict.GOOD).exists()
    )


def return_suspense(capture_id: int, *, now: datetime, actor: Actor) -> None:
    """Money in suspense goes back. Raises DomainError: not_in_suspense, charge_disputed, changed_meanwhile."""
    refund_id = new_id()
    commit.carry_out(
        SEND_BACK,
        lambda: incoming.unknown_back(_in_suspense(capture_id), refund_id=refund_id, actor=actor),
        now=now,
    )


def _in_suspense(capture_id: int) -> Capture:
    capture = Capture.objects.get(pk=capture_id)
    if capture.verdict != Verdict.UNKNOWN or not capture.left:
        raise DomainError("not_in_suspense", _("This money no longer waits in suspense."))
    if disputes.is_disputed(capture):
        raise DomainError("charge_disputed", _("The payer’s bank disputes this charge. It waits until it has decided."))
    return capture
