"""From signing up to goods on a shelf: few pages, few fields, nothing typed twice."""

import re

from django.test import Client

from marketplace.catalog.models import Listing, ListingState, Shop
from tests import make

SHOP = {"name": "Aunt Li’s Bees", "region": "Shennongjia", "shipping_price": "12", "free_above": "199.5"}
GOODS = {"title": "Winter honey, 1 kg", "price": "88", "stock": "5", "description": ""}


def _fields(page: str) -> list[str]:
    """What a person fills in on a page: every named field of its main form that is not hidden."""
    form = page[page.index('<main id="main"') :]
    tags = re.findall(r"<(?:input|select|textarea)\b[^>]*>", form)
    return [tag for tag in tags if 'type="hidden"' not in tag and "name=" in tag]


def test_a_visitor_signs_up_first_and_comes_back(client: Client) -> None:
    response = client.get("/sell/open/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/signup/?next=%2Fsell%2Fopen%2F")


def test_a_shop_and_its_first_goods_take_two_pages_and_ten_fields(client: Client) -> None:
    owner = make.user("Li")
    client.force_login(owner)
    first = client.get("/sell/open/").content.decode()
    opened = client.post("/sell/open/", {**SHOP, "idempotency_key": "k1"})
    assert opened["Location"] == "/sell/listings/new/"
    second = client.get(opened["Location"]).content.decode()
    shelf = str(_shelf())
    made = client.post(opened["Location"], {**GOODS, "category": shelf, "photos": [make.picture(), make.picture()]})
    assert (len(_fields(first)), len(_fields(second))) == (4, 6)
    shop = Shop.objects.get(owner=owner)
    listing = Listing.objects.get(shop=shop)
    assert made["Location"] == f"/sell/listings/{listing.pk}/"
    assert (shop.shipping_price, shop.free_above, shop.ship_promise) == (1200, 19950, 72)
    assert (listing.state, listing.photos.count(), listing.skus.get().price) == (ListingState.LIVE, 2, 8800)


def test_opening_twice_with_one_form_is_one_shop(client: Client) -> None:
    client.force_login(make.user())
    answers = [client.post("/sell/open/", {**SHOP, "idempotency_key": "k1"})["Location"] for _n in range(2)]
    assert answers == ["/sell/listings/new/"] * 2
    assert Shop.objects.count() == 1


def test_who_has_a_shop_goes_to_the_desk(seller: Client) -> None:
    assert seller.get("/sell/open/")["Location"] == "/sell/"


def test_what_cannot_be_read_comes_back_as_it_was_typed(client: Client) -> None:
    client.force_login(make.user())
    response = client.post("/sell/open/", {**SHOP, "shipping_price": "twelve", "idempotency_key": "keep-me"})
    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"].errors == {"shipping_price": ["Write the amount in figures, like 128.00."]}
    assert 'value="twelve"' in page
    assert 'value="Aunt Li’s Bees"' in page
    assert 'value="keep-me"' in page
    assert Shop.objects.count() == 0


def test_a_name_that_is_taken_is_said_at_its_field(client: Client) -> None:
    make.shop(name=SHOP["name"])
    client.force_login(make.user())
    response = client.post("/sell/open/", {**SHOP, "idempotency_key": "k"})
    assert response.context["form"].errors == {"name": ["Another shop has this name."]}


def test_negative_and_endless_amounts_are_refused(client: Client) -> None:
    client.force_login(make.user())
    for amount in ("-1", "NaN", "1e9", "1.005", "9" * 23):
        assert client.post("/sell/open/", {**SHOP, "shipping_price": amount}).status_code == 422
    assert Shop.objects.count() == 0


def test_a_shop_changes_what_it_says(seller: Client, shop: Shop) -> None:
    page = seller.get("/sell/shop/").context["form"].initial
    response = seller.post("/sell/shop/", {**page, "about": "Tea.", "ship_promise": "24", "free_above": ""})
    shop.refresh_from_db()
    assert response["Location"] == "/sell/shop/"
    assert (shop.about, shop.ship_promise, shop.free_above, shop.shipping_price) == ("Tea.", 24, None, 1000)
    assert seller.post("/sell/shop/", {**page, "ship_promise": "73"}).status_code == 422


def _shelf() -> int:
    from marketplace.catalog.models import Category  # noqa: PLC0415

    return Category.objects.order_by("position")[0].pk
