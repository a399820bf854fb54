"""Money a provider took: into a payment, back out of it, into suspense and out of there. All in the platform's book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.actor import PROVIDER, Actor
from core.effects import CloseDeadline, Effects, Message, Subject
from escrow.move import Change, Entry, Line, Move, NewRow, entry
from escrow.moves import accounts, traces
from escrow.moves.holds import keep, refund_row
from escrow.payments.models import Capture, Payment
from escrow.payments.paying import PaidFor
from escrow.payments.states import PaymentState, Verdict

PLATFORM = 0

#: Why a share goes back: its order was closed before the money came.
CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapture:
    """A charge at a provider that no capture stands for yet."""

    id: int
    gateway: str
    reference: str
    claimed_reference: str
    amount: int
    currency: str
    captured_at: datetime

    def row(self, verdict: Verdict, payment: Payment | None, *, allotted: int = 0) -> NewRow:
        """The capture to write; what does not pay and is somebody's is spoken for at once: it goes back whole."""
        goes_back = payment is not None and verdict is not Verdict.GOOD
        return NewRow(
            "new_capture",
            {
                "id": self.id,
                "payment_id": payment.pk if payment else None,
                "gateway": self.gateway,
                "reference": self.reference,
                "claimed_reference": self.claimed_reference,
                "currency": self.currency,
                "amount": self.amount,
                "allotted": allotted,
                "returned": self.amount if goes_back else 0,
                "verdict": verdict,
                "captured_at": self.captured_at,
            },
        )

    @property
    def key(self) -> str:
        return f"capture:{self.gateway}:{self.reference}"

    @property
    def subject(self) -> Subject:
        return Subject("capture", self.id, PLATFORM)


def of_payment(payment: Payment) -> Subject:
    """The payment as the subject of deadlines and records."""
    return Subject("payment", payment.pk, PLATFORM)


def good(new: NewCapture, payment: Payment) -> Move:
    """It pays; what it pays for is decided afterwards, hold by hold.

    1: provider -> payment 12,800
    """
    return Move(
        changes=(Change(payment),),
        rows=(new.row(Verdict.GOOD, payment),),
        entries=(_taken(new, payment),),
        effects=_recorded(payment, new.id) + _audited(new, payment, Verdict.GOOD),
    )


def good_and_kept(
    new: NewCapture, payment: Payment, paid: PaidFor, allocation_ids: Sequence[int], *, now: datetime
) -> Move:
    """It pays, and what it pays for is decided with it: the shares of the holds in `paid` are all of it. Each has the
    allocation at its place.

    1:  provider -> payment 12,800; payment -> hold 12,800
    1P: provider -> payment 11,800; payment -> hold 11,800; promotions -> hold 1,000
    """
    parts = [
        keep(hold, allocation_id=allocation, capture_id=new.id, payment_id=payment.pk, now=now, actor=PROVIDER)
        for (hold, _effects), allocation in zip(paid.holds, allocation_ids, strict=True)
    ]
    effects = _asked_no_more(payment) + _audited(new, payment, Verdict.GOOD)
    for part, (_hold, more) in zip(parts, paid.holds, strict=True):
        effects += part.effects + more
    return Move(
        changes=(
            Change(payment, {"state": PaymentState.PAID, "ended_at": now}),
            *[change for part in parts for change in part.changes],
        ),
        rows=(
            new.row(Verdict.GOOD, payment, allotted=new.amount),
            *[row for part in parts for row in part.rows],
        ),
        entries=(_taken(new, payment), *[fact for part in parts for fact in part.entries]),
        effects=effects + paid.besides,
    )


def _taken(new: NewCapture, payment: Payment) -> Entry:
    line = Line(accounts.provider(new.gateway, new.currency), accounts.payment(payment.pk, new.currency), new.amount)
    return entry(PLATFORM, new.key, line)


def _audited(new: NewCapture, payment: Payment, verdict: Verdict) -> Effects:
    return traces.audited(of_payment(payment), "capture", PROVIDER, capture=new.id, amount=new.amount, verdict=verdict)


def _recorded(payment: Payment, capture_id: int) -> Effects:
    content = {"capture": capture_id, "payment": payment.pk, "purpose": payment.purpose}
    message = Message(PLATFORM, f"capture.recorded:{capture_id}", "capture.recorded", content)
    return _asked_no_more(payment)._replace(messages=(message,))


def _asked_no_more(payment: Payment) -> Effects:
    return Effects(deadlines=(CloseDeadline(of_payment(payment), "ask_payment"),))


