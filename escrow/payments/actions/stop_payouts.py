"""What a book has asked to be paid out waits, and goes on."""

from datetime import datetime

from core import effects as by_products
from core.actor import Actor
from escrow.moves import traces
from escrow.payments.models import Payout, PayoutStop
from escrow.payments.states import PayoutState


def stop_payouts(*, book_id: int, cause: str, cause_id: int, now: datetime, actor: Actor) -> PayoutStop:
    """Send nothing more to the book's bank until this cause has ended; what was sent is on its way. For the caller's
    transaction.

    What waits is locked first, so that each of it is sent before this commits, or afterwards not at all.
    """
    waiting = Payout.objects.filter(book_id=book_id, refund=None, state=PayoutState.REQUESTED)
    list(waiting.select_for_update().order_by("pk").values_list("pk", flat=True))
    stop = PayoutStop.objects.create(book_id=book_id, cause=cause, cause_id=cause_id, stopped_at=now)
    _record(stop, "stop_payouts", now, actor)
    return stop


def let_payouts_go(*, cause: str, cause_id: int, now: datetime, actor: Actor) -> bool:
    """The cause has ended: unless there is another, what waits is sent. False when it had stopped nothing. For the
    caller's transaction.
    """
    stop = PayoutStop.objects.select_for_update().filter(cause=cause, cause_id=cause_id, lifted_at=None).first()
    if stop is None:
        return False
    PayoutStop.objects.filter(pk=stop.pk).update(lifted_at=now)
    _record(stop, "let_payouts_go", now, actor)
    return True


def _record(stop: PayoutStop, act: str, now: datetime, actor: Actor) -> None:
    subject = traces.of_book(stop.book_id)
    by_products.write(traces.audited(subject, act, actor, cause=stop.cause, cause_id=stop.cause_id), now=now)
