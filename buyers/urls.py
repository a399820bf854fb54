"""Basket, checkout, paying, orders, claims, reviews, messages, addresses."""

from django.urls import path

from buyers.views import (
    addresses,
    basket,
    cancelling,
    checkout,
    claim_opening,
    claims,
    leaving,
    messages,
    order_acts,
    orders,
    paying,
    reviews,
    suspensions,
)
from core import converters  # noqa: F401 - words

app_name = "buyers"
CLAIM = "buy/orders/<slug:reference>/claims/<int:claim>/"

urlpatterns = [
    path("basket/", basket.basket, name="basket"),
    path("basket/lines/<int:sku>/", basket.line, name="basket_line"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("buy/payments/<slug:reference>/", paying.paying, name="paying"),
    path("buy/payments/<slug:reference>/cashier/", paying.cashier, name="cashier"),
    path("buy/payments/<slug:reference>/question/", paying.question, name="question"),
    path("buy/orders/", orders.orders, name="orders"),
    path("buy/orders/<slug:reference>/", orders.order, name="order"),
    path("buy/orders/<slug:reference>/messages/", messages.about_order, name="order_messages"),
    path("buy/orders/<slug:reference>/record/", orders.record, name="record"),
    path("buy/orders/<slug:reference>/address/", order_acts.address, name="order_address"),
    path("buy/orders/<slug:reference>/account/", order_acts.account, name="refund_account"),
    path("buy/orders/<slug:reference>/receipt/", order_acts.receipt, name="receipt"),
    path("buy/orders/<slug:reference>/extension/", order_acts.extension, name="extension"),
    path("buy/orders/<slug:reference>/cancellation/", cancelling.cancellation, name="cancellation"),
    path("buy/orders/<slug:reference>/review/", reviews.review, name="review"),
    path("buy/orders/<slug:reference>/claim/", claim_opening.claim_open, name="claim_open"),
    path(CLAIM, claims.claim, name="claim"),
    path(f"{CLAIM}agreement/", claims.act("accept_offer"), name="claim_agreement"),
    path(f"{CLAIM}refusal/", claims.act("refuse_offer"), name="claim_refusal"),
    path(f"{CLAIM}offers/", claims.act("offer"), name="claim_offers"),
    path(f"{CLAIM}change/", claims.act("change"), name="claim_change"),
    path(f"{CLAIM}withdrawal/", claims.act("withdraw"), name="claim_withdrawal"),
    path(f"{CLAIM}ruling-request/", claims.act("ask_for_ruling"), name="claim_ruling_request"),
    path(f"{CLAIM}return/", claims.act("send_back"), name="claim_return"),
    path(f"{CLAIM}evidence/", claims.act("add_evidence"), name="claim_evidence"),
    path(f"{CLAIM}acceptance/", claims.act("accept_ruling"), name="claim_acceptance"),
    path(f"{CLAIM}appeal/", claims.act("appeal"), name="claim_appeal"),
    path("buy/photos/<int:photo>/", claims.photo, name="photo"),
    path("account/data/", leaving.data, name="data"),
    path("account/closing/", leaving.closing, name="closing"),
    path("account/suspensions/", suspensions.suspensions, name="suspensions"),
    path("account/suspensions/<int:suspension>/appeal/", suspensions.appeal, name="suspension_appeal"),
    path("buy/messages/", messages.inbox, name="messages"),
    path("buy/messages/<int:thread_id>/", messages.thread, name="thread"),
    path("buy/messages/photos/<int:photo>/", messages.photo, name="message_photo"),
    path("buy/shops/<words:slug>/question/", messages.question, name="ask_shop"),
    path("buy/addresses/", addresses.addresses, name="addresses"),
    path("buy/addresses/<int:address>/removal/", addresses.removal, name="address_removal"),
]