def straight_back(new: NewCapture, verdict: Verdict, payment: Payment, *, refund_id: int) -> Move:
    """Late, short, over, second or foreign: it pays nothing and goes back whole.

    4: provider -> payment x; payment -> refund_due x
    """
    refund = refund_row(
        refund_id,
        book_id=PLATFORM,
        hold_id=None,
        source=(new.id, payment.payer_id),
        currency=new.currency,
        amount=new.amount,
        reason=verdict,
    )
    return Move(
        changes=(Change(payment),),
        rows=(new.row(verdict, payment), NewRow("new_refund", refund)),
        entries=(
            _taken(new, payment),
            entry(
                PLATFORM,
                f"capture:{new.id}:return",
                Line(
                    accounts.payment(payment.pk, new.currency),
                    accounts.refund_due(refund_id, new.currency),
                    new.amount,
                ),
            ),
        ),
        effects=Effects(messages=(_returned(new.id, payment, refund_id, amount=new.amount, verdict=verdict),))
        + _audited(new, payment, verdict),
    )


def _returned(capture_id: int, payment: Payment, refund_id: int, *, amount: int, verdict: str) -> Message:
    content = {
        "capture": capture_id,
        "payment": payment.pk,
        "purpose": payment.purpose,
        "refund": refund_id,
        "amount": amount,
        "verdict": verdict,
    }
    return Message(PLATFORM, f"capture.returned:{refund_id}", "capture.returned", content)


def share_back(
    capture: Capture, payment: Payment, amount: int, *, hold_id: int, refund_id: int, now: datetime, actor: Actor
) -> Move:
    """The share of a hold that closed meanwhile. The payment ends with the last share: void when none was kept.

    5: payment -> refund_due 5,000
    """
    refund = refund_row(
        refund_id,
        book_id=PLATFORM,
        hold_id=hold_id,
        source=(capture.pk, payment.payer_id),
        currency=capture.currency,
        amount=amount,
        reason=CLOSED,
    )
    ended: tuple[Change, ...] = ()
    if payment.state == PaymentState.AWAITING and capture.allotted + capture.returned + amount == capture.amount:
        state = PaymentState.PAID if capture.allotted else PaymentState.VOID
        ended = (Change(payment, {"state": state, "ended_at": now}),)
    return Move(
        changes=(*ended, Change(capture, {"returned": capture.returned + amount})),
        rows=(NewRow("new_refund", refund),),
        entries=(
            entry(
                PLATFORM,
                f"capture:{capture.pk}:return:{hold_id}",
                Line(
                    accounts.payment(payment.pk, capture.currency),
                    accounts.refund_due(refund_id, capture.currency),
                    amount,
                ),
            ),
        ),
        effects=Effects(messages=(_returned(capture.pk, payment, refund_id, amount=amount, verdict=CLOSED),))
        + traces.audited(of_payment(payment), "return_share", actor, capture=capture.pk, amount=amount, hold=hold_id),
    )


def close(payment: Payment, *, now: datetime, actor: Actor) -> Move:
    """Nobody need pay any more; what comes later goes back. No entry."""
    return Move(
        changes=(Change(payment, {"state": PaymentState.VOID, "ended_at": now}),),
        effects=traces.audited(of_payment(payment), "close", actor),
    )


def unknown(new: NewCapture) -> Move:
    """Money under a reference of nobody we know waits until two operators match it or send it back.

    6: provider -> suspense x
    """
    line = Line(accounts.provider(new.gateway, new.currency), accounts.suspense(new.currency), new.amount)
    return Move(
        rows=(new.row(Verdict.UNKNOWN, None),),
        entries=(entry(PLATFORM, new.key, line),),
        effects=traces.audited(new.subject, "suspend", PROVIDER, amount=new.amount),
    )


def match(capture: Capture, payment: Payment, *, actor: Actor) -> Move:
    """Money in suspense turns out to pay `payment`.

    6: suspense -> payment x
    """
    line = Line(accounts.suspense(capture.currency), accounts.payment(payment.pk, capture.currency), capture.amount)
    return Move(
        changes=(Change(payment), Change(capture, {"payment_id": payment.pk, "verdict": Verdict.GOOD})),
        entries=(entry(PLATFORM, f"suspense:{capture.pk}:match", line),),
        effects=_recorded(payment, capture.pk)
        + traces.audited(of_payment(payment), "match", actor, capture=capture.pk, amount=capture.amount),
    )


def unknown_back(capture: Capture, *, refund_id: int, actor: Actor) -> Move:
    """Money in suspense goes back where it came from: all that a lost chargeback has left of it.

    6: suspense -> refund_due x
    """
    refund = refund_row(
        refund_id,
        book_id=PLATFORM,
        hold_id=None,
        source=(capture.pk, None),
        currency=capture.currency,
        amount=capture.left,
        reason="unknown",
    )
    line = Line(accounts.suspense(capture.currency), accounts.refund_due(refund_id, capture.currency), capture.left)
    return Move(
        changes=(Change(capture, {"returned": capture.amount}),),
        rows=(NewRow("new_refund", refund),),
        entries=(entry(PLATFORM, f"suspense:{capture.pk}:return", line),),
        effects=traces.audited(
            Subject("capture", capture.pk, PLATFORM), "send_back", actor, amount=capture.left, refund=refund_id
        ),
    )
