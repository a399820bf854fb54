"""A payer's bank disputes a charge: the provider takes the money back, and later says who was right.

What becomes of each hold of the payment is done hold by hold (escrow.actions: freeze or reserve, then charge_back), by
whoever knows what was sold. The end is end_chargeback.py's.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import words
from core.errors import DomainError, Invalid
from core.ids import new_id
from core.money import MAX_MINOR
from escrow import commit
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import chargebacks
from escrow.payments import attempt, disputes
from escrow.payments.models import Capture, Chargeback
from escrow.payments.states import CHARGEBACK_TRANSITIONS, ChargebackState
from escrow.shares import shares_of

RECORD = commit.points("record_chargeback")
WIN = commit.points("win_chargeback")
LOSE = commit.points("lose_chargeback")

LONGEST_REFERENCE = 80
LONGEST_REASON = 200


def record_chargeback(
    *,
    gateway: str,
    reference: str,
    charge: str,
    amount: int,
    currency: str,
    fee: int,
    reason: str,
    evidence_due_at: datetime,
    now: datetime,
) -> Chargeback:
    """Write down that the provider took `amount` of its charge `charge` back, and `fee` on top. Twice is once.

    Raises Invalid chargeback_unreadable; DomainError: charge_unknown, chargeback_differs, changed_meanwhile.
    """
    readable = 0 < amount <= MAX_MINOR and 0 <= fee <= MAX_MINOR and 0 < len(reference) <= LONGEST_REFERENCE
    if not readable:
        raise Invalid("chargeback_unreadable", _("The provider reported a chargeback that cannot be booked."))

    def decide() -> Move:
        before = Chargeback.objects.select_related("capture").filter(gateway=gateway, reference=reference).first()
        if before is not None:
            known = (before.capture.reference, before.amount, before.currency, before.fee)
            if known != (charge, amount, currency, fee):
                raise DomainError(
                    "chargeback_differs", _("The provider reported the same chargeback with another amount or charge.")
                )
            raise attempt.DoneBefore
        capture = Capture.objects.filter(gateway=gateway, reference=charge, currency=currency).first()
        if capture is None or amount > capture.amount:
            raise DomainError("charge_unknown", _("The provider took back what it never told us of."))
        return chargebacks.open_chargeback(
            Chargeback(
                id=new_id(),
                capture=capture,
                gateway=gateway,
                reference=reference,
                currency=currency,
                amount=amount,
                fee=fee,
                reason=words.one_line(reason)[:LONGEST_REASON],
                evidence_due_at=evidence_due_at,
            )
        )

    attempt.carry_out(RECORD, decide, now=now)
    return Chargeback.objects.get(gateway=gateway, reference=reference)


def win_chargeback(chargeback_id: int, *, now: datetime) -> bool:
    """The provider gives the money back. False when that was known. Raises DomainError chargeback_decided."""
    return _decided(WIN, chargeback_id, "win", lambda one: chargebacks.win(one, now=now), now)


def lose_chargeback(chargeback_id: int, *, now: datetime) -> bool:
    """The provider keeps it: each hold's share is named now. False when that was known. A charge that did not pay is
    no hold's business; of one that did, what it paid for is decided first.

    Raises DomainError: chargeback_decided, charge_not_divided.
    """

    def lose(one: Chargeback) -> Move:
        if not disputes.paid(one):
            return chargebacks.lose(one, {})
        if one.capture.left:
            raise DomainError("charge_not_divided", _("What this charge pays for has not been decided yet."))
        holds = Hold.objects.filter(payment=one.capture.payment_id).order_by("pk")
        return chargebacks.lose(one, shares_of(one.amount, holds))

    return _decided(LOSE, chargeback_id, "lose", lose, now)


def _decided(
    at: commit.Points, chargeback_id: int, verb: str, decide: Callable[[Chargeback], Move], now: datetime
) -> bool:
    def once() -> Move:
        one = Chargeback.objects.select_related("capture").get(pk=chargeback_id)
        state = ChargebackState(one.state)
        if state is CHARGEBACK_TRANSITIONS[ChargebackState.OPEN, verb]:
            raise attempt.DoneBefore
        if (state, verb) not in CHARGEBACK_TRANSITIONS:
            raise DomainError("chargeback_decided", _("The provider said before how this dispute ended."))
        return decide(one)

    return attempt.carry_out(at, once, now=now)
