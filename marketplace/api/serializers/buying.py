"""The basket and the act of buying."""

from datetime import datetime
from functools import partial
from typing import Any

from rest_framework import serializers

from core.money import Money
from marketplace.api.serializers.amounts import Amount, Whole
from marketplace.api.serializers.goods import ShopName, shop_name
from marketplace.api.serializers.paying import Paying, WayToPay, gateway_field, paying, ways
from marketplace.catalog.wordings import wording
from marketplace.coupons.codes import LONGEST, MOST
from marketplace.orders.actions.basket import MOST_PIECES
from marketplace.orders.actions.place_checkout import MOST_NOTE
from marketplace.orders.models import Checkout
from marketplace.orders.quote import Quote, QuoteLine, QuoteOrder
from marketplace.trade.paying import cashier_of


class Line(serializers.Serializer[Any]):
    """So many of one SKU. `problem` is empty, or why it cannot be bought."""

    sku = serializers.IntegerField()
    listing = serializers.IntegerField()
    title = serializers.CharField()
    variant = serializers.CharField(allow_blank=True)
    quantity = serializers.IntegerField()
    price = Amount()
    price_before = Amount(allow_null=True)
    amount = Amount()
    problem = serializers.CharField(allow_blank=True)


class Part(serializers.Serializer[Any]):
    """What becomes one order: the lines of one shop."""

    shop = ShopName()
    lines = Line(many=True)
    goods = Amount()
    shipping = Amount()
    seller_discount = Amount()
    platform_discount = Amount()
    total = Amount()


class Codes(serializers.Serializer[Any]):
    """The codes of coupons to read the basket with, parted by spaces."""

    coupon = serializers.CharField(required=False, max_length=300)


class CouponRefused(serializers.Serializer[Any]):
    """A code that does not count, and why not."""

    code = serializers.CharField()
    reason = serializers.CharField()
    detail = serializers.CharField()


class BasketContent(serializers.Serializer[Any]):
    """The basket at today's prices. `version` and `token` name exactly this; placing wants both, and the same codes."""

    version = serializers.IntegerField()
    token = serializers.CharField()
    payable = serializers.BooleanField()
    ways_to_pay = WayToPay(many=True)
    total = Amount(allow_null=True)
    orders = Part(many=True)
    coupons_refused = CouponRefused(many=True)


class Quantity(serializers.Serializer[Any]):
    quantity = Whole(min_value=0, max_value=MOST_PIECES)


class Destination(serializers.Serializer[Any]):
    recipient = serializers.CharField(max_length=80)
    phone = serializers.CharField(max_length=30)
    region = serializers.CharField(max_length=120)
    street = serializers.CharField(max_length=200)


class Note(serializers.Serializer[Any]):
    """What the buyer tells one shop."""

    shop = serializers.CharField(max_length=60)
    note = serializers.CharField(max_length=MOST_NOTE)


class Placing(serializers.Serializer[Any]):
    """The basket as it was read, where the goods go, and which of its ways to pay."""

    version = Whole(min_value=0, max_value=2**31 - 1)
    token = serializers.CharField(max_length=64)
    address = Destination()
    notes = serializers.ListField(child=Note(), required=False, max_length=50)
    coupons = serializers.ListField(child=serializers.CharField(max_length=LONGEST), required=False, max_length=MOST)
    gateway = gateway_field()


class PlacedOrder(serializers.Serializer[Any]):
    reference = serializers.CharField()
    shop = ShopName()
    amount = Amount()


class PlacedCheckout(Paying):
    """One payment for one or more orders. `cashier` is where a person pays; null when there is nothing to pay.

    `stands`: waiting, coming (paid, the orders are told next), paid, void. `transfer_to` says what to write when the
    site is paid by bank transfer, else it is null.
    """

    orders = PlacedOrder(many=True)


def basket_content(quote: Quote) -> dict[str, Any]:
    open_now = ways()
    return {
        "version": quote.version,
        "token": quote.token,
        "payable": quote.is_payable and bool(open_now),
        "ways_to_pay": open_now,
        "total": quote.total,
        "orders": [_part(order) for order in quote.orders],
        "coupons_refused": [
            {"code": refused.params["code"], "reason": refused.code, "detail": refused.words}
            for refused in quote.discounts.refused
        ],
    }


def _part(order: QuoteOrder) -> dict[str, Any]:
    return {
        "shop": shop_name(order.shop),
        "lines": [_line(line) for line in order.lines],
        "goods": order.goods,
        "shipping": order.shipping,
        "seller_discount": order.seller_discount,
        "platform_discount": order.platform_discount,
        "total": order.total,
    }


def _line(line: QuoteLine) -> dict[str, Any]:
    return {
        "sku": line.sku.pk,
        "listing": line.listing.pk,
        "title": wording(line.listing.title, line.listing.second_title).text,
        "variant": line.sku.name,
        "quantity": line.quantity,
        "price": line.price,
        "price_before": line.price_before,
        "amount": line.amount,
        "problem": line.words,
    }


def placed_checkout(checkout: Checkout, now: datetime) -> dict[str, Any]:
    return {
        **paying(checkout.payment, partial(cashier_of, checkout), now),
        "orders": [
            {
                "reference": order.reference,
                "shop": shop_name(order.shop),
                "amount": Money(order.hold.amount - order.hold.discount, order.currency),
            }
            for order in checkout.orders.select_related("shop", "hold").order_by("pk")
        ],
    }
