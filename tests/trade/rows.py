"""Rows of an order in any state, written as they are: what is derived from them is what these tests are about."""

from datetime import datetime, timedelta
from typing import Any

from core import ids
from core.models import AuditRecord, Deadline
from escrow.models import Hold
from escrow.payments.models import Capture, Payment, Refund
from escrow.payments.states import PaymentState, RefundState, Verdict
from escrow.states import HoldState
from marketplace.catalog.models import Category, Listing, Shop, Sku
from marketplace.orders.models import Charge, ChargeType, Checkout, Fulfilment, Order, OrderLine, Shipment
from marketplace.orders.policy import current
from marketplace.trade.facts import with_facts
from marketplace.users.models import User
from tests import make

CAP = 180 * 86400


def person(name: str = "Lin Yue", **fields: Any) -> User:
    return User.objects.create_user(f"{ids.new_id()}@example.com", "secret", name=name, **fields)


def shop(now: datetime, name: str = "Wang’s Tea", owner: User | None = None) -> Shop:
    number = ids.new_id()
    return Shop.objects.create(
        owner=owner or person("Wang Li"),
        name=name if not Shop.objects.filter(name=name).exists() else f"{name} {number}",
        slug=f"shop-{number}",
        region="Jingmai",
        currency="CNY",
        shipping_price=1000,
        opened_at=now - timedelta(days=90),
    )


def order(
    now: datetime,
    state: HoldState = HoldState.HELD,
    *,
    buyer: User | None = None,
    seller: Shop | None = None,
    packed: bool = False,
    shipped: bool = False,
    funded_at: datetime | None = None,
    deadlines: dict[str, datetime] | None = None,
    refund: RefundState | None = None,
    parcel: dict[str, Any] | None = None,
    **facts: Any,
) -> Order:
    """An order over ¥128.00 (goods 11,800, sending 1,000) placed and funded at `now` unless told otherwise."""
    number = ids.new_id()
    buyer = buyer or person()
    seller = seller or shop(now)
    paid = state not in {HoldState.AWAITING_PAYMENT, HoldState.VOID}
    ended = state in {HoldState.RELEASED, HoldState.REFUNDED, HoldState.SETTLED, HoldState.VOID}
    payment = Payment.objects.create(
        id=number,
        reference=f"P{number}",
        purpose="checkout",
        payer=buyer,
        gateway="sandbox",
        currency="CNY",
        amount=12800,
        state=PaymentState.PAID if paid else PaymentState.AWAITING,
        opened_at=now,
        expires_at=now + timedelta(days=1),
    )
    hold = Hold.objects.create(
        id=number,
        book_id=seller.pk,
        payment=payment,
        state=state,
        currency="CNY",
        amount=12800,
        fee_base=11800,
        fee_rate=250,
        remaining=12800 if state == HoldState.HELD else 0,
        fee=295 if state == HoldState.RELEASED else 0,
        opened_at=now,
        funded_at=(funded_at or now) if paid else None,
        ended_at=now if ended else None,
        freeze_count=facts.pop("freeze_count", 0),
    )
    checkout = Checkout.objects.create(id=number, buyer=buyer, payment=payment, basket_version=0, placed_at=now)
    made = Order.objects.create(
        id=number,
        reference=f"{number:012d}",
        checkout=checkout,
        shop=seller,
        buyer=buyer,
        hold=hold,
        fulfilment=Fulfilment.PARCEL,
        currency="CNY",
        policy=make.policy(current(seller, "sandbox").stored()),
        recipient="Lin Yue",
        phone="138 0571 2046",
        region="Hangzhou, Zhejiang",
        street="27 Qingchun Road",
        placed_at=now,
        packed_at=now if packed else None,
        **facts,
    )
    _goods(made, seller, now)
    if shipped:
        Shipment.objects.create(
            id=number,
            order=made,
            carrier="SF Express",
            carrier_code="sf-express",
            number=f"SF{number}",
            **({"shipped_at": now, "tracked": True} | (parcel or {})),
        )
    for kind, due in (deadlines or {}).items():
        deadline(made, kind, due, now)
    if refund:
        back(made, refund, now)
    return read(made)


def _goods(made: Order, seller: Shop, now: datetime) -> None:
    shelf, _made = Category.objects.get_or_create(slug="tea", defaults={"name_en": "Tea", "name_zh": "茶"})
    listing = Listing.objects.create(
        shop=seller, category=shelf, title="Jingmai old-tree pu’er", listed_at=now, changed_at=now, state="live"
    )
    sku = Sku.objects.create(listing=listing, price=11800, received=10)
    line = OrderLine.objects.create(order=made, sku=sku, title=listing.title, unit_price=11800, quantity=1)
    Charge.objects.create(order=made, line=line, type=ChargeType.GOODS, amount=11800)
    Charge.objects.create(order=made, type=ChargeType.SHIPPING, amount=1000)


SUBJECTS = {"pay": "payment", "release": "hold"}


def deadline(made: Order, kind: str, due: datetime, now: datetime, **fields: Any) -> Deadline:
    return Deadline.objects.create(
        book_id=made.shop_id,
        subject_type=SUBJECTS.get(kind, "order"),
        subject_id=made.pk,
        kind=kind,
        due_at=due,
        window_from=fields.pop("window_from", now),
        **fields,
    )


def back(made: Order, state: RefundState, now: datetime) -> Refund:
    number = ids.new_id()
    capture = Capture.objects.create(
        id=number,
        payment=made.checkout.payment,
        gateway="sandbox",
        reference=f"C{number}",
        claimed_reference="P",
        currency="CNY",
        amount=12800,
        allotted=12800,
        verdict=Verdict.GOOD,
        captured_at=now,
        recorded_at=now,
    )
    return Refund.objects.create(
        id=number,
        book_id=made.shop_id,
        capture=capture,
        hold_id=made.hold_id,
        payer=made.buyer,
        reference=f"R{number}",
        currency="CNY",
        amount=12800,
        reason="cancelled",
        state=state,
        opened_at=now,
        ended_at=now if state == RefundState.SUCCEEDED else None,
    )


def record(made: Order, action: str, at: datetime, role: str = "system", **data: Any) -> AuditRecord:
    return AuditRecord.objects.create(
        book_id=made.shop_id,
        subject_type="order",
        subject_id=made.pk,
        action=action,
        actor_role=role,
        at=at,
        data=data,
    )


def read(made: Order) -> Order:
    """The order as a page reads it."""
    return with_facts(Order.objects.filter(pk=made.pk)).get()
