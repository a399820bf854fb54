"""What is suspended of a person or a shop, or may be, as one operator may act on it: with words and consequences."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.actor import Actor, Role
from core.errors import DomainError
from marketplace.suspensions.deciding import require_another
from marketplace.suspensions.imposing import require_may_suspend
from marketplace.suspensions.models import Kind, Suspension
from marketplace.trade.offers import Offer
from marketplace.users.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """`open` is the suspension that counts now, `past` are those that were lifted, latest first. `blocked` says in the
    words of the rule itself why this operator may do nothing.
    """

    kind: Kind
    subject_id: int
    open: Suspension | None
    past: list[Suspension]
    blocked: str

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What an operator does now: suspends, or decides about what is suspended."""
        return deciding(self.open, self.blocked) if self.open else (_suspending(self.kind, self.blocked),)


def standing(kind: Kind, subject_id: int, person: User, operator_id: int) -> Standing:
    """Of a shop, or a person; `person` is whom it concerns. One query."""
    rows = Suspension.objects.filter(subject_type=kind, subject_id=subject_id)
    found = list(rows.select_related("person", "by", "kept_by", "lifted_by").order_by("-at", "-pk"))
    open_now = next((one for one in found if one.is_open), None)
    return Standing(
        kind=kind,
        subject_id=subject_id,
        open=open_now,
        past=[one for one in found if not one.is_open],
        blocked=_objection(kind, open_now, person, Actor(Role.OPERATOR, operator_id)),
    )


def why_not(suspension: Suspension, operator_id: int) -> str:
    """Why this operator does not decide about an open one; nothing when they do."""
    return _objection(Kind(suspension.subject_type), suspension, suspension.person, Actor(Role.OPERATOR, operator_id))


def deciding(suspension: Suspension, blocked: str) -> tuple[Offer, ...]:
    """What is decided about an open one: it is lifted, or kept when its appeal waits."""
    if suspension.subject_type == Kind.SHOP:
        then = _("Lifted, its goods stand on the shelves again and payouts that wait go to the bank.")
    else:
        then = _("Lifted, they can order, open a shop and review again. Their shop is lifted on its own page.")
    lifting = Offer("lift_suspension", _("Lift the suspension"), "", then, blocked_reason=blocked)
    keeping = Offer("keep_suspension", _("Keep it"), "", "", blocked_reason=blocked)
    return (lifting, keeping) if suspension.appeal_waits else (lifting,)


def _suspending(kind: Kind, blocked: str) -> Offer:
    if kind is Kind.SHOP:
        label = _("Suspend the shop")
        then = _("At once its goods vanish, nothing can be ordered there, and payouts wait. Its orders run on.")
    else:
        label = _("Suspend the person")
        then = _(
            "At once they can order nothing, open no shop and review nothing; their shop is suspended too. Their orders"
            " run on, with all rights."
        )
    return Offer(f"suspend_{kind.value}", label, "", then, blocked_reason=blocked)


def _objection(kind: Kind, open_now: Suspension | None, person: User, actor: Actor) -> str:
    try:
        if open_now is None:
            require_may_suspend(kind, person, actor)
        else:
            require_another(open_now, actor)
    except DomainError as refusal:
        return refusal.words
    return ""
