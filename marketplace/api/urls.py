"""The API, below `/api/`."""

from django.urls import path

from marketplace.api import documents
from marketplace.api.resources import buying, goods, money, my_shop, orders

app_name = "api"
urlpatterns = [
    path("schema/", documents.schema, name="schema"),
    path("docs/", documents.docs, name="docs"),
    path("v1/shelves/", goods.Shelves.as_view(), name="shelves"),
    path("v1/listings/", goods.Listings.as_view(), name="listings"),
    path("v1/listings/<int:number>/", goods.OneListing.as_view(), name="listing"),
    path("v1/shops/<str:slug>/", goods.OneShop.as_view(), name="one_shop"),
    path("v1/basket/", buying.OwnBasket.as_view(), name="basket"),
    path("v1/basket/lines/<int:sku>/", buying.BasketLine.as_view(), name="basket_line"),
    path("v1/checkouts/", buying.Checkouts.as_view(), name="checkouts"),
    path("v1/checkouts/<slug:reference>/", buying.OneCheckout.as_view(), name="checkout"),
    path("v1/orders/", orders.Orders.as_view(), name="orders"),
    path("v1/orders/<slug:reference>/", orders.OneOrder.as_view(), name="order"),
    path("v1/orders/<slug:reference>/packing/", orders.Packing.as_view(), name="packing"),
    path("v1/orders/<slug:reference>/shipment/", orders.Shipment.as_view(), name="shipment"),
    path("v1/orders/<slug:reference>/receipt/", orders.Receipt.as_view(), name="receipt"),
    path("v1/orders/<slug:reference>/extension/", orders.Extension.as_view(), name="extension"),
    path("v1/orders/<slug:reference>/cancellation/", orders.Cancellation.as_view(), name="cancellation"),
    path("v1/shop/", my_shop.OwnShop.as_view(), name="shop"),
    path("v1/shop/listings/", my_shop.OwnListings.as_view(), name="own_listings"),
    path("v1/shop/listings/<int:number>/", my_shop.OwnListing.as_view(), name="own_listing"),
    path("v1/shop/listings/<int:number>/state/", my_shop.ListingState.as_view(), name="listing_state"),
    path("v1/shop/skus/<int:number>/stock/", my_shop.SkuStock.as_view(), name="stock"),
    path("v1/shop/money/", money.ShopMoney.as_view(), name="money"),
    path("v1/shop/payouts/", money.Payouts.as_view(), name="payouts"),
    path("v1/shop/statement/", money.Statement.as_view(), name="statement"),
]
