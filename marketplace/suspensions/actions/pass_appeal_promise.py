"""Nobody has decided about an appeal in the promised time."""

from datetime import datetime

from core import deadlines, effects
from core.actor import SYSTEM
from core.acts import act
from core.models import Deadline
from marketplace.suspensions import facts
from marketplace.suspensions.locks import lock_person
from marketplace.suspensions.models import Suspension


@act("pass_appeal_promise", of="suspensions")
def pass_appeal_promise(deadline: Deadline, now: datetime) -> bool:
    """Tell the desk that it is late; the appeal waits on. False when it was decided meanwhile."""
    suspension = Suspension.objects.get(pk=deadline.subject_id)
    lock_person(suspension.person_id)
    if not deadlines.end(deadline, "passed", now=now):
        return False
    effects.write(facts.told(suspension, "suspension_overdue", "suspension.overdue", SYSTEM), now=now)
    return True
