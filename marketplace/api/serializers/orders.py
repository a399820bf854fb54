"""An order as one of its two sides sees it: the words of the pages, and the facts behind them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from core.actor import Role
from core.money import Money
from marketplace.api.serializers.amounts import Amount, Number
from marketplace.api.serializers.available import AvailableAction, available
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.goods import ShopName, shop_name
from marketplace.catalog.wordings import wording
from marketplace.claims.statements import LONGEST
from marketplace.orders.models import Order, OrderLine
from marketplace.trade.facts import Facts
from marketplace.trade.line import custody_line
from marketplace.trade.phrases import plain
from marketplace.trade.representation import OrderView
from marketplace.trade.status import TABS, Status


class BoughtLine(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    sku = serializers.IntegerField()
    title = serializers.CharField()
    variant = serializers.CharField(allow_blank=True)
    unit_price = Amount()
    quantity = serializers.IntegerField()
    amount = Amount()


class ChargeRow(serializers.Serializer[Any]):
    name = serializers.CharField()
    amount = Amount()


class Promised(serializers.Serializer[Any]):
    kind = serializers.CharField()
    name = serializers.CharField()
    due_at = serializers.DateTimeField()


class Happened(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    text = serializers.CharField()


class Parcel(serializers.Serializer[Any]):
    carrier = serializers.CharField()
    number = serializers.CharField()
    shipped_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)


class SentTo(serializers.Serializer[Any]):
    recipient = serializers.CharField()
    phone = serializers.CharField()
    region = serializers.CharField()
    street = serializers.CharField()


class OrderRow(serializers.Serializer[Any]):
    """One of many. `role` is yours in it; `title` and `sentence` say where the money is and what happens next."""

    reference = serializers.CharField()
    role = Choice([Role.BUYER.value, Role.SELLER.value])
    status = Choice(Status.choices)
    title = serializers.CharField()
    sentence = serializers.CharField(allow_blank=True)
    shop = ShopName()
    buyer = serializers.CharField(allow_blank=True)
    amount = Amount()
    placed_at = serializers.DateTimeField()
    lines = BoughtLine(many=True)
    page = serializers.CharField()


class WholeOrder(OrderRow):
    """Everything about one order. `claim` is the number of the open claim, else of the latest one."""

    custody = serializers.CharField()
    held = Amount()
    charges = ChargeRow(many=True)
    address = SentTo()
    note = serializers.CharField(allow_blank=True)
    shipment = Parcel(allow_null=True)
    payment = serializers.CharField(allow_null=True)
    promises = Promised(many=True)
    claim = serializers.IntegerField(allow_null=True)
    available_actions = AvailableAction(many=True)
    timeline = Happened(many=True)


class Which(serializers.Serializer[Any]):
    """Which orders: `as` their buyer or their shop; of which tab."""

    tab = Choice(list(TABS), required=False, default="all")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `as` is a word of Python's own.
        sides = Choice([Role.BUYER.value, Role.SELLER.value], required=False, default="buyer")
        return {"as": sides, **super().get_fields()}


class Shipped(serializers.Serializer[Any]):
    carrier = serializers.CharField(max_length=40)
    number = serializers.CharField(max_length=60)


class Reason(serializers.Serializer[Any]):
    """A seller must say why, a buyer may."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class Extension(serializers.Serializer[Any]):
    """A seller chooses one of the lengths promised; a buyer's is fixed and nothing is sent."""

    seconds = Number(required=False)


class Why(serializers.Serializer[Any]):
    """What the shop reads, if you like to say it."""

    words = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, default="")


class BankAccount(serializers.Serializer[Any]):
    """Of the person themselves. Two operators look at it before anything is sent there."""

    bank = serializers.CharField(max_length=80)
    holder = serializers.CharField(max_length=80)
    number = serializers.CharField(max_length=40)


class Nothing(serializers.Serializer[Any]):
    """An empty object."""


def order_row(facts: Facts, role: Role, now: datetime) -> dict[str, Any]:
    order = facts.order
    line = custody_line(facts, role, now)
    return {**_head(order, role, order.lines.all()), **_told(facts, line.title, plain(line.sentence))}


def whole_order(view: OrderView) -> dict[str, Any]:
    order, facts = view.order, view.facts
    buyer = view.reader == Role.BUYER
    return {
        **_head(order, view.reader, view.lines),
        **_told(facts, view.title, view.sentence),
        "custody": view.line.state,
        "held": facts.kept,
        "charges": [{"name": name, "amount": amount} for name, amount in view.charges],
        "address": order,
        "note": order.note,
        "shipment": facts.shipment,
        "payment": facts.payment.reference if buyer else None,
        "promises": view.promises,
        "claim": facts.claim.claim.pk if facts.claim else None,
        "available_actions": [available(offer, facts) for offer in view.offers],
        "timeline": view.timeline,
    }


def _head(order: Order, role: Role, lines: Any) -> dict[str, Any]:
    face = "buyers" if role == Role.BUYER else "sellers"
    return {
        "reference": order.reference,
        "role": role.value,
        "shop": shop_name(order.shop),
        "buyer": order.buyer.name,
        "placed_at": order.placed_at,
        "lines": [_line(line, order.currency) for line in lines],
        "page": settings.SITE_URL + reverse(f"{face}:order", args=[order.reference]),
    }


def _told(facts: Facts, title: str, sentence: str) -> dict[str, Any]:
    return {"status": facts.status.value, "title": title, "sentence": sentence, "amount": facts.to_pay}


def _line(line: OrderLine, currency: str) -> dict[str, Any]:
    return {
        "id": line.pk,
        "sku": line.sku_id,
        "title": wording(line.title, line.second_title).text,
        "variant": line.variant,
        "unit_price": Money(line.unit_price, currency),
        "quantity": line.quantity,
        "amount": Money(line.unit_price * line.quantity, currency),
    }
