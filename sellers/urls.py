"""The seller's pages, below `/sell/`."""

from django.urls import path

from sellers.views import desk, listings, money, opening, order_acts, orders

app_name = "sellers"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("open/", opening.open_page, name="open"),
    path("shop/", opening.shop_page, name="shop"),
    path("listings/", listings.listings, name="listings"),
    path("listings/new/", listings.new, name="listing_new"),
    path("listings/<int:listing_id>/", listings.edit, name="listing_edit"),
    path("listings/<int:listing_id>/photos/<int:photo_id>/", listings.photo, name="photo"),
    path("listings/<int:listing_id>/state/", listings.change_state, name="listing_state"),
    path("orders/", orders.orders, name="orders"),
    path("orders/packing/", order_acts.pack_many, name="pack_many"),
    path("orders/<slug:reference>/", orders.order, name="order"),
    path("orders/<slug:reference>/packing/", order_acts.packing, name="packing"),
    path("orders/<slug:reference>/shipment/", order_acts.shipment, name="shipment"),
    path("orders/<slug:reference>/extension/", order_acts.extension, name="extension"),
    path("orders/<slug:reference>/cancellation/", order_acts.cancellation, name="cancellation"),
    path("money/", money.money, name="money"),
    path("money/statement.csv", money.statement_csv, name="statement_csv"),
    path("money/payout/", money.payout, name="payout"),
    path("money/account/", money.payout_account, name="payout_account"),
]
