"""The names under which suspensions leave facts: ids alone, the words stand in the suspension.

| fact | audit action (subject "shop" or "person"), and its data | outbox topic, and its payload |
|---|---|---|
| imposed | suspended: suspension | suspension.imposed: suspension, of (shop or person) |
| appealed against | suspension_appealed: suspension | suspension.appealed |
| nobody has decided in the promised time | suspension_overdue: suspension | suspension.overdue |
| kept after the appeal | suspension_kept: suspension | suspension.kept |
| lifted | suspension_lifted: suspension | suspension.lifted |
"""

from core.actor import Actor
from core.effects import Audit, Effects, Message, Subject
from marketplace.suspensions.models import Suspension


def told(suspension: Suspension, action: str, topic: str, actor: Actor) -> Effects:
    """The audit row and the message of a fact."""
    about = Subject(suspension.subject_type, suspension.subject_id, suspension.book_id)
    payload = {"suspension": suspension.pk, "of": suspension.subject_type}
    return Effects(
        audits=(Audit(about, action, actor, {"suspension": suspension.pk}),),
        messages=(Message(suspension.book_id, f"{topic}:{suspension.pk}", topic, payload),),
    )


def subject(suspension: Suspension) -> Subject:
    """The suspension as the subject of a deadline."""
    return Subject("suspension", suspension.pk, suspension.book_id)
