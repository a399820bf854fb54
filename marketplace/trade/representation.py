"""What an order means to one reader: the one representation that pages, mail and (later) the API share."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from core.models import AuditRecord
from core.money import Money
from marketplace.orders.models import Charge, ChargeType, Order, OrderLine, ShipmentEvent
from marketplace.trade.actions_table import offers
from marketplace.trade.custody import CustodyLine
from marketplace.trade.facts import Facts, gather
from marketplace.trade.line import custody_line, with_actions
from marketplace.trade.offers import Offer
from marketplace.trade.phrases import plain
from marketplace.trade.status import Status
from marketplace.trade.timeline import Event, timeline

#: The promises people read about, by kind; reminders are no promises.
PROMISES = {
    "pay": _("Pay"),
    "ship_promise": _("Ship, as promised"),
    "ship_latest": _("Ship at the latest"),
    "handed_over_again": _("Hand the parcel over again"),
    "release": _("Time to look at the goods"),
    "after_sale": _("Time to ask for money back"),
    "review": _("Reviews open"),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """An open deadline: its kind, its name, when it is due."""

    kind: str
    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as one reader sees it. `charges` are (name, amount) in the order of the receipt; `total` their sum.

    `line` has no buttons yet: a face adds those it has addresses for with `with_addresses`.
    """

    order: Order
    facts: Facts
    reader: Role
    status: Status
    line: CustodyLine
    offers: tuple[Offer, ...]
    timeline: tuple[Event, ...]
    charges: tuple[tuple[str, Money], ...]
    total: Money
    lines: tuple[OrderLine, ...]
    promises: tuple[Promise, ...]

    @property
    def title(self) -> str:
        return self.line.title

    @property
    def sentence(self) -> str:
        """The custody line's sentence as plain text: for mail, SMS and machines."""
        return plain(self.line.sentence)

    def with_addresses(self, addresses: Mapping[str, str], posts: Container[str] = ()) -> CustodyLine:
        """The custody line with a button for each offer named in `addresses` (action -> address of its page).

        Those in `posts` are posted by the button itself.
        """
        return with_actions(self.line, self.offers, addresses, posts)


def describe(order: Order, reader: Role, now: datetime) -> OrderView:
    """What `reader` is shown about `order` (read by `with_facts`), in the active language. Six queries at most."""
    records = list(AuditRecord.objects.filter(subject_type="order", subject_id=order.pk).order_by("id"))
    (facts,) = gather([order], records)
    parcel = ShipmentEvent.objects.filter(shipment=facts.shipment).order_by("at", "id") if facts.shipment else ()
    charges = charge_rows(Charge.objects.filter(order=order).order_by("id"), order.currency)
    return OrderView(
        order=order,
        facts=facts,
        reader=reader,
        status=facts.status,
        line=custody_line(facts, reader, now),
        offers=offers(facts, reader, now),
        timeline=tuple(timeline(facts, reader, records, parcel)),
        charges=charges,
        total=Money(sum(money.minor for _name, money in charges), order.currency),
        lines=tuple(order.lines.select_related("sku__listing").order_by("pk")),
        promises=promises(facts),
    )


def charge_rows(charges: Iterable[Charge], currency: str) -> tuple[tuple[str, Money], ...]:
    """The charges summed by type, in the order of their types; a type without any is left out."""
    sums: dict[str, int] = {}
    for charge in charges:
        sums[charge.type] = sums.get(charge.type, 0) + charge.amount
    return tuple((str(kind.label), Money(sums[kind], currency)) for kind in ChargeType if sums.get(kind))


def promises(facts: Facts) -> tuple[Promise, ...]:
    """The open deadlines of an order, soonest first."""
    rows = [(facts.due(kind), kind, str(name)) for kind, name in PROMISES.items()]
    return tuple(sorted((Promise(kind, name, due) for due, kind, name in rows if due), key=lambda row: row.due_at))
