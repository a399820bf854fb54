"""Orders of the tests, brought to where they stand by the same actions as a person's clicks."""

from datetime import datetime
from itertools import count
from typing import Any

from core.actor import Actor, Role
from core.deadlines import give_notice
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.models import Capture, Payment
from escrow.payments.news import take_in
from escrow.payments.providers.protocol import Charge
from marketplace.catalog.models import Sku
from marketplace.orders.actions.accept_payment import accept_payment, kept_at_once
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order, StoredPolicy
from marketplace.orders.policy import number_of
from marketplace.users.models import User
from tests.make import catalog
from tests.make.baskets import placed_order, read

_numbers = count(1)


def buyer_of(order: Order) -> Actor:
    """The order's buyer, acting."""
    return Actor(Role.BUYER, order.buyer_id)


def seller_of(order: Order) -> Actor:
    """The order's seller, acting."""
    return Actor(Role.SELLER, order.shop.owner_id)


def policy(stored: dict[str, Any]) -> StoredPolicy:
    """A policy (JSON) as orders bear it."""
    return StoredPolicy.objects.get_or_create(pk=number_of(stored), defaults={"content": stored})[0]


def promise(order: Order, **changes: int | None) -> None:
    """Let `order` have been placed under another policy: None takes a name away."""
    stored = order.promised.stored() | changes
    kept = policy({name: value for name, value in stored.items() if value is not None})
    Order.objects.filter(pk=order.pk).update(policy=kept)


def unreadable_policy(order: Order) -> None:
    """Let nobody know what `order` was promised."""
    Order.objects.filter(pk=order.pk).update(policy=policy({}))


def capture(
    payment: Payment, *, now: datetime = catalog.NOW, reference: str = "", amount: int | None = None
) -> Capture:
    """A charge at the provider for `payment`, recorded alone."""
    return record_capture(
        gateway=payment.gateway,
        reference=reference or f"charge-{next(_numbers)}",
        claimed_reference=payment.reference,
        amount=payment.amount if amount is None else amount,
        currency=payment.currency,
        captured_at=now,
        now=now,
    )


def heard(
    payment: Payment, *, now: datetime = catalog.NOW, reference: str = "", amount: int | None = None, currency: str = ""
) -> Capture:
    """A charge at the provider for `payment`, taken in as the site does: where everything fits, it pays at once."""
    charge = Charge(
        reference or f"charge-{next(_numbers)}",
        payment.reference,
        payment.amount if amount is None else amount,
        currency or payment.currency,
        now,
    )
    take_in(charge, gateway=payment.gateway, now=now, pays=kept_at_once)
    return Capture.objects.get(gateway=payment.gateway, reference=charge.reference)


def paid_order(*, buyer: User | None = None, sku: Sku | None = None, now: datetime = catalog.NOW) -> Order:
    """An order whose money is held; the seller does not know yet (no notice)."""
    order = placed_order(buyer=buyer, sku=sku, now=now)
    accept_payment(capture(order.checkout.payment, now=now).pk, now=now)
    return read(order)


def packed_order(*, buyer: User | None = None, sku: Sku | None = None, now: datetime = catalog.NOW) -> Order:
    """An order that is being packed."""
    order = paid_order(buyer=buyer, sku=sku, now=now)
    start_packing(order.pk, now=now, actor=seller_of(order))
    return read(order)


def shipped_order(*, buyer: User | None = None, sku: Sku | None = None, now: datetime = catalog.NOW) -> Order:
    """An order on its way, and the buyer knows (e-mail accepted at once)."""
    order = paid_order(buyer=buyer, sku=sku, now=now)
    ship_order(order.pk, "SF Express", f"SF{next(_numbers):010d}", now=now, actor=seller_of(order))
    give_notice("hold", order.hold_id, ["release"], at=now)
    return read(order)


def delivered_order(*, buyer: User | None = None, sku: Sku | None = None, now: datetime = catalog.NOW) -> Order:
    """An order whose parcel the courier has delivered."""
    order = shipped_order(buyer=buyer, sku=sku, now=now)
    record_parcel_event(order.shipment.pk, "delivered", now, now=now)
    return read(order)
