"""The API, below `/api/`."""

from django.urls import path

from marketplace.api import documents
from marketplace.api.resources import (
    buying,
    claims,
    desk,
    goods,
    listing_photos,
    money,
    my_shop,
    order_acts,
    orders,
    photos,
    webhooks,
)
from marketplace.api.serializers.available import CLAIM_ACTS

app_name = "api"
urlpatterns = [
    path("schema/", documents.schema, name="schema"),
    path("docs/", documents.docs, name="docs"),
    path("docs/<slug:slug>/", documents.chapter, name="chapter"),
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
    path("v1/orders/<slug:reference>/packing/", order_acts.Packing.as_view(), name="packing"),
    path("v1/orders/<slug:reference>/shipment/", order_acts.Shipment.as_view(), name="shipment"),
    path("v1/orders/<slug:reference>/receipt/", order_acts.Receipt.as_view(), name="receipt"),
    path("v1/orders/<slug:reference>/extension/", order_acts.Extension.as_view(), name="extension"),
    path("v1/orders/<slug:reference>/cancellation/", order_acts.Cancellation.as_view(), name="cancellation"),
    path(
        "v1/orders/<slug:reference>/cancellation-request/",
        order_acts.CancellationRequest.as_view(),
        name="cancellation_request",
    ),
    path("v1/orders/<slug:reference>/account/", order_acts.RefundAccount.as_view(), name="refund_account"),
    path("v1/orders/<slug:reference>/review/", order_acts.OrderReview.as_view(), name="order_review"),
    path("v1/orders/<slug:reference>/address/", order_acts.OrderAddress.as_view(), name="order_address"),
    path("v1/orders/<slug:reference>/claims/", claims.OrderClaims.as_view(), name="order_claims"),
    path("v1/orders/<slug:reference>/photos/", photos.OrderPhotos.as_view(), name="order_photos"),
    path("v1/photos/<int:number>/", photos.OnePhoto.as_view(), name="photo"),
    path("v1/claims/", claims.Claims.as_view(), name="claims"),
    path("v1/claims/<int:number>/", claims.OneClaim.as_view(), name="claim"),
    *(
        path(f"v1/claims/<int:number>/{place}/", claims.act_on_claim(verb).as_view(), name=f"claim_{verb}")
        for verb, place in CLAIM_ACTS.items()
    ),
    path("v1/shop/", my_shop.OwnShop.as_view(), name="shop"),
    path("v1/shop/return-address/", my_shop.ShopReturnAddress.as_view(), name="return_address"),
    path("v1/shop/listings/", my_shop.OwnListings.as_view(), name="own_listings"),
    path("v1/shop/listings/<int:number>/", my_shop.OwnListing.as_view(), name="own_listing"),
    path("v1/shop/listings/<int:number>/state/", my_shop.ListingState.as_view(), name="listing_state"),
    path("v1/shop/listings/<int:number>/photos/", listing_photos.ListingPhotos.as_view(), name="listing_photos"),
    path(
        "v1/shop/listings/<int:number>/photos/<int:photo>/",
        listing_photos.OneListingPhoto.as_view(),
        name="listing_photo",
    ),
    path(
        "v1/shop/listings/<int:number>/photos/<int:photo>/place/",
        listing_photos.PhotoPlace.as_view(),
        name="photo_place",
    ),
    path("v1/shop/skus/<int:number>/stock/", my_shop.SkuStock.as_view(), name="stock"),
    path("v1/shop/money/", money.ShopMoney.as_view(), name="money"),
    path("v1/shop/payouts/", money.Payouts.as_view(), name="payouts"),
    path("v1/shop/statement/", money.Statement.as_view(), name="statement"),
    path("v1/shop/webhooks/", webhooks.Endpoints.as_view(), name="webhooks"),
    path("v1/shop/webhooks/<int:number>/", webhooks.OneEndpoint.as_view(), name="webhook"),
    path("v1/shop/webhooks/<int:number>/state/", webhooks.EndpointState.as_view(), name="webhook_state"),
    path("v1/shop/webhooks/<int:number>/secret/", webhooks.EndpointSecret.as_view(), name="webhook_secret"),
    path("v1/shop/webhooks/<int:number>/tests/", webhooks.EndpointTest.as_view(), name="webhook_tests"),
    path("v1/shop/webhooks/<int:number>/deliveries/", webhooks.Deliveries.as_view(), name="deliveries"),
    path("v1/shop/deliveries/<int:number>/again/", webhooks.SentAgain.as_view(), name="delivery_again"),
    path("v1/desk/claims/", desk.Queue.as_view(), name="desk_claims"),
    path("v1/desk/claims/<int:number>/", desk.HeardClaim.as_view(), name="desk_claim"),
    path("v1/desk/claims/<int:number>/preview/", desk.Preview.as_view(), name="desk_preview"),
    path("v1/desk/claims/<int:number>/ruling/", desk.GiveRuling.as_view(), name="desk_ruling"),
    path("v1/desk/rulings/<int:number>/agreement/", desk.Agreement.as_view(), name="desk_agreement"),
    path("v1/desk/rulings/<int:number>/refusal/", desk.Refusal.as_view(), name="desk_refusal"),
    path("v1/desk/photos/<int:number>/", desk.ShownPhoto.as_view(), name="desk_photo"),
]
