"""Deadline 4: the window passed and the buyer said nothing. What else changes when the sweep releases a hold."""

from core.actor import SYSTEM
from core.effects import Audit, CloseDeadline, Effects, Subject
from escrow.models import Hold


def effects_of(hold: Hold) -> Effects:
    """The order's part. It bears the number of its hold, so the sweep of hundreds asks the database nothing more."""
    order = Subject("order", hold.pk, hold.book_id)
    return Effects(deadlines=(CloseDeadline(order, "*", "passed"),), audits=(Audit(order, "window_passed", SYSTEM),))
