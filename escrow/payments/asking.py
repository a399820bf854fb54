"""When a provider is asked about what it has not told: after 1, 5 and 15 minutes, then hourly until 72 h are over.

The times are deadlines of the kinds `ask_payment`, `ask_refund`, `ask_payout` on the thing itself. Pure.
"""

from datetime import datetime, timedelta

from core.effects import CloseDeadline, Effects, MoveDeadline, OpenDeadline, Subject

#: How long whoever sends something has it for themselves; when they died meanwhile it is asked about from then on.
LEASE = timedelta(seconds=30)
FIRST = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
THEN = timedelta(hours=1)
UNTIL = timedelta(hours=72)


def next_ask(since: datetime, now: datetime) -> datetime | None:
    """The first time after `now` to ask about what began at `since`; None once 72 h are over: now the desk sees it."""
    for wait in FIRST:
        if since + wait > now:
            return since + wait
    return now + THEN if now + THEN <= since + UNTIL else None


def begin(subject: Subject, now: datetime) -> Effects:
    """Start to ask about something that begins now."""
    return Effects(deadlines=(OpenDeadline(subject, f"ask_{subject.type}", now + FIRST[0]),))


def send(subject: Subject, now: datetime) -> Effects:
    """Start to ask about something that is about to be sent: soon, in case its sender dies before it is."""
    return Effects(deadlines=(OpenDeadline(subject, f"ask_{subject.type}", now + LEASE),))


def sent(subject: Subject, since: datetime) -> Effects:
    """Its sender, who began at `since`, lives and has no final answer: from now on ask at the usual times."""
    return Effects(deadlines=(MoveDeadline(subject, f"ask_{subject.type}", since + FIRST[0]),))


def closed(payment: Subject, now: datetime) -> Effects:
    """All deadlines of the payment end but this one: money may still come."""
    return Effects(deadlines=(CloseDeadline(payment, "*", "passed"), OpenDeadline(payment, "ask_payment", now + THEN)))
