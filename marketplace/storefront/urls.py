"""The shop window: what everybody can see."""

from django.urls import path

from core import converters  # noqa: F401 - words
from marketplace.storefront.views import (
    books,
    home,
    listing,
    media,
    opinions,
    protection,
    report,
    review_photo,
    reviews,
    rulings,
    search,
    shop,
)

app_name = "storefront"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("c/<slug:slug>/", search.category, name="category"),
    path("l/<int:pk>/<words:slug>/", listing.listing, name="listing"),
    path("l/<int:pk>/<words:slug>/reviews/", opinions.of_listing, name="listing_reviews"),
    path("s/<words:slug>/", shop.shop, name="shop"),
    path("s/<words:slug>/reviews/", opinions.of_shop, name="shop_reviews"),
    path("protection/", protection.protection, name="protection"),
    path("our-books/", books.books, name="books"),
    path("our-books/days.csv", books.books_csv, name="books_csv"),
    path("reviews/", reviews.how, name="reviews"),
    path("reviews/photos/<int:photo>/", review_photo.review_photo, name="review_photo"),
    path("report/<slug:kind>/<int:number>/", report.report_page, name="report"),
    path("rulings/", rulings.rulings, name="rulings"),
    path("media/<str:folder>/<str:name>", media.media, name="media"),
]
