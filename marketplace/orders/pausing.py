"""An open claim or chargeback stops an order's clocks with what was left of them; when it ends without ending the order
they run on.

What happens to the parcel meanwhile counts on resuming: it is written onto the clock that stands still.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.deadlines import leave, standing_still
from core.effects import (
    CloseDeadline,
    DeadlineChange,
    Effects,
    MoveDeadline,
    OpenDeadline,
    PauseDeadline,
    ResumeDeadline,
    Subject,
)
from core.models import Deadline
from escrow.models import Freeze, Hold
from marketplace.orders import promises
from marketplace.orders.facts import hold_subject, subject
from marketplace.orders.models import Order, Shipment

#: The order's clocks that pause; its reminders end and are promised anew.
SHIPPING = ("ship_promise", "ship_latest")
AGAIN = "handed_over_again"


def pause(order: Order) -> Effects:
    """Everything promised about the order stands still."""
    mine = subject(order)
    return Effects(
        deadlines=(
            *(PauseDeadline(mine, kind) for kind in (*SHIPPING, AGAIN)),
            PauseDeadline(hold_subject(order), "release"),
            *(CloseDeadline(mine, kind, "moot") for kind in ("remind_ship", *promises.RELEASE_REMINDERS)),
        )
    )


def resume(order: Order, hold: Hold, shipment: Shipment | None, *, now: datetime) -> Effects:
    """What stood still runs on with at least 48 hours left, never past the provider's cap on holding.

    A parcel that went astray meanwhile is to be handed over again; its window goes on standing still. Nothing runs on
    while another question is open. Reads the deadlines: call it under the order's lock.
    """
    if hold.freeze_count > 1:
        return Effects()
    paused = _paused(order)
    if shipment is None:
        return _run(order, hold, [row for kind, row in paused.items() if kind in SHIPPING], now) + _remind_to_ship(
            order, hold, paused, now
        )
    if shipment.is_astray:
        if AGAIN in paused:
            return _run(order, hold, [paused[AGAIN]], now)
        policy = promises.of(order)
        due = min(now + promises.seconds(policy.handed_over_again), promises.cap_at(order, hold))
        return Effects(deadlines=(OpenDeadline(subject(order), AGAIN, due, policy.notice_wait(due - now)),))
    if "release" not in paused:
        return Effects()
    again = Effects(deadlines=(CloseDeadline(subject(order), AGAIN),))
    due = due_again(order, hold, paused["release"], now)
    return again + _run(order, hold, [paused["release"]], now) + promises.reminders_of(order, due, now)


def due_again(order: Order, hold: Hold, deadline: Deadline, now: datetime) -> datetime:
    """When a deadline that stands still would be due if it ran on from `now`."""
    left = max(deadline.remainder or timedelta(0), _at_least(order))
    return min(now + left, promises.cap_at(order, hold))


def note_while_frozen(order: Order, hold: Hold, shipment: Shipment, *, at: datetime) -> None:
    """The parcel arrived, or is on its way again, at `at` while a freeze is open: the window that stands still is as
    long as it would be from then on, or from the freeze if that came later. Writes the remainder, nothing else.
    """
    frozen_at = (
        Freeze.objects.filter(hold=hold, lifted_at=None).order_by("frozen_at").values_list("frozen_at", flat=True)
    )[0]
    end = promises.window_end(order, shipment)
    leave("hold", hold.pk, "release", max(end - max(at, frozen_at), _at_least(order)))


def _at_least(order: Order) -> timedelta:
    return promises.seconds(promises.of(order).resumed_at_least)


def _paused(order: Order) -> Mapping[str, Deadline]:
    rows = (*standing_still("order", order.pk), *standing_still("hold", order.hold_id))
    return {row.kind: row for row in rows}


def _run(order: Order, hold: Hold, rows: list[Deadline], now: datetime) -> Effects:
    changes: list[DeadlineChange] = []
    for row in rows:
        about = Subject(row.subject_type, row.subject_id, row.book_id)
        due = due_again(order, hold, row, now)
        changes += [ResumeDeadline(about, row.kind, _at_least(order)), MoveDeadline(about, row.kind, due)]
    return Effects(deadlines=tuple(changes))


def _remind_to_ship(order: Order, hold: Hold, paused: Mapping[str, Deadline], now: datetime) -> Effects:
    if "ship_promise" not in paused:
        return Effects()
    (left,) = promises.of(order).reminders_ship
    at = due_again(order, hold, paused["ship_promise"], now) - promises.seconds(left)
    return Effects(deadlines=(OpenDeadline(subject(order), "remind_ship", at),)) if at > now else Effects()
