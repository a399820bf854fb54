"""A carrier reported something about a parcel."""

from datetime import datetime, timedelta

from django.db.models.functions import Least

from core import effects, words
from core.actor import PROVIDER
from core.acts import act
from core.effects import CloseDeadline, Effects
from escrow.models import Hold
from escrow.states import HoldState
from marketplace.orders import facts, pausing, promises
from marketplace.orders.actions.ship_order import on_its_way_again
from marketplace.orders.locks import lock_hold, lock_order, lock_shipment
from marketplace.orders.models import Order, Shipment, ShipmentEvent

#: What a carrier may report, in the words of the courier's adapter.
KINDS = frozenset({"accepted", "in_transit", "delivered", "returned", "lost"})


@act("record_parcel_event", of="orders")
def record_parcel_event(shipment_id: int, kind: str, at: datetime, *, now: datetime, text: str = "") -> bool:
    """Keep an event (once: the same kind and time again is the same event) and do what follows from it.

    Delivered: the window ends 7 days after, with at least 48 hours left. Returned or lost: the window stands still. On
    its way again after that: it runs on. While a freeze is open the window stands still, and what the event makes of it
    counts when it runs again. An event older than the newest known one is kept and changes nothing; one dated in the
    future happened when it was received. Answers whether it was new. Raises ValueError for a kind nobody knows.
    """
    if kind not in KINDS:
        raise ValueError(f"a parcel cannot be {kind!r}")
    order = lock_order(Shipment.objects.values_list("order_id", flat=True).get(pk=shipment_id))
    shipment = lock_shipment(order)
    if shipment is None:
        raise Shipment.DoesNotExist
    # The carrier's own date tells an event apart; PostgreSQL's LEAST passes over the NULL of an old row.
    known = list(shipment.events.values_list("at", "type", Least("at", "received_at")))
    if any((at, kind) == (dated, its_kind) for dated, its_kind, _happened in known):
        return False
    happened = min(at, now)
    said = words.one_line(text)[:200]
    ShipmentEvent.objects.create(shipment=shipment, type=kind, at=at, received_at=now, text=said)
    if all(happened >= before for _dated, _kind, before in known):
        hold = lock_hold(order)
        effects.write(_follow(order, hold, shipment, kind, at=happened, now=now), now=now)
        shipment.save()
    return True


def _follow(order: Order, hold: Hold, shipment: Shipment, kind: str, *, at: datetime, now: datetime) -> Effects:
    """Change `shipment` (not stored yet) and answer what else changes."""
    astray = shipment.is_astray
    match kind:
        case "delivered":
            shipment.delivered_at, shipment.returned_at, shipment.lost_at = at, None, None
            told = _told(order, "delivered", "order.delivered", at)
        case "returned" | "lost":
            setattr(shipment, f"{kind}_at", at)
            told = _told(order, f"parcel_{kind}", f"order.parcel_{kind}", at)
            stops = hold.state == HoldState.HELD and not astray and not hold.freeze_count
            return told + (promises.stop_inspection(order, hold, now) if stops else Effects())
        case _ if astray:
            on_its_way_again(shipment, at)
            told = _told(order, "handed_over_again", "order.handed_over_again", at)
        case _:
            return Effects()
    if hold.state != HoldState.HELD:
        return told
    if hold.freeze_count:
        pausing.note_while_frozen(order, hold, shipment, at=at)
        return told + (
            Effects(deadlines=(CloseDeadline(facts.subject(order), pausing.AGAIN),)) if astray else Effects()
        )
    due = _end(order, hold, shipment, now)
    return told + (promises.resume_inspection if astray else promises.inspect_until)(order, due, now)


def _end(order: Order, hold: Hold, shipment: Shipment, now: datetime) -> datetime:
    """When the window ends: whatever the carrier's date, some days are left to look at the goods, within the cap."""
    left = timedelta(seconds=promises.of(order).resumed_at_least)
    return min(max(promises.release_at(order, hold, shipment), now + left), promises.cap_at(order, hold))


def _told(order: Order, action: str, topic: str, at: datetime) -> Effects:
    when = facts.moment(at)
    return facts.audit(order, action, PROVIDER, at=when) + facts.message(order, topic, once=when)
