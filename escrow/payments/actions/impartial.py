"""Nobody decides about money they paid themselves, about what they owe, or about their own shop."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from escrow.bank.models import Transfer
from escrow.models import Hold
from escrow.payments.models import Payment, Payout, PayoutAccount, Refund


def refuse_own(kind: str, subject_id: int | None, data: Mapping[str, Any], operator_id: int) -> None:
    """For a decision of that kind (decide.py). Raises DomainError: own_money, own_shop."""
    number = subject_id or 0
    if kind.startswith("payout_"):
        if is_own_payout(number, operator_id):
            raise DomainError("own_shop", _("This is your own shop. Somebody else decides about it."))
    elif _is_own(kind, number, data, operator_id):
        raise DomainError("own_money", _("This concerns you. Somebody else decides about it."))


def is_own_payout(payout_id: int, operator_id: int) -> bool:
    """Whether it goes to a bank account of theirs."""
    return Payout.objects.filter(pk=payout_id, account__owner_id=operator_id).exists()


def is_own_transfer(transfer: Transfer, operator_id: int) -> bool:
    """Whether the money that operators have to send is for them."""
    return (_is_own_refund if transfer.kind == "refund" else is_own_payout)(transfer.subject_id, operator_id)


def _is_own(kind: str, number: int, data: Mapping[str, Any], operator_id: int) -> bool:
    if kind == "suspense_match":
        return Payment.objects.filter(pk=data["payment"], payer_id=operator_id).exists()
    if kind == "goodwill":
        own_shops = PayoutAccount.objects.filter(owner_id=operator_id).values("book_id")
        sides = Q(payment__payer_id=operator_id) | Q(book_id__in=own_shops)
        return Hold.objects.filter(sides, pk=number).exists()
    if kind == "debt_write_off":
        return PayoutAccount.objects.filter(book_id=number, owner_id=operator_id).exists()
    if kind == "transfer_refuse":
        return is_own_transfer(Transfer.objects.get(pk=number), operator_id)
    return kind.startswith("refund_") and _is_own_refund(number, operator_id)


def _is_own_refund(refund_id: int, operator_id: int) -> bool:
    return Refund.objects.filter(pk=refund_id, payer_id=operator_id).exists()
