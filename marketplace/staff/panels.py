"""What is suspended, or may be, on the page of a person or a shop, for one operator."""

from dataclasses import dataclass

from core.actor import Actor, Role
from core.errors import DomainError
from marketplace.staff.forms import SuspensionForm
from marketplace.suspensions.deciding import require_another
from marketplace.suspensions.imposing import require_may_suspend
from marketplace.suspensions.models import Kind, Suspension
from marketplace.users.models import User


@dataclass(frozen=True, slots=True)
class Panel:
    """`open` is the suspension that counts now, `past` are those that were lifted, latest first. `blocked` says in the
    words of the rule itself why this operator may do nothing; `form` is what they type else.
    """

    kind: Kind
    subject_id: int
    open: Suspension | None
    past: list[Suspension]
    form: SuspensionForm
    blocked: str


def panel(
    kind: Kind, subject_id: int, person: User, operator_id: int, *, refused: SuspensionForm | None = None
) -> Panel:
    """Of a shop, or a person; `person` is whom it concerns. `refused` is the form that came back. One query."""
    rows = Suspension.objects.filter(subject_type=kind, subject_id=subject_id)
    found = list(rows.select_related("person", "by", "kept_by", "lifted_by").order_by("-at", "-pk"))
    open_now = next((one for one in found if one.is_open), None)
    return Panel(
        kind=kind,
        subject_id=subject_id,
        open=open_now,
        past=[one for one in found if not one.is_open],
        form=refused or SuspensionForm(),
        blocked=_objection(kind, open_now, person, Actor(Role.OPERATOR, operator_id)),
    )


def _objection(kind: Kind, open_now: Suspension | None, person: User, actor: Actor) -> str:
    try:
        if open_now is None:
            require_may_suspend(kind, person, actor)
        else:
            require_another(open_now, actor)
    except DomainError as refusal:
        return refusal.words
    return ""


def may_decide(suspension: Suspension, operator_id: int) -> bool:
    """Whether this operator decides about an open one."""
    return not _objection(
        Kind(suspension.subject_type), suspension, suspension.person, Actor(Role.OPERATOR, operator_id)
    )
