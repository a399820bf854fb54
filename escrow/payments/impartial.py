"""Nobody decides about money they paid or are paid, about what they owe, or about an order of their own shop."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.db.models.lookups import In
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.among import numbers_of
from core.errors import DomainError
from escrow.bank.models import Arrival, Transfer
from escrow.models import Hold
from escrow.payments.models import Payment, Payout, PayoutAccount, Refund


def refuse_own(kind: str, subject_id: int | None, data: Mapping[str, Any], operator_id: int) -> None:
    """For a decision of that kind (decide.py). Raises DomainError: own_money, own_shop."""
    if kind == MATCH:
        is_own = _payments(operator_id).filter(pk=data["payment"]).exists()
    elif kind in _THEIRS:
        is_own = _THEIRS[kind](operator_id).filter(pk=subject_id).exists()
    else:
        return
    if is_own and kind.startswith("payout_"):
        raise DomainError("own_shop", _("This is your own shop. Somebody else decides about it."))
    if is_own:
        raise _own_money()


def refuse_own_transfer(transfer_id: int, operator_id: int) -> None:
    """For whoever says what became of a transfer. Raises DomainError own_money."""
    if Transfer.objects.filter(transfers_of_own(operator_id), pk=transfer_id).exists():
        raise _own_money()


def refuse_own_arrival(arrival_id: int, operator_id: int) -> None:
    """For whoever books a line of the statement, puts it away, or says what it is for. Raises DomainError own_money."""
    if Arrival.objects.filter(arrivals_of_own(operator_id), pk=arrival_id).exists():
        raise _own_money()


def about_own(operator_id: int) -> Q:
    """Of decisions: those that `refuse_own` refuses to this operator."""
    named = In(Cast("data__payment", BigIntegerField()), _payments(operator_id).values("pk").query)
    found = Q(named, kind=MATCH)
    for theirs in dict.fromkeys(_THEIRS.values()):
        kinds = [kind for kind, about in _THEIRS.items() if about is theirs]
        found |= Q(kind__in=kinds, subject_id__in=theirs(operator_id).values("pk"))
    return found


def payments_of_own(operator_id: int) -> Q:
    """Of payments: those this operator made, and those that pay their shop."""
    return Q(payer_id=operator_id) | Q(pk__among=numbers_of(_sold(operator_id), "payment_id"))


def payouts_of_own(operator_id: int) -> Q:
    """Of payouts: those of this operator's shop or to their bank account, and refunds of their own on this way."""
    accounts = numbers_of(PayoutAccount.objects.filter(owner_id=operator_id))
    refunds = numbers_of(_refunds(operator_id))
    return Q(account__among=accounts) | Q(book_id__among=numbers_of(_books(operator_id))) | Q(refund__among=refunds)


def refunds_of_own(operator_id: int) -> Q:
    """Of refunds: those of money this operator paid, or of an order of their own shop."""
    return Q(payer_id=operator_id) | Q(hold_id__among=numbers_of(_sold(operator_id)))


def transfers_of_own(operator_id: int) -> Q:
    """Of what operators have to send: such refunds and payouts."""
    refunded = Q(kind="refund", subject_id__in=_refunds(operator_id).values("pk"))
    return refunded | (~Q(kind="refund") & Q(subject_id__in=_payouts(operator_id).values("pk")))


def arrivals_of_own(operator_id: int) -> Q:
    """Of lines of the statement: those said to be for a payment they made, or that paid their shop; and what came back
    of such transfers.
    """
    sent = _transfers(operator_id).filter(pk=OuterRef("transfer"))
    return Q(claimed__in=_payments(operator_id).values("reference")) | Q(Exists(sent))


def is_own_payout(payout_id: int, operator_id: int) -> bool:
    """Whether it is one of `payouts_of_own`."""
    return _payouts(operator_id).filter(pk=payout_id).exists()


def is_own_transfer(transfer: Transfer, operator_id: int) -> bool:
    """Whether it is one of `transfers_of_own`."""
    return _transfers(operator_id).filter(pk=transfer.pk).exists()


def _own_money() -> DomainError:
    return DomainError("own_money", _("This concerns you. Somebody else decides about it."))


def _books(person: int) -> QuerySet[Any]:
    """The books of their shop, as whoever keeps shops says; `pk` is the book's id."""
    books_of: Callable[[int], QuerySet[Any]] = import_string(settings.BOOKS_OF)
    return books_of(person)


def _payments(person: int) -> QuerySet[Payment]:
    return Payment.objects.filter(payments_of_own(person))


def _payouts(person: int) -> QuerySet[Payout]:
    return Payout.objects.filter(payouts_of_own(person))


def _refunds(person: int) -> QuerySet[Refund]:
    return Refund.objects.filter(refunds_of_own(person))


def _holds(person: int) -> QuerySet[Hold]:
    paid = numbers_of(Payment.objects.filter(payer_id=person))
    return Hold.objects.filter(Q(payment__among=paid) | Q(book_id__among=numbers_of(_books(person))))


def _sold(person: int) -> QuerySet[Hold]:
    return Hold.objects.filter(book_id__among=numbers_of(_books(person)))


def _transfers(person: int) -> QuerySet[Transfer]:
    return Transfer.objects.filter(transfers_of_own(person))


MATCH = "suspense_match"
#: By the kind of a decision: whose rows it may be about.
_THEIRS: Mapping[str, Callable[[int], QuerySet[Any]]] = {
    "payout_send": _payouts,
    "payout_refuse": _payouts,
    "refund_retry": _refunds,
    "refund_to_bank": _refunds,
    "transfer_refuse": _transfers,
    "goodwill": _holds,
    "debt_write_off": _books,
}
