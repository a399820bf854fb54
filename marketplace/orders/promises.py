"""The times promised about an order, as deadline changes: what starts, moves and ends with each fact.

Nothing here asks what time it is, and only `promise_now` reads the database. Kinds: `pay` and `remind_pay` on the
payment; `ship_promise`, `ship_latest`, `handed_over_again` and the other reminders on the order; `release` on the hold.
"""

from datetime import datetime, timedelta

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
from escrow.models import Hold
from marketplace.orders.facts import hold_subject, subject
from marketplace.orders.models import Order, Shipment
from marketplace.orders.policy import Policy

RELEASE_REMINDERS = ("remind_release_third", "remind_release_3d", "remind_release_1d")


def of(order: Order) -> Policy:
    """The policy frozen onto the order."""
    return order.promised


def seconds(count: int) -> timedelta:
    """A duration of the policy."""
    return timedelta(seconds=count)


def promise_at(order: Order, funded_at: datetime) -> datetime:
    """When the promise to ship ends: from then on the buyer may cancel unasked."""
    return min(funded_at + seconds(of(order).ship_promise), _cap(order, funded_at))


def promise_now(order: Order, funded_at: datetime) -> datetime:
    """As `promise_at`, unless a claim has put it off. One query."""
    kept = Deadline.objects.filter(subject_type="order", subject_id=order.id, kind="ship_promise")
    return kept.values_list("due_at", flat=True).first() or promise_at(order, funded_at)


def cap_at(order: Order, hold: Hold) -> datetime:
    """The last moment any clock of the hold may be set to: the gateway's cap on holding, less the margin."""
    return _cap(order, hold.funded_at or order.placed_at)


def _cap(order: Order, funded_at: datetime) -> datetime:
    policy = of(order)
    return funded_at + seconds(policy.hold_cap - policy.custody_margin)


def release_at(order: Order, hold: Hold, shipment: Shipment) -> datetime:
    """When the inspection window ends: 7 d from the delivered event, else 30 d from shipping; extensions on top.

    A number that was delivered before it was named here (of an old parcel) takes nothing: the window is whole.
    """
    return min(window_end(order, shipment), cap_at(order, hold))


def window_end(order: Order, shipment: Shipment) -> datetime:
    """As `release_at`, whatever the provider's cap."""
    policy = of(order)
    if shipment.delivered_at:
        end = max(shipment.delivered_at, shipment.shipped_at) + seconds(policy.inspection_tracked)
    else:
        end = shipment.shipped_at + seconds(policy.inspection_untracked)
    return end + seconds(order.extended_by)


def pay(payment: Subject, expires_at: datetime, policy: Policy) -> Effects:
    """Placed: pay, with a reminder."""
    (left,) = policy.reminders_pay
    return Effects(
        deadlines=(
            OpenDeadline(payment, "pay", expires_at),
            OpenDeadline(payment, "remind_pay", expires_at - seconds(left)),
        )
    )


def pay_no_more(payment: Subject, outcome: str = "met") -> Effects:
    """Paid, or nothing is left to pay for."""
    return Effects(deadlines=tuple(CloseDeadline(payment, kind, outcome) for kind in ("pay", "remind_pay")))


def ship(order: Order, now: datetime) -> Effects:
    """Funded at `now`: the seller's two clocks. The refunding one waits for proof that the seller knows."""
    policy = of(order)
    promise = promise_at(order, now)
    latest = min(promise + seconds(policy.ship_grace), _cap(order, now))
    (left,) = policy.reminders_ship
    changes: list[DeadlineChange] = [
        OpenDeadline(subject(order), "ship_promise", promise),
        OpenDeadline(subject(order), "ship_latest", latest, policy.notice_wait(latest - now)),
    ]
    if promise - seconds(left) > now:
        changes.append(OpenDeadline(subject(order), "remind_ship", promise - seconds(left)))
    return Effects(deadlines=tuple(changes))


def inspect(order: Order, hold: Hold, shipment: Shipment, now: datetime) -> Effects:
    """Shipped at `now`: the seller's clocks end, the inspection window begins."""
    due = release_at(order, hold, shipment)
    return Effects(
        deadlines=(
            CloseDeadline(subject(order), "ship_promise"),
            CloseDeadline(subject(order), "ship_latest"),
            CloseDeadline(subject(order), "remind_ship", "moot"),
            OpenDeadline(hold_subject(order), "release", due, of(order).notice_wait(due - now)),
            *_reminders(order, due, now),
        )
    )


def inspect_until(order: Order, due: datetime, now: datetime) -> Effects:
    """The window ends at `due` instead."""
    return Effects(
        deadlines=(
            MoveDeadline(hold_subject(order), "release", due),
            *_no_reminders(order),
            *_reminders(order, due, now),
        )
    )


def stop_inspection(order: Order, hold: Hold, now: datetime) -> Effects:
    """Lost or sent back: the window stands still; the seller has some days to hand the parcel over again."""
    policy = of(order)
    due = min(now + seconds(policy.handed_over_again), cap_at(order, hold))
    return Effects(
        deadlines=(
            PauseDeadline(hold_subject(order), "release"),
            *_no_reminders(order),
            OpenDeadline(subject(order), "handed_over_again", due, policy.notice_wait(due - now)),
        )
    )


def resume_inspection(order: Order, due: datetime, now: datetime) -> Effects:
    """On its way again: the window runs once more, until `due`."""
    return Effects(
        deadlines=(
            CloseDeadline(subject(order), "handed_over_again"),
            ResumeDeadline(hold_subject(order), "release", timedelta(0)),
            MoveDeadline(hold_subject(order), "release", due),
            *_no_reminders(order),
            *_reminders(order, due, now),
        )
    )


def reminders_of(order: Order, due: datetime, now: datetime) -> Effects:
    """The reminders of a window that ends at `due`; none of an earlier one is open."""
    return Effects(deadlines=_reminders(order, due, now))


def end(order: Order, outcome: str = "met") -> Effects:
    """Nothing about the order is promised any more; the books end the deadlines of its hold."""
    return Effects(deadlines=(CloseDeadline(subject(order), "*", outcome),))


def _no_reminders(order: Order) -> tuple[DeadlineChange, ...]:
    return tuple(CloseDeadline(subject(order), kind, "moot") for kind in RELEASE_REMINDERS)


def _reminders(order: Order, due: datetime, now: datetime) -> tuple[DeadlineChange, ...]:
    policy = of(order)
    share, whole = policy.reminder_inspection_share
    before = ((due - now) * share / whole, *(seconds(left) for left in policy.reminders_inspection))
    times = {kind: due - left for kind, left in zip(RELEASE_REMINDERS, before, strict=True)}
    return tuple(OpenDeadline(subject(order), kind, at) for kind, at in times.items() if at > now)
