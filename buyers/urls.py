"""Basket, checkout, paying, orders, addresses."""

from django.urls import path

from buyers.views import addresses, basket, checkout, order_acts, orders, paying

app_name = "buyers"

urlpatterns = [
    path("basket/", basket.basket, name="basket"),
    path("basket/lines/<int:sku>/", basket.line, name="basket_line"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("buy/payments/<slug:reference>/", paying.paying, name="paying"),
    path("buy/payments/<slug:reference>/cashier/", paying.cashier, name="cashier"),
    path("buy/payments/<slug:reference>/question/", paying.question, name="question"),
    path("buy/orders/", orders.orders, name="orders"),
    path("buy/orders/<slug:reference>/", orders.order, name="order"),
    path("buy/orders/<slug:reference>/record/", orders.record, name="record"),
    path("buy/orders/<slug:reference>/address/", order_acts.address, name="order_address"),
    path("buy/orders/<slug:reference>/account/", order_acts.account, name="refund_account"),
    path("buy/orders/<slug:reference>/receipt/", order_acts.receipt, name="receipt"),
    path("buy/orders/<slug:reference>/extension/", order_acts.extension, name="extension"),
    path("buy/orders/<slug:reference>/cancellation/", order_acts.cancellation, name="cancellation"),
    path("buy/addresses/", addresses.addresses, name="addresses"),
    path("buy/addresses/<int:address>/removal/", addresses.removal, name="address_removal"),
]
