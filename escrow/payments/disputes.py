"""What everybody calls a chargeback by: the cause it binds for, its clock, the journal's keys; and what it is about."""

from collections.abc import Iterable

from django.db.models import QuerySet

from core.effects import Subject
from escrow.payments.models import Capture, Chargeback
from escrow.payments.states import Verdict

PLATFORM = 0
#: The purpose of a payment that is a shop's deposit.
DEPOSIT = "deposit"
#: Why a hold is frozen, or something kept back, while a dispute is open.
CAUSE = "chargeback"
#: Until when the provider takes in evidence.
EVIDENCE = "chargeback_evidence"


def of_chargeback(chargeback: Chargeback) -> Subject:
    """The chargeback as the subject of deadlines and records. It belongs to no shop."""
    return Subject("chargeback", chargeback.pk, PLATFORM)


def key(chargeback_id: int, fact: str) -> str:
    """The journal's key of a fact about it: open, won, suspense, deposit, loss."""
    return f"chargeback:{chargeback_id}:{fact}"


def share_key(chargeback_id: int, hold_id: int) -> str:
    """The journal's key of a hold's share."""
    return key(chargeback_id, f"hold:{hold_id}")


def keys(chargeback_id: int, hold_ids: Iterable[int]) -> list[str]:
    """Every key that entries about it may have, in the order in which they are written."""
    own = [key(chargeback_id, fact) for fact in ("open", "won", "suspense", "deposit", "loss")]
    return [*own, *(share_key(chargeback_id, hold_id) for hold_id in hold_ids)]


def paid(chargeback: Chargeback) -> bool:
    """Whether the charge paid what it was meant for. One that did not is no order's and no deposit's business."""
    return chargeback.capture.verdict == Verdict.GOOD


def deposit_of(chargeback: Chargeback) -> int | None:
    """The book whose deposit the charge paid; None when it paid none. Reads the payment."""
    payment = chargeback.capture.payment
    return payment.book_id if payment is not None and payment.purpose == DEPOSIT and paid(chargeback) else None


def is_disputed(capture: Capture) -> bool:
    """Whether a dispute about the charge has not ended."""
    return Chargeback.objects.filter(capture=capture, ended_at=None).exists()


def about_deposit(book_id: int) -> QuerySet[Chargeback]:
    """The disputes about a deposit of this book that have not ended."""
    good = {"capture__verdict": Verdict.GOOD, "capture__payment__purpose": DEPOSIT}
    return Chargeback.objects.filter(**good, capture__payment__book_id=book_id, ended_at=None)
