"""The seller hands the parcel to a carrier: the inspection window begins."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import acts, effects, failpoints, words
from core.actor import Actor
from core.acts import act
from core.calls import Along
from core.constraints import broken
from core.effects import Effects
from core.errors import DomainError, Invalid
from core.ids import new_id
from core.reading import Lookup, Shape, fresh, relate, stored
from core.twice import twice
from escrow.actions.rely import rely_on_hold
from escrow.models import Hold
from marketplace.catalog.actions import stock
from marketplace.orders import facts, promises
from marketplace.orders.carriers import code_of
from marketplace.orders.locks import lock_hold, lock_order, lock_shipment
from marketplace.orders.models import Order, Shipment
from marketplace.orders.refusals import require_answered, require_held, shipped

POINTS = acts.points("ship_order", of="orders")
_ORDER = Shape(Order, "o", "id", "shop_id", "placed_at", "extended_by", "policy_id")
_HOLD = Shape(Hold, "h", "id", "state", "freeze_count", "funded_at", "version")
_PARCEL = Shape(Shipment, "s", "id", "returned_at", "lost_at")
_TO_SHIP = Lookup(
    "read_order_to_ship",
    [_ORDER, _HOLD, _PARCEL],
    [
        "(SELECT json_agg(json_build_array(l.sku_id, l.quantity)) FROM orders_orderline l WHERE l.order_id = o.id)",
        "EXISTS (SELECT FROM orders_shipment x WHERE x.carrier_code = $2 AND x.number = $3)",
    ],
    """
    FROM orders_order o JOIN escrow_hold h ON h.id = o.hold_id LEFT JOIN orders_shipment s ON s.order_id = o.id
    WHERE o.id = $1
    """,
)
NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{3,39}")


def ship_order(order_id: int, carrier: str, number: str, *, now: datetime, actor: Actor) -> Shipment:
    """Note the parcel's carrier and tracking number; the carrier is told by the worker, afterwards.

    A parcel that was lost or came back may be handed over again, under another number. Refused: `not_paid`,
    `order_ended`, `claim_open`, `frozen`, `shipped`, `number_used`; `Invalid` for a number nobody can read.
    """
    carrier = words.line(carrier, field="carrier", at_most=40, needed=True)
    number = readable_number(number)
    return twice(partial(_ship, order_id, carrier, number, now, actor))


def _ship(order_id: int, carrier: str, number: str, now: datetime, actor: Actor) -> Shipment:
    code = code_of(carrier)
    row = _TO_SHIP.first(order_id, code, number)
    if row is None:
        raise Order.DoesNotExist(order_id)
    order, hold, before, pieces, used = row
    relate(order, "hold", hold)
    if before is not None and before.is_astray:
        return _hand_over_again(order_id, carrier, number, now=now, actor=actor)
    require_answered(order)
    require_held(order)
    if before is not None:
        raise shipped()
    if used:
        raise _number_used()
    shipment = fresh(
        Shipment,
        id=new_id(),
        order=order,
        carrier=carrier,
        carrier_code=code,
        number=number,
        shipped_at=now,
    )
    told = facts.audit(order, "shipped", actor) + facts.message(order, "order.shipped") + _announced(order, shipment)
    sold = stock.pieces(dict(pieces))
    parcel = {name: getattr(shipment, name) for name in ("id", "carrier", "carrier_code", "number")}
    failpoints.reach(POINTS.before)
    with _numbers_once():
        rely_on_hold(
            hold,
            now=now,
            effects=told + promises.inspect(order, hold, shipment, now),
            along=Along("ship_parcel", parcel | {"order": order.pk, "pieces": sold}),
        )
    failpoints.reach(POINTS.after)
    stored(shipment)
    return shipment


def readable_number(number: str) -> str:
    """A tracking number as carriers write it: capital letters and figures. Raises `Invalid`."""
    compact = re.sub(r"\s+", "", number).upper()
    if not NUMBER.fullmatch(compact):
        raise Invalid(
            "number_unreadable", _("Write the tracking number: 4 to 40 letters, figures or hyphens."), field="number"
        )
    return compact


@act("ship_order", of="orders")
def _hand_over_again(order_id: int, carrier: str, number: str, *, now: datetime, actor: Actor) -> Shipment:
    order = lock_order(order_id)
    shipment = lock_shipment(order)
    # Locked before it is judged: the buyer may confirm at this moment, and takes no other lock.
    order.hold = hold = lock_hold(order)
    require_held(order)
    if shipment is None or not shipment.is_astray:
        raise shipped()
    shipment.tracked = False
    on_its_way_again(shipment, now)
    shipment.carrier, shipment.carrier_code, shipment.number = carrier, code_of(carrier), number
    with _numbers_once(), transaction.atomic():
        shipment.save()
    due = promises.release_at(order, hold, shipment)
    told = facts.audit(order, "handed_over_again", actor, at=facts.moment(now))
    told += facts.message(order, "order.handed_over_again", once=facts.moment(now)) + _announced(order, shipment)
    effects.write(told + promises.resume_inspection(order, due, now), now=now)
    return shipment


def on_its_way_again(shipment: Shipment, at: datetime) -> None:
    """A parcel that was astray is shipped anew."""
    shipment.shipped_at = at
    shipment.delivered_at = shipment.returned_at = shipment.lost_at = None


def _announced(order: Order, shipment: Shipment) -> Effects:
    """Let the worker tell the carrier: outside this transaction, as often as it takes."""
    once = f"{shipment.carrier}:{shipment.number}"
    return facts.message(order, "shipment.made", once=once, shipment=shipment.pk)


@contextmanager
def _numbers_once() -> Iterator[None]:
    """However the carrier is spelt ("SF Express", "sf-express"), one of its numbers belongs to one parcel."""
    try:
        yield
    except IntegrityError as error:
        if broken(error) != "shipment_number_once":
            raise
        raise _number_used() from error


def _number_used() -> DomainError:
    return DomainError("number_used", _("Another parcel has this tracking number. Please check it."), field="number")
