"""What an operator can propose about money that went astray: in words on a page or from a program, the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from escrow.bank.models import Transfer
from escrow.payments.actions import decide
from escrow.payments.actions.payout_accounts import entered_last
from escrow.payments.models import Capture, Decision, Payment, Payout, Refund

#: Which way -> the kind of decision.
OF_REFUND: Mapping[str, str] = {"retry": "refund_retry", "bank": "refund_to_bank"}
OF_PAYOUT: Mapping[str, str] = {"send": "payout_send", "refuse": "payout_refuse"}
OF_SUSPENSE: Mapping[str, str] = {"match": "suspense_match", "return": "suspense_return"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be done, about which row, with which ids and amounts."""

    kind: str
    subject_id: int | None
    data: Mapping[str, Any]


def about_refund(refund: Refund, way: str) -> Proposal:
    """Try a rejected refund again, or send it to the account its buyer entered. Raises DomainError account_missing."""
    if way == "retry":
        return Proposal(OF_REFUND[way], refund.pk, {})
    account = entered_last(refund.payer_id)
    if account is None:
        raise DomainError("account_missing", _("The buyer has not entered a bank account. Nobody else may enter it."))
    return Proposal(OF_REFUND[way], refund.pk, {"account": account.pk})


def about_payout(payout: Payout, way: str) -> Proposal:
    """Let a large payout go, or give it back to the shop."""
    return Proposal(OF_PAYOUT[way], payout.pk, {})


def waiting_about(payout: Payout) -> QuerySet[Decision]:
    """Proposals that say what becomes of it and want a second operator."""
    return Decision.objects.filter(kind__in=OF_PAYOUT.values(), subject_id=payout.pk, decided_at=None)


def about_suspense(capture: Capture, way: str, payment: str = "") -> Proposal:
    """Match money from nobody we know to the payment of that reference, or send it back. Raises Invalid
    payment_unknown.
    """
    if way == "return":
        return Proposal(OF_SUSPENSE[way], capture.pk, {})
    meant = Payment.objects.filter(reference=payment.strip()).first()
    if meant is None:
        raise Invalid("payment_unknown", _("There is no payment with that reference."), field="payment")
    return Proposal(OF_SUSPENSE[way], capture.pk, {"payment": meant.pk})


def about_transfer(transfer: Transfer) -> Proposal:
    """That the bank would not carry it out: it is owed again."""
    return Proposal("transfer_refuse", transfer.pk, {})


def propose(proposal: Proposal, reason: str, *, operator_id: int, now: datetime) -> Decision:
    """Propose it to a second operator. Raises what `decide.propose` does."""
    about = (proposal.kind, proposal.subject_id, proposal.data)
    return decide.propose(*about, reason, operator_id=operator_id, now=now)
