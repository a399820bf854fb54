"""A shop's record, counted from its orders of the last twelve months, not from opinions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, IntegerField, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from escrow.states import HoldState
from marketplace.catalog.models import Shop
from marketplace.orders.models import ClosedBy, Order

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Record:
    """Numbers of paid orders."""

    orders: int
    completed: int
    shipped: int
    on_time: int
    called_off: int
    never_shipped: int

    @property
    def on_time_percent(self) -> int | None:
        """Of what was shipped; rounded down, so that 100 means every one."""
        return 100 * self.on_time // self.shipped if self.shipped else None


def record_of(shop: Shop, now: datetime) -> Record:
    """The record of `shop`. One query."""
    promise = Cast(KeyTextTransform("ship_promise", "policy"), IntegerField())
    promised_at = ExpressionWrapper(
        F("hold__funded_at") + ExpressionWrapper(promise * Value(timedelta(seconds=1)), output_field=DurationField()),
        output_field=DateTimeField(),
    )
    paid = Order.objects.filter(shop=shop, hold__funded_at__gte=now - YEAR)
    counts = paid.aggregate(
        orders=Count("pk"),
        completed=Count("pk", filter=Q(hold__state=HoldState.RELEASED)),
        shipped=Count("pk", filter=Q(shipment__isnull=False)),
        on_time=Count("pk", filter=Q(shipment__shipped_at__lte=promised_at)),
        called_off=Count("pk", filter=Q(closed_by=ClosedBy.SELLER)),
        never_shipped=Count("pk", filter=Q(closed_by=ClosedBy.NEVER_SHIPPED)),
    )
    return Record(**counts)
