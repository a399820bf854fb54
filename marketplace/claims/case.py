"""A claim with all that is decided about together, locked in the one order: order, claim, shipment (then SKU, hold)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.actor import Actor, Role
from core.errors import DomainError
from core.kept import Kept
from escrow.models import Freeze, Hold, Reserve
from escrow.payments.disputes import CAUSE
from marketplace.claims.models import Claim
from marketplace.claims.states import CLAIM_TRANSITIONS, WHILE_DISPUTED, ClaimState
from marketplace.orders.locks import lock_order, lock_shipment
from marketplace.orders.models import Order, Shipment

_READ = Kept("read_claim", lambda number: Claim.objects.filter(pk=number), int)
_LOCK = Kept("lock_claim", lambda number: Claim.objects.select_for_update().filter(pk=number), int)

WAITS = _("The buyer’s bank disputes the payment. Everything waits until it has decided.")


@dataclass(slots=True)
class Case:
    """One claim, its order and its parcel, as they stand while the transaction lasts.

    The hold is only read: it is frozen, and the books compare its version.
    """

    claim: Claim
    order: Order
    shipment: Shipment | None

    @property
    def hold(self) -> Hold:
        return self.order.hold

    @property
    def is_disputed(self) -> bool:
        """Whether the buyer's bank disputes the payment. One query after the sale, else none."""
        if self.claim.after_sale:
            return is_disputed(self.hold)
        return self.hold.freeze_count > 1

    @property
    def state(self) -> ClaimState:
        return ClaimState(self.claim.state)


def lock_case(claim_id: int) -> Case:
    """The case of a claim, locked until the transaction ends. Raises `Claim.DoesNotExist`."""
    found = _READ.first(claim_id)
    if found is None:
        raise Claim.DoesNotExist(claim_id)
    order = lock_order(found.order_id)
    (claim,) = _LOCK.all(claim_id)
    claim.order = order
    return Case(claim, order, lock_shipment(order))


def open_case_of(order_id: int) -> Case | None:
    """The case of the order's open claim, locked; None when there is none. The order is locked already."""
    open_one = Claim.objects.filter(order_id=order_id, ended_at=None).values_list("pk", flat=True).first()
    return lock_case(open_one) if open_one is not None else None


def is_disputed(hold: Hold) -> bool:
    """Whether a chargeback freezes the hold, or keeps back what it released."""
    about = {"hold_id": hold.pk, "cause": CAUSE, "lifted_at": None}
    return Freeze.objects.filter(**about).exists() or Reserve.objects.filter(**about).exists()


def require(case: Case, verb: str, role: Role) -> tuple[ClaimState, ...]:
    """Where `verb` leads `role` to. Raises DomainError: `claim_closed`, `claim_not_now`, `claim_waits`."""
    if case.state is ClaimState.CLOSED:
        raise DomainError("claim_closed", _("This request has ended already."))
    to = CLAIM_TRANSITIONS.get((case.state, verb, role))
    if to is None:
        raise DomainError("claim_not_now", _("That cannot be done about this request now."))
    if verb not in WHILE_DISPUTED and case.is_disputed:
        raise DomainError("claim_waits", WAITS)
    return to


def open_case(claim_id: int, verb: str, actor: Actor) -> Case:
    """The case, locked, once the table says that `actor` may do `verb`. Raises as `require` does."""
    case = lock_case(claim_id)
    require(case, verb, actor.role)
    return case
