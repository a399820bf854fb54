"""What a basket becomes, before it is written: a payment, a checkout, and an order with its hold for each shop."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.actor import Actor
from core.calls import Along
from core.effects import Effects, Subject
from core.ids import new_id
from core.reading import fresh
from escrow.actions.open import new_hold
from escrow.payments import gateways
from escrow.payments.models import Payment
from marketplace.catalog.actions import stock
from marketplace.coupons.rules import day_of
from marketplace.orders import facts, promises
from marketplace.orders.charges import terms_of
from marketplace.orders.destination import Destination
from marketplace.orders.models import Basket, ChargeType, Checkout, Fulfilment, Order
from marketplace.orders.policy import Policy
from marketplace.orders.quote import Quote, QuoteOrder


@dataclass(frozen=True, slots=True)
class Draft:
    """Orders that are not placed yet; each part of the quote becomes one."""

    checkout: Checkout
    quote: Quote
    orders: Sequence[Order]
    to: Destination
    #: Whether all that is promised stands in the database already.
    policies_known: bool

    def effects(self, buyer: Actor) -> Effects:
        """What placing them leaves behind."""
        payment = self.checkout.payment
        told = promises.pay(Subject("payment", payment.id, 0), payment.expires_at, promises.of(self.orders[0]))
        for order in self.orders:
            told += facts.audit(order, "placed", buyer) + facts.message(order, "order.placed", payment=payment.id)
        return told

    def along(self) -> Along:
        """What `place_orders` writes (marketplace/orders/sql/place_orders.sql)."""
        checkout, both = self.checkout, list(zip(self.orders, self.quote.orders, strict=True))
        return Along(
            "place_orders",
            self._new_policies()
            | {
                "buyer": checkout.buyer_id,
                "basket": checkout.basket_id,
                "version": checkout.basket_version,
                "checkout": checkout.id,
                "payment": checkout.payment_id,
                "shops": {part.shop.id: part.shop.owner_id for part in self.quote.orders},
                "orders": [{name: getattr(order, name) for name in _ORDER} for order in self.orders],
                "lines": [row for order, part in both for row in _lines(order, part)],
                "charges": [row for order, part in both for row in self._charges(order, part)],
                "coupons": self._coupons(),
                "address": self.to.fields(),
                "pieces": stock.pieces({line.sku.id: line.quantity for line in self.quote.lines}),
            },
        )

    def _new_policies(self) -> dict[str, Any]:
        if self.policies_known:
            return {}
        numbered = {order.policy_id: order.promised.stored() for order in self.orders}
        return {"policies": [{"id": number, "content": stored} for number, stored in numbered.items()]}

    def _charges(self, order: Order, part: QuoteOrder) -> Iterator[dict[str, Any]]:
        from_coupon = {
            ChargeType.PLATFORM_DISCOUNT if off.coupon.shop_id is None else ChargeType.SELLER_DISCOUNT: off.coupon.id
            for off in self.quote.discounts.offs
            if part.shop.id in off.shares
        }
        for charge in part.parts:
            sku_id = None if charge.line is None else part.lines[charge.line].sku.id
            yield {
                "order_id": order.id,
                "sku_id": sku_id,
                "type": charge.type,
                "amount": charge.amount,
                "coupon_id": from_coupon.get(charge.type),
            }

    def _coupons(self) -> list[dict[str, Any]]:
        day = day_of(self.checkout.placed_at).isoformat()
        return [
            {"coupon_id": off.coupon.id, "amount": off.amount, "day": day, "once": off.coupon.once_each}
            for off in self.quote.discounts.offs
        ]


_ORDER = (
    "id",
    "reference",
    "shop_id",
    "fulfilment",
    "currency",
    "policy_id",
    "recipient",
    "phone",
    "region",
    "street",
    "note",
)


def draft(
    basket: Basket,
    quote: Quote,
    promised: Sequence[Policy],
    to: Destination,
    *,
    version: int,
    buyer_id: int,
    gateway: str,
    references: Sequence[str],
    policies_known: bool,
    notes: Mapping[int, str],
    now: datetime,
) -> Draft:
    """All that the payable `quote` of `basket` becomes, each of its orders with its policy `promised`.

    `references` are the payment's and then each order's.
    """
    total = quote.total
    assert total is not None  # noqa: S101 - payable
    payment = fresh(
        Payment,
        id=new_id(),
        reference=references[0],
        purpose="checkout",
        payer_id=buyer_id,
        gateway=gateway,
        currency=total.currency,
        amount=total.minor,
        opened_at=now,
        expires_at=now + timedelta(seconds=gateways.pay_window(gateway)),
    )
    checkout = fresh(
        Checkout, id=new_id(), buyer_id=buyer_id, payment=payment, basket=basket, basket_version=version, placed_at=now
    )
    orders = [
        _order(checkout, part, policy, reference=reference, to=to, note=notes.get(part.shop.id, ""))
        for part, policy, reference in zip(quote.orders, promised, references[1:], strict=True)
    ]
    return Draft(checkout, quote, orders, to, policies_known)


def _order(
    checkout: Checkout, part: QuoteOrder, promised: Policy, *, reference: str, to: Destination, note: str
) -> Order:
    shop, payment = part.shop, checkout.payment
    terms = terms_of(part.parts, currency=shop.currency, fee_rate=promised.fee_rate)
    hold = new_hold(book_id=shop.id, payment=payment, terms=terms, now=checkout.placed_at)
    return fresh(
        Order,
        id=hold.id,
        reference=reference,
        hold=hold,
        checkout=checkout,
        shop=shop,
        buyer_id=checkout.buyer_id,
        fulfilment=Fulfilment.PARCEL,
        currency=shop.currency,
        policy_id=promised.number,
        promised=promised,
        note=note,
        placed_at=checkout.placed_at,
        **to.fields(),
    )


def _lines(order: Order, part: QuoteOrder) -> Iterator[dict[str, Any]]:
    for line in part.lines:
        yield {
            "order_id": order.id,
            "sku_id": line.sku.id,
            "title": line.listing.title,
            "second_title": line.listing.second_title,
            "variant": line.sku.name,
            "picture": line.picture,
            "unit_price": line.sku.price,
            "quantity": line.quantity,
        }
