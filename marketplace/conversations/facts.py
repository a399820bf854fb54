"""The names under which conversations leave facts; ids and roles only, the words stand in the messages.

| audit action (subject), and its data | outbox topic, and its payload |
|---|---|
| - | message.sent: thread, message, of (role that is told), order (0: a question before buying) |
| reported (report): subject, subject_id | - (the desk has a queue) |
| report_closed (report): subject, subject_id | report.closed: report |
"""

from core.actor import Actor, Role
from core.effects import Audit, Effects, Message, Subject
from marketplace.conversations.models import Message as Written
from marketplace.conversations.models import Report, Thread


def sent(thread: Thread, message: Written, to: Role) -> Effects:
    """The other side is told that there is something to read."""
    payload = {"thread": thread.pk, "message": message.pk, "of": to.value, "order": thread.order_id or 0}
    return Effects(messages=(Message(thread.shop_id, f"message.sent:{message.pk}", "message.sent", payload),))


def audit(report: Report, action: str, actor: Actor) -> Effects:
    """What was done about a report."""
    data = {"subject": report.subject, "subject_id": report.subject_id}
    return Effects(audits=(Audit(Subject("report", report.pk, 0), action, actor, data),))


def closed(report: Report) -> Effects:
    """Whoever reported it is told."""
    return Effects(messages=(Message(0, f"report.closed:{report.pk}", "report.closed", {"report": report.pk}),))
