"""The shop window, seen by nobody in particular, by its owner and by a stranger."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from marketplace.catalog.actions.edit_shop import edit_shop
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.cards import address
from marketplace.catalog.models import Sku
from marketplace.catalog.variants import Variant
from tests import make

pytestmark = pytest.mark.django_db


def page(client: Client, where: str, **query: str) -> str:
    answer = client.get(where, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_front_page_of_a_new_site_teaches(client: Client) -> None:
    html = page(client, "/")
    assert "Nothing stands here yet" in html
    assert '<p class="fig">¥0.00</p>' in html


def test_the_front_page_says_what_is_held_and_what_is_good(client: Client) -> None:
    order = make.paid_order(now=clock.now())
    html = page(client, "/")
    assert '<p class="fig">¥128.00</p>' in html
    assert address(order.lines.get().sku.listing) in html


def test_good_this_week_is_what_was_bought_then_what_is_new_and_two_of_a_shop(client: Client) -> None:
    now = clock.now()
    old = make.listing(title="Old and bought", now=now - timedelta(days=90))
    make.paid_order(sku=make.sku(old), now=now)
    shop = make.shop()
    for number in range(3):
        make.listing(shop, title=f"New {number}", now=now + timedelta(minutes=number))
    make.listing(title="Draft kite", stock=0, live=False)
    found = page(client, "/")
    order = [found.find(f">{title}") for title in ("Old and bought", "New 2", "New 1")]
    assert order == sorted(order)
    assert min(order) > 0
    assert (">New 0" in found, "Draft kite" in found) == (False, False)


def test_a_listing_is_found_by_its_number_and_led_to_its_words(client: Client) -> None:
    listing = make.listing(title="景迈古树普洱")
    answer = client.get(f"/l/{listing.pk}/goods/", {"quantity": "2"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{address(listing)}?quantity=2"
    assert "景迈古树普洱" in page(client, address(listing))


def test_a_listing_without_letters_in_its_title_has_an_address(client: Client) -> None:
    listing = make.listing(title="!!!")
    assert address(listing) == f"/l/{listing.pk}/goods/"
    assert "!!!" in page(client, address(listing))


def test_what_is_no_longer_shown_is_seen_by_its_owner_alone(client: Client) -> None:
    listing = make.listing()
    take_down_listing(listing, now=clock.now())
    assert client.get(address(listing)).status_code == 404
    client.force_login(make.user())
    assert client.get(address(listing)).status_code == 404
    client.force_login(listing.shop.owner)
    assert "Nobody but you sees this page." in page(client, address(listing))


def test_an_owner_cannot_buy_but_change(client: Client) -> None:
    listing = make.listing()
    assert "Buy, ¥128.00" in page(client, address(listing))
    client.force_login(listing.shop.owner)
    html = page(client, address(listing))
    assert ("Buy, " in html, f'href="/sell/listings/{listing.pk}/"' in html) == (False, True)


def test_a_choice_and_a_quantity_make_the_sum(client: Client) -> None:
    listing = make.listing(
        variants=[Variant("cake", 11_800, 5), Variant("piece", 3_600, 40), Variant("brick", 9_900, 0)]
    )
    cake, piece, brick = listing.skus.order_by("position")
    html = page(client, address(listing), sku=str(piece.pk), quantity="3")
    assert "Buy, ¥118.00" in html  # 3 x 36.00 and 10.00 for sending
    assert "Buy, ¥128.00" in page(client, address(listing))
    assert "Buy, ¥600.00" in page(client, address(listing), sku=str(cake.pk), quantity="19")
    assert html.count("sold out") == 1
    assert brick.stock == 0


def test_sending_is_free_from_the_shops_threshold_on(client: Client) -> None:
    listing = make.listing()
    edit_shop(listing.shop, free_above=20_000, now=clock.now())
    assert "Buy, ¥128.00" in page(client, address(listing))
    assert "Buy, ¥236.00" in page(client, address(listing), quantity="2")


def test_what_is_sold_out_cannot_be_bought(client: Client) -> None:
    listing = make.listing()
    Sku.objects.filter(listing=listing).update(received=0)
    html = page(client, address(listing))
    assert ("Sold out. The shop may make more." in html, "Put in basket" in html) == (True, False)


def test_the_form_of_a_listing_fills_the_basket_and_leads_to_the_checkout(client: Client) -> None:
    sku = make.sku()
    assert f'name="sku" value="{sku.pk}"' in page(client, address(sku.listing))
    answer = client.post("/basket/", {"sku": sku.pk, "quantity": 2, "buy": "1"})
    assert answer.headers["Location"] == "/checkout/"


def test_a_shops_page_shows_its_goods_and_its_record(client: Client) -> None:
    order = make.delivered_order(now=clock.now())
    make.listing(title="Of another shop")
    html = page(client, f"/s/{order.shop.slug}/")
    assert ("Jingmai old-tree" in html, "Of another shop" in html) == (True, False)
    card = html[html.index('<li class="card">') :]
    assert order.shop.shown_name not in card[: card.index("</li>")]
    assert '<dt>Paid orders</dt><dd class="num">1</dd>' in html
    assert '<dt>Shipped as promised</dt><dd class="num">100%</dd>' in html


def test_the_house_bears_its_chinese_name_on_chinese_pages(client: Client, settings: Any) -> None:
    for language, name, other in (("zh-hans", "担保", "Danbao"), ("en", "Danbao", "担保")):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        html = page(client, address(make.listing()))
        assert (f" · {name}</title>" in html, f"<span>{name}</span></a>" in html, other in html) == (True, True, False)


def test_a_shop_with_a_chinese_name_has_a_page(client: Client) -> None:
    shop = make.shop(name="王家茶园", second_name="Wang’s Tea")
    html = page(client, f"/s/{shop.slug}/")
    assert "<title>Wang’s Tea" in html
    assert "王家茶园" in html


def test_every_timer_of_our_promises_is_the_one_we_work_with(client: Client, settings: Any) -> None:
    assert "7 days from the day the carrier says" in page(client, "/protection/")
    settings.INSPECTION_TRACKED = 9 * 24 * 3600
    settings.FEE_RATE = 325
    html = page(client, "/protection/")
    assert "9 days from the day the carrier says" in html
    assert "takes 3.25% of" in html


@pytest.mark.parametrize(
    "where", ["/l/99/tea/", "/l/99999999999999999999/tea/", "/s/nobody/", "/c/nothing/", "/l/1/", "/s/%00/"]
)
def test_what_is_not_there_is_said_politely(where: str, client: Client) -> None:
    answer = client.get(where)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


@pytest.mark.parametrize(
    ("where", "queries"), [("/", 9), ("shop", 10), ("listing", 10), ("/search/", 6), ("/c/tea/", 7), ("/our-books/", 5)]
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_the_same_however_much_it_shows(
    rows: int, where: str, queries: int, client: Client, django_assert_num_queries: Any
) -> None:
    shop = make.shop()
    listings = [make.listing(shop, category="tea") for _row in range(rows)]
    where = {"shop": f"/s/{shop.slug}/", "listing": address(listings[0])}.get(where, where)
    client.get(where)
    with django_assert_num_queries(queries):
        client.get(where)


def test_a_list_of_24_cards_is_light(client: Client) -> None:
    shop = make.shop()
    for number in range(24):
        make.listing(
            shop, title=f"Jingmai old-tree pu’er {number}, 357 g cake", second_title=f"景迈古树普洱茶饼 {number}"
        )
    html = client.get("/search/").content
    assert html.count(b'<li class="card">') == 24
    assert len(gzip.compress(html)) <= 14 * 1024


def test_who_has_signed_in_is_not_asked_to(client: Client, db: None) -> None:
    assert "sign in first" in client.get("/s/nobody/").content.decode()
    client.force_login(make.user())
    assert "sign in first" not in client.get("/s/nobody/").content.decode()
