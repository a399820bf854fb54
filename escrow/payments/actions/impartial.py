"""Nobody decides about money they paid themselves, about what they owe, or about their own shop."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from escrow.bank.models import Transfer
from escrow.models import Hold
from escrow.payments.models import Payment, Payout, PayoutAccount, Refund


def refuse_own(kind: str, subject_id: int | None, data: Mapping[str, Any], operator_id: int) -> None:
    """For a decision of that kind (decide.py). Raises DomainError: own_money, own_shop."""
    if kind == MATCH:
        is_own = _payments(operator_id).filter(pk=data["payment"]).exists()
    elif kind in _THEIRS:
        theirs, number = _THEIRS[kind]
        is_own = theirs(operator_id).filter(**{number: subject_id}).exists()
    else:
        return
    if is_own and kind.startswith("payout_"):
        raise DomainError("own_shop", _("This is your own shop. Somebody else decides about it."))
    if is_own:
        raise DomainError("own_money", _("This concerns you. Somebody else decides about it."))


def about_own(operator_id: int) -> Q:
    """Of decisions: those that `refuse_own` refuses to this operator."""
    named = _payments(operator_id).filter(pk=Cast(OuterRef("data__payment"), BigIntegerField()))
    found = Q(Exists(named), kind=MATCH)
    for kind, (theirs, number) in _THEIRS.items():
        found |= Q(kind=kind, subject_id__in=theirs(operator_id).values(number))
    return found


def payouts_of_own(operator_id: int) -> Q:
    """Of payouts: those that go to a bank account of this operator."""
    return Q(account__owner_id=operator_id)


def is_own_payout(payout_id: int, operator_id: int) -> bool:
    """Whether it goes to a bank account of theirs."""
    return _payouts(operator_id).filter(pk=payout_id).exists()


def is_own_transfer(transfer: Transfer, operator_id: int) -> bool:
    """Whether the money that operators have to send is for them."""
    return _transfers(operator_id).filter(pk=transfer.pk).exists()


def _payments(person: int) -> QuerySet[Payment]:
    return Payment.objects.filter(payer_id=person)


def _payouts(person: int) -> QuerySet[Payout]:
    return Payout.objects.filter(payouts_of_own(person))


def _refunds(person: int) -> QuerySet[Refund]:
    return Refund.objects.filter(payer_id=person)


def _accounts(person: int) -> QuerySet[PayoutAccount]:
    return PayoutAccount.objects.filter(owner_id=person)


def _holds(person: int) -> QuerySet[Hold]:
    return Hold.objects.filter(Q(payment__payer_id=person) | Q(book_id__in=_accounts(person).values("book_id")))


def _transfers(person: int) -> QuerySet[Transfer]:
    refunded = Q(kind="refund", subject_id__in=_refunds(person).values("pk"))
    paid_out = ~Q(kind="refund") & Q(subject_id__in=_payouts(person).values("pk"))
    return Transfer.objects.filter(refunded | paid_out)


MATCH = "suspense_match"
#: By the kind of a decision: whose rows it may be about, and which of their columns its subject is.
_THEIRS: Mapping[str, tuple[Callable[[int], QuerySet[Any]], str]] = {
    "payout_send": (_payouts, "pk"),
    "payout_refuse": (_payouts, "pk"),
    "refund_retry": (_refunds, "pk"),
    "refund_to_bank": (_refunds, "pk"),
    "transfer_refuse": (_transfers, "pk"),
    "goodwill": (_holds, "pk"),
    "debt_write_off": (_accounts, "book_id"),
}
