"""The seller hands the parcel to a carrier: the inspection window begins."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core import effects, ids, words
from core.actor import Actor
from core.effects import Effects
from core.errors import DomainError, Invalid
from marketplace.catalog.actions import stock
from marketplace.orders import facts, promises
from marketplace.orders.acts import act
from marketplace.orders.carriers import code_of
from marketplace.orders.locks import lock_hold, lock_order, lock_shipment, quantities
from marketplace.orders.models import Order, Shipment
from marketplace.orders.refusals import require_answered, require_held, require_unshipped

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{3,39}")


@act("ship_order")
def ship_order(order_id: int, carrier: str, number: str, *, now: datetime, actor: Actor) -> Shipment:
    """Note the parcel's carrier and tracking number; the carrier is told by the worker, afterwards.

    A parcel that was lost or came back may be handed over again, under another number. Refused: `not_paid`,
    `order_ended`, `claim_open`, `frozen`, `shipped`, `number_used`; `Invalid` for a number nobody can read.
    """
    carrier = words.line(carrier, field="carrier", at_most=40, needed=True)
    number = readable_number(number)
    order = lock_order(order_id)
    shipment = lock_shipment(order)
    if shipment is not None and shipment.is_astray:
        return _hand_over_again(order, shipment, carrier, number, now=now, actor=actor)
    require_answered(order)
    require_unshipped(order)
    shipment = Shipment(id=ids.new_id(), order=order, shipped_at=now)
    _store(shipment, carrier, number)
    stock.mark_sold(quantities(order))
    hold = lock_hold(order)
    told = facts.audit(order, "shipped", actor) + facts.message(order, "order.shipped") + _announced(order, shipment)
    effects.write(told + promises.inspect(order, hold, shipment, now), now=now)
    return shipment


def readable_number(number: str) -> str:
    """A tracking number as carriers write it: capital letters and figures. Raises `Invalid`."""
    compact = re.sub(r"\s+", "", number).upper()
    if not NUMBER.fullmatch(compact):
        raise Invalid(
            "number_unreadable", _("Write the tracking number: 4 to 40 letters, figures or hyphens."), field="number"
        )
    return compact


def _hand_over_again(
    order: Order, shipment: Shipment, carrier: str, number: str, *, now: datetime, actor: Actor
) -> Shipment:
    # Locked before it is judged: the buyer may confirm at this moment, and takes no other lock.
    order.hold = hold = lock_hold(order)
    require_held(order)
    shipment.tracked = False
    on_its_way_again(shipment, now)
    _store(shipment, carrier, number)
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


def _store(shipment: Shipment, carrier: str, number: str) -> None:
    """However the carrier is spelt ("SF Express", "sf-express"), one of its numbers belongs to one parcel."""
    shipment.carrier, shipment.carrier_code, shipment.number = carrier, code_of(carrier), number
    try:
        with transaction.atomic():
            shipment.save()
    except IntegrityError as error:
        if "shipment_number_once" not in str(error):
            raise
        raise DomainError(
            "number_used", _("Another parcel has this tracking number. Please check it."), field="number"
        ) from error
