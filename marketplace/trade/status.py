"""Where an order stands, derived from its hold, its own facts and its parcel. No column keeps it.

`status_of` answers it for one order in memory, `with_status` for a queryset; both read the same table, and a test
walks every combination through both.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.actor import Role
from core.models import Deadline
from escrow.states import HoldState
from marketplace.catalog.models import Shop
from marketplace.claims.models import Claim
from marketplace.orders.models import Order
from marketplace.users.models import User
from reviews import window
from reviews.models import Review


class Status(models.TextChoices):
    """What an order waits for. `PACKING` stands among the orders to ship, with a note."""

    TO_PAY = "to_pay", _("To pay")
    TO_SHIP = "to_ship", _("To ship")
    PACKING = "packing", _("Being packed")
    SHIPPED = "shipped", pgettext_lazy("an order", "Shipped")
    COMPLETED = "completed", pgettext_lazy("an order", "Completed")
    CLOSED = "closed", pgettext_lazy("an order", "Closed")


#: What a hold's state alone decides; a held one is told apart by parcel and packing.
BY_HOLD: Mapping[HoldState, Status] = {
    HoldState.AWAITING_PAYMENT: Status.TO_PAY,
    HoldState.RELEASED: Status.COMPLETED,
    HoldState.SETTLED: Status.COMPLETED,
    HoldState.REFUNDED: Status.CLOSED,
    HoldState.VOID: Status.CLOSED,
}

#: Tabs of orders that stand in the tab of their status as well: those that one may still review, and those about which
#: money back is asked for.
TO_REVIEW, CLAIMS = "to_review", "claims"

#: The lists an order is looked for in, in their order; "all" has no condition.
TABS: Mapping[str, tuple[Status, ...]] = {
    "all": tuple(Status),
    "to_pay": (Status.TO_PAY,),
    "to_ship": (Status.TO_SHIP, Status.PACKING),
    "shipped": (Status.SHIPPED,),
    TO_REVIEW: (),
    CLAIMS: (),
    "completed": (Status.COMPLETED,),
    "closed": (Status.CLOSED,),
}


def derive(hold_state: str, *, packed: bool, shipped: bool) -> Status:
    """The status that follows from these three facts."""
    decided = BY_HOLD.get(HoldState(hold_state))
    if decided is not None:
        return decided
    if shipped:
        return Status.SHIPPED
    return Status.PACKING if packed else Status.TO_SHIP


def status_of(order: Order) -> Status:
    """The status of one order. Reads `order.hold` and `order.shipment`: select them when there are many."""
    return derive(order.hold.state, packed=order.packed_at is not None, shipped=hasattr(order, "shipment"))


def with_status(orders: QuerySet[Order]) -> QuerySet[Any]:
    """The orders with `.status`, so that they can be filtered and counted by it."""
    decided = [When(hold__state=state, then=Value(status)) for state, status in BY_HOLD.items()]
    return orders.annotate(
        status=Case(
            *decided,
            When(shipment__isnull=False, then=Value(Status.SHIPPED)),
            When(packed_at__isnull=False, then=Value(Status.PACKING)),
            default=Value(Status.TO_SHIP),
            output_field=CharField(),
        )
    )


def in_tab(orders: QuerySet[Order], tab: str, reader: Role) -> QuerySet[Any]:
    """The orders of one tab, as `reader` (buyer or seller) sees them; a tab nobody knows is "all"."""
    statuses = TABS.get(tab, TABS["all"])
    marked = with_status(orders)
    if tab == CLAIMS:
        return marked.filter(_asked())
    if tab == TO_REVIEW:
        return marked.filter(_to_review(reader))
    return marked if len(statuses) == len(Status) else marked.filter(status__in=statuses)


def tab_counts(whose: User | Shop) -> dict[str, int]:
    """How many orders of a buyer or a shop stand in each tab. One query."""
    owner, reader = (Q(shop=whose), Role.SELLER) if isinstance(whose, Shop) else (Q(buyer=whose), Role.BUYER)
    marked = with_status(Order.objects.filter(owner)).annotate(asked=_asked(), to_review=_to_review(reader))
    rows = marked.values_list("status", "asked", "to_review").annotate(n=Count("pk")).order_by()
    counted: Counter[str] = Counter()
    for status, asked, to_review, n in rows:
        counted[status] += n
        counted[CLAIMS] += n if asked else 0
        counted[TO_REVIEW] += n if to_review else 0
    return {tab: sum(counted[one] for one in statuses or (tab,)) for tab, statuses in TABS.items()}


def _to_review(reader: Role) -> Q:
    """Whose window is open, and whose `reader` has written nothing: what the other side did makes no difference."""
    clock = Deadline.objects.filter(subject_type="order", subject_id=OuterRef("pk"), kind=window.KIND, done_at=None)
    mine = Review.objects.filter(order=OuterRef("pk"), by_role=reader.value)
    return Q(Exists(clock)) & ~Q(Exists(mine))


def _asked() -> Exists:
    return Exists(Claim.objects.filter(order=OuterRef("pk"), ended_at=None))
