"""A shop's goods: the list, words, variants and stock, showing and taking down."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.catalog.models import Category, Listing, ListingState, Shop, Sku
from marketplace.catalog.variants import Variant
from tests import make


def _rows(*rows: dict[str, Any], initial: int) -> dict[str, Any]:
    """Variant rows as a browser posts them."""
    sent: dict[str, Any] = {"v-TOTAL_FORMS": len(rows), "v-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        sent |= {f"v-{number}-{name}": value for name, value in row.items()}
    return sent


def _words(listing: Listing, **changed: Any) -> dict[str, Any]:
    category = listing.category_id or Category.objects.order_by("position")[0].pk
    return {"title": listing.title, "second_title": "", "description": "", "category": category, **changed}


def test_words_price_and_stock_are_changed_on_one_page(seller: Client, sku: Sku) -> None:
    row = {"sku_id": sku.pk, "seen": 50, "name": "", "price": "128.5", "stock": "40"}
    sent = _words(sku.listing, title="Old-tree tea", second_title="古树茶") | _rows(row, initial=1)
    response = seller.post(f"/sell/listings/{sku.listing_id}/", sent)
    sku.refresh_from_db()
    assert response["Location"] == f"/sell/listings/{sku.listing_id}/"
    sku.listing.refresh_from_db()
    assert (sku.price, sku.stock) == (12850, 40)
    assert (sku.listing.title, sku.listing.second_title) == ("Old-tree tea", "古树茶")


def test_more_photos_than_a_page_holds_leave_no_file(
    seller: Client, sku: Sku, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = {"sku_id": sku.pk, "seen": 50, "name": "", "price": "118", "stock": "50"}
    sent = _words(sku.listing, photos=[make.picture(9, 9) for _ in range(10)]) | _rows(row, initial=1)
    response = seller.post(f"/sell/listings/{sku.listing_id}/", sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["photos"])
    assert list(tmp_path.rglob("*")) == []


def test_what_was_sold_while_the_page_was_open_stays_sold(seller: Client, sku: Sku) -> None:
    make.reserve({sku.pk: 3})
    row = {"sku_id": sku.pk, "seen": 50, "name": "", "price": "118", "stock": "60"}
    seller.post(f"/sell/listings/{sku.listing_id}/", _words(sku.listing) | _rows(row, initial=1))
    sku.refresh_from_db()
    assert sku.stock == 57


def test_a_variant_is_added_and_another_taken_off(seller: Client, shop: Shop) -> None:
    listing = make.listing(shop, variants=[Variant("Cake", 11800, 5), Variant("Box", 34600, 2)])
    cake, box = listing.skus.order_by("position")
    rows = _rows(
        {"sku_id": cake.pk, "seen": 5, "name": "Cake", "price": "118", "stock": "5"},
        {"sku_id": box.pk, "seen": 2, "name": "Box", "price": "346", "stock": "2", "gone": "on"},
        {"sku_id": "", "seen": "", "name": "Sample", "price": "9.9", "stock": "30"},
        {"sku_id": "", "seen": "", "name": "", "price": "", "stock": ""},
        initial=2,
    )
    assert seller.post(f"/sell/listings/{listing.pk}/", _words(listing) | rows).status_code == 302
    on_sale = listing.skus.filter(withdrawn=False).order_by("position")
    assert [(sku.name, sku.price, sku.stock) for sku in on_sale] == [("Cake", 11800, 5), ("Sample", 990, 30)]


def test_another_listings_variant_cannot_be_moved_here(seller: Client, shop: Shop, sku: Sku) -> None:
    other = make.sku(make.listing())
    row = {"sku_id": other.pk, "seen": 10, "name": "", "price": "1", "stock": "0"}
    response = seller.post(f"/sell/listings/{sku.listing_id}/", _words(sku.listing) | _rows(row, initial=1))
    other.refresh_from_db()
    assert (response.status_code, other.price, other.stock) == (422, 11800, 10)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"price": "0"}, "price"),
        ({"price": "-5"}, "price"),
        ({"stock": "-1"}, "stock"),
        ({"stock": "1.5"}, "stock"),
        ({"title": "x" * 121}, "title"),
        ({"category": "999999"}, "category"),
    ],
)
def test_what_cannot_be_sold_is_said_at_its_field(seller: Client, changed: dict[str, str], field: str) -> None:
    shelf = Category.objects.order_by("position")[0].pk
    sent = {"title": "Tea", "category": shelf, "price": "88", "stock": "5", "description": "", **changed}
    response = seller.post("/sell/listings/new/", sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert Listing.objects.count() == 0


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_made(seller: Client) -> None:
    shelf = Category.objects.order_by("position")[0].pk
    script = SimpleUploadedFile("photo.jpg", b"<svg onload=alert(1)>")
    sent = {"title": "Tea", "category": shelf, "price": "88", "stock": "5", "description": "", "photos": script}
    response = seller.post("/sell/listings/new/", sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["photos"]
    assert Listing.objects.count() == 0


def test_without_pieces_it_is_kept_as_a_draft_and_shown_later(seller: Client) -> None:
    shelf = Category.objects.order_by("position")[0].pk
    seller.post(
        "/sell/listings/new/", {"title": "Tea", "category": shelf, "price": "88", "stock": "0", "description": ""}
    )
    listing = Listing.objects.get()
    address = f"/sell/listings/{listing.pk}/state/"
    refused = seller.post(address, {"to": "live"}, follow=True)
    assert "Say first how many pieces there are." in refused.content.decode()
    Sku.objects.update(received=3)
    seller.post(address, {"to": "live"})
    listing.refresh_from_db()
    assert listing.state == ListingState.LIVE
    seller.post(address, {"to": "hidden"})
    listing.refresh_from_db()
    assert listing.state == ListingState.HIDDEN


def test_a_form_sent_twice_makes_one_page(seller: Client) -> None:
    shelf = Category.objects.order_by("position")[0].pk
    sent = {"title": "Tea", "category": shelf, "price": "88", "stock": "5", "description": "", "idempotency_key": "k"}
    first, second = [seller.post("/sell/listings/new/", sent)["Location"] for _n in range(2)]
    assert first == second
    assert Listing.objects.count() == 1


def test_the_list_shows_what_is_left_and_what_is_sold_out(seller: Client, shop: Shop) -> None:
    make.listing(shop, title="Plenty", stock=7)
    make.listing(shop, title="Gone", stock=0, live=False)
    rows = seller.get("/sell/listings/").context["rows"]
    assert sorted((row.title.text, row.pieces, row.live) for row in rows) == [("Gone", 0, False), ("Plenty", 7, True)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long_it_is(
    seller: Client, shop: Shop, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        make.listing(shop)
    # session, user, shop, count, listings, photos, the frame
    with django_assert_num_queries(7):
        seller.get("/sell/listings/")


def test_goods_of_a_suspended_shop_are_kept_as_a_draft(seller: Client, shop: Shop, now: datetime) -> None:
    make.suspended_shop(shop, now=now)
    shelf = Category.objects.order_by("position")[0].pk
    sent = {"title": "Tea", "category": shelf, "price": "88", "stock": "5", "description": ""}
    page = seller.post("/sell/listings/new/", sent, follow=True).content.decode()
    assert "Kept as a draft: your shop is suspended, so it is not shown yet." in page
    listing = Listing.objects.get(shop=shop)
    assert listing.state == "draft"
    page = seller.post(f"/sell/listings/{listing.pk}/state/", {"to": "live"}, follow=True).content.decode()
    assert "This shop is suspended. Nothing is sold there for now." in page
