"""When a provider is asked about what it has not told: after 1, 5 and 15 minutes, then hourly until 72 h are over.

The times are deadlines of the kinds `ask_payment`, `ask_refund`, `ask_payout` on the thing itself. Pure.
"""

from datetime import datetime, timedelta

from core.effects import CloseDeadline, Effects, OpenDeadline, Subject

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


def closed(payment: Subject, now: datetime) -> Effects:
    """All deadlines of the payment end but this one: money may still come."""
    return Effects(deadlines=(CloseDeadline(payment, "*", "passed"), OpenDeadline(payment, "ask_payment", now + THEN)))
