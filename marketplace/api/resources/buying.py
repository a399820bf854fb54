"""The basket, and placing it."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from marketplace.api.resource import Resource
from marketplace.api.schema import operation
from marketplace.api.serializers import buying
from marketplace.catalog.models import Shop
from marketplace.coupons.codes import Typed
from marketplace.orders.actions.basket import add_line, basket_of_user, set_quantity
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.destination import Destination
from marketplace.orders.models import Basket, Checkout
from marketplace.orders.quote import Quote, quote_of
from marketplace.trade.payment_questions import ask
from marketplace.users.models import User


class OwnBasket(Resource):
    @operation(
        "read_basket",
        "Your basket, by shop, at today’s prices",
        tag="Buying",
        answer=buying.BasketContent,
        query=[buying.Codes],
    )
    def get(self, request: Request) -> Response:
        asked = self.query(buying.Codes)
        typed = Typed.read(asked.get("coupon", ""), clock.now())
        found = Basket.objects.filter(owner=self.user).first()
        return _shown(quote_of(found, typed) if found else Quote(0))


def _shown(quote: Quote) -> Response:
    return Response(buying.BasketContent(buying.basket_content(quote)).data)


class BasketLine(Resource):
    @operation(
        "set_quantity",
        "Have so many of a SKU in your basket; 0 takes it out",
        tag="Buying",
        takes=buying.Quantity,
        answer=buying.BasketContent,
        method="put",
    )
    def put(self, request: Request, sku: int) -> Response:
        asked = self.body(buying.Quantity)
        quantity, now = asked["quantity"], clock.now()
        mine = basket_of_user(self.user, now=now)
        if quantity and not mine.lines.filter(sku_id=sku).exists():
            add_line(mine, sku, quantity, now=now)
        else:
            set_quantity(mine, sku, quantity, now=now)
        return _shown(quote_of(mine))


class Checkouts(Resource):
    @operation(
        "place_checkout",
        "Place what is in your basket: one order for each shop, one payment for all",
        tag="Buying",
        takes=buying.Placing,
        answer=buying.PlacedCheckout,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        asked = self.body(buying.Placing)
        return self.act(lambda now: self._place(asked, now), status=201)

    def _place(self, given: dict[str, Any], now: datetime) -> Any:
        notes = {note["shop"]: note["note"] for note in given.get("notes", [])}
        shops = Shop.objects.filter(slug__in=notes).values_list("pk", "slug")
        placed = place_checkout(
            basket_of_user(self.user, now=now),
            Destination(**given["address"]),
            version=given["version"],
            token=given["token"],
            # One key names one act: the same one that this whole answer is kept under.
            key=f"api:{self.request.headers['Idempotency-Key']}",
            gateway=given.get("gateway", ""),
            notes={number: notes[slug] for number, slug in shops},
            coupons=given.get("coupons", ()),
            now=now,
        )
        return buying.PlacedCheckout(buying.placed_checkout(placed, now)).data


def find_checkout(user: User, reference: str) -> Checkout:
    """A checkout of `user` by the reference of its payment. Raises Http404."""
    mine = Checkout.objects.filter(buyer=user).select_related("payment")
    return get_object_or_404(mine, payment__reference=reference)


class OneCheckout(Resource):
    @operation(
        "read_checkout", "A checkout by the reference of its payment", tag="Buying", answer=buying.PlacedCheckout
    )
    def get(self, request: Request, reference: str) -> Response:
        found = find_checkout(self.user, reference)
        return Response(buying.PlacedCheckout(buying.placed_checkout(found, clock.now())).data)


class PaymentQuestion(Resource):
    @operation(
        "ask_about_payment",
        "Have the provider asked now whether it was paid",
        tag="Buying",
        answer=buying.PlacedCheckout,
        method="post",
    )
    def post(self, request: Request, reference: str) -> Response:
        # Outside of the key's transaction: a provider is waited for.
        ask(find_checkout(self.user, reference).payment, clock.now())

        def tell(now: datetime) -> Any:
            return buying.PlacedCheckout(buying.placed_checkout(find_checkout(self.user, reference), now)).data

        return self.act(tell)
