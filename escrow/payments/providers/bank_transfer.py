"""A bank account and the operators who look after it: the provider a host can start with (docs/operations.md).

Nobody is asked over a network. What arrives is copied from the statement by one operator and booked by another; what
goes out stands on a list until an operator has sent it and ticks it off (escrow/bank). Amounts are minor units.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from escrow.bank.actions.list_transfer import list_payout, list_refund
from escrow.bank.models import Arrival, Transfer
from escrow.bank.states import ArrivalState, TransferState
from escrow.payments.models import Chargeback, Payment, Payout, Refund
from escrow.payments.providers.protocol import (
    Answer,
    BadSignature,
    Charge,
    Event,
    EvidenceRefused,
    GatewayError,
    News,
    PayoutNews,
    Progress,
    RefundNews,
    Report,
)

DAY = 86_400
T = TypeVar("T")

_PROGRESS = {
    TransferState.LISTED: Progress.PENDING,
    TransferState.DONE: Progress.DONE,
    TransferState.REFUSED: Progress.REFUSED,
    TransferState.RETURNED: Progress.RETURNED,
}


def is_set_up() -> bool:
    """Whether there is an account that buyers can be told."""
    return bool(settings.BANK_HOLDER and settings.BANK_NAME and settings.BANK_NUMBER)


class BankTransferGateway:
    """Needs BANK_HOLDER, BANK_NAME and BANK_NUMBER: where buyers are asked to pay."""

    name = "bank_transfer"
    title: Promise = _("By bank transfer")
    # A bank sends nothing back by itself; it is we who keep nobody's money for ever.
    hold_cap = 180 * DAY

    def is_set_up(self) -> bool:
        """The host has named its account."""
        return is_set_up()

    def cashier_url(self, payment: Payment, *, description: str, return_url: str, language: str) -> str:
        """There is no cashier: the payment's own page says what to write on the transfer."""
        return return_url

    def charges(self, reference: str) -> list[Charge]:
        """Every arrival that was booked under our reference."""
        return _asked(lambda: [_charge(row) for row in _booked().filter(claimed=reference).order_by("pk")])

    def refund(self, refund: Refund) -> Answer:
        """Put a refund onto the list."""
        return _listed(lambda: list_refund(refund))

    def refund_state(self, reference: str) -> Answer | None:
        """Where a refund stands."""
        return _state("refund", reference)

    def payout(self, payout: Payout) -> Answer:
        """Put a payout onto the list."""
        return _listed(lambda: list_payout(payout))

    def payout_state(self, reference: str) -> Answer | None:
        """Where a payout stands."""
        return _state("payout", reference)

    def send_evidence(self, chargeback: Chargeback, evidence: Mapping[str, Any]) -> None:
        """Nobody takes a bank transfer back over the head of who got it."""
        raise EvidenceRefused("a bank transfer is not disputed")

    def report(self, since: datetime) -> Report:
        """What was booked, listed or ticked off since then."""

        def read() -> Report:
            arrivals = _booked().filter(ended_at__gte=since).order_by("pk")
            moved = Transfer.objects.filter(Q(asked_at__gte=since) | Q(ended_at__gte=since)).order_by("pk")
            return Report(
                tuple(_charge(arrival) for arrival in arrivals),
                tuple(RefundNews(**_news(row)) for row in moved if row.kind == "refund"),
                tuple(PayoutNews(**_news(row)) for row in moved if row.kind == "payout"),
            )

        return _asked(read)

    def verify(self, headers: Mapping[str, str], body: bytes) -> Event:
        """Nobody rings from outside: what the operators do is kept in the commit of their act."""
        raise BadSignature("a bank account rings at no door")

    def read(self, event: Event) -> News | None:
        """The row an event is about, as it stands now."""
        match event.type.split("."):
            case ["arrival", _]:
                return _charge(_row(_booked(), event.body.get("arrival")))
            case ["transfer", _]:
                transfer = _row(Transfer.objects, event.body.get("transfer"))
                return (RefundNews if transfer.kind == "refund" else PayoutNews)(**_news(transfer))
        return None


def _booked() -> Any:
    return Arrival.objects.filter(state=ArrivalState.BOOKED, transfer=None)


def _asked(read: Callable[[], T]) -> T:
    """As any provider: outside every transaction, and no answer when there is nobody to ask."""
    _require_account()
    with transaction.atomic(durable=True):
        return read()


def _listed(put: Callable[[], Transfer]) -> Answer:
    _require_account()
    try:
        return _answer(put())
    except DomainError as refusal:
        return Answer(Progress.REFUSED, str(refusal.words)[:200])


def _require_account() -> None:
    if not is_set_up():
        raise GatewayError("no bank account is set up")


def _state(kind: str, reference: str) -> Answer | None:
    transfer = _asked(lambda: Transfer.objects.filter(kind=kind, reference=reference).first())
    return None if transfer is None else _answer(transfer)


def _row(rows: Any, row_id: object) -> Any:
    found = rows.filter(pk=row_id).first() if type(row_id) is int else None
    if found is None:
        raise GatewayError("the event names no row")
    return found


def _answer(transfer: Transfer) -> Answer:
    return Answer(_PROGRESS[TransferState(transfer.state)], transfer.problem)


def _news(transfer: Transfer) -> dict[str, Any]:
    return {
        "reference": transfer.reference,
        "amount": transfer.amount,
        "currency": transfer.currency,
        "answer": _answer(transfer),
    }


def _charge(arrival: Arrival) -> Charge:
    """It counts as here from its booking on: before, nobody but one operator knew of it."""
    assert arrival.ended_at is not None  # noqa: S101 - booked
    return Charge(arrival.reference, arrival.claimed, arrival.amount, arrival.currency, arrival.ended_at)
