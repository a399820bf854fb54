"""The seller's pages, below `/sell/`."""

from django.urls import path

from sellers.views import (
    claims,
    desk,
    listings,
    money,
    numbers,
    opening,
    order_acts,
    orders,
    return_address,
    reviews,
)

app_name = "sellers"
CLAIM = "orders/<slug:reference>/claims/<int:claim>/"

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
    path("orders/<slug:reference>/review/", reviews.review, name="review"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:review_id>/answer/", reviews.answer, name="review_answer"),
    path("claims/", claims.claims, name="claims"),
    path(CLAIM, claims.claim, name="claim"),
    path(f"{CLAIM}agreement/", claims.act("agree"), name="claim_agreement"),
    path(f"{CLAIM}refusal/", claims.act("refuse"), name="claim_refusal"),
    path(f"{CLAIM}offers/", claims.act("offer"), name="claim_offers"),
    path(f"{CLAIM}offer-agreement/", claims.act("accept_offer"), name="claim_offer_agreement"),
    path(f"{CLAIM}offer-refusal/", claims.act("refuse_offer"), name="claim_offer_refusal"),
    path(f"{CLAIM}waiver/", claims.act("waive_return"), name="claim_waiver"),
    path(f"{CLAIM}goods-acceptance/", claims.act("accept_goods"), name="claim_goods_acceptance"),
    path(f"{CLAIM}goods-contest/", claims.act("contest_goods"), name="claim_goods_contest"),
    path(f"{CLAIM}evidence/", claims.act("add_evidence"), name="claim_evidence"),
    path(f"{CLAIM}acceptance/", claims.act("accept_ruling"), name="claim_acceptance"),
    path(f"{CLAIM}appeal/", claims.act("appeal"), name="claim_appeal"),
    path("photos/<int:photo>/", claims.photo, name="claim_photo"),
    path("return-address/", return_address.return_address, name="return_address"),
    path("numbers/", numbers.page, name="numbers"),
    path("numbers/numbers.csv", numbers.as_csv, name="numbers_csv"),
    path("money/", money.money, name="money"),
    path("money/statement.csv", money.statement_csv, name="statement_csv"),
    path("money/payout/", money.payout, name="payout"),
    path("money/account/", money.payout_account, name="payout_account"),
]
