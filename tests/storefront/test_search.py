"""What is found, and that no address makes the site fail."""

import pytest
from django.test import Client

from marketplace.catalog.models import Sku
from marketplace.catalog.variants import Variant
from tests import make

pytestmark = pytest.mark.django_db


def titles(client: Client, where: str = "/search/", **query: str) -> list[str]:
    answer = client.get(where, query)
    assert answer.status_code == 200
    return [card.listing.title for card in answer.context["cards"]]


def test_two_characters_find_every_title_that_holds_them_side_by_side_and_no_other(client: Client) -> None:
    for title in ("景迈古树", "迈景", "大红袍景迈", "景 迈", "Jingmai"):
        make.listing(title=title)
    assert titles(client, q="景迈") == ["大红袍景迈", "景迈古树"]


def test_a_second_title_is_found_as_well(client: Client) -> None:
    make.listing(title="Bamboo hat", second_title="竹编斗笠")
    assert titles(client, q="斗笠") == titles(client, q="hats") == ["Bamboo hat"]


def test_english_words_are_found_by_their_stems(client: Client) -> None:
    make.listing(title="Dried mushrooms")
    assert titles(client, q="mushroom") == titles(client, q="Drying MUSHROOMS") == ["Dried mushrooms"]
    assert titles(client, q="mush") == []


def test_a_shop_is_found_by_its_name(client: Client) -> None:
    make.listing(make.shop(name="Yulan Embroidery"), title="Hoop")
    make.shop(name="Yulan without goods")
    html = client.get("/search/", {"q": "yulan"}).content.decode()
    assert ("Yulan Embroidery" in html, "Yulan without goods" in html) == (True, False)


def test_a_shelf_holds_its_own(client: Client) -> None:
    make.listing(title="Tea", category="tea")
    make.listing(title="Loose")
    assert titles(client, "/c/tea/") == titles(client, category="tea") == ["Tea"]


def test_what_is_sent_from_one_region_is_found_and_every_region_is_counted(client: Client) -> None:
    near, far = make.shop(region="Jingmai, Yunnan"), make.shop(region="Suzhou, Jiangsu")
    for shop, title in ((near, "Tea"), (near, "Tin"), (far, "Hoop")):
        make.listing(shop, title=title, category="tea")
    assert titles(client, "/c/tea/", region="Suzhou, Jiangsu") == titles(client, region="Suzhou, Jiangsu") == ["Hoop"]
    counted = client.get("/c/tea/", {"region": "Suzhou, Jiangsu"}).context["regions"]
    assert counted == [("Jingmai, Yunnan", 2), ("Suzhou, Jiangsu", 1)]
    assert titles(client, region="nowhere") == []


def test_a_shelf_says_who_fills_it_and_what_stands_beside_it(client: Client) -> None:
    shop = make.shop(name="Wang’s Tea")
    make.listing(shop, title="Tea", category="tea")
    make.listing(shop, title="Tin", category="tea")
    make.listing(make.shop(name="Hill Tea"), title="Leaves", category="tea")
    make.listing(shop, title="Hoop", category="embroidery")
    context = client.get("/c/tea/").context
    assert [(one.name, one.goods) for one in context["shops"]] == [("Wang’s Tea", 2), ("Hill Tea", 1)]
    assert [(one.slug, one.goods) for one in context["others"]] == [("embroidery", 1)]
    assert "Everything here" not in client.get("/c/tea/").content.decode()
    assert "Everything here" in client.get("/c/tea/?to=1").content.decode()


def test_a_suspended_shop_is_counted_nowhere(client: Client) -> None:
    gone, here = make.shop(name="Gone", region="Jingmai, Yunnan"), make.shop(name="Here", region="Suzhou, Jiangsu")
    for shop in (gone, here):
        make.listing(shop, title="Tea", category="tea")
    make.suspended_shop(gone)
    context = client.get("/c/tea/").context
    assert ([one.name for one in context["shops"]], context["regions"]) == (["Here"], [("Suzhou, Jiangsu", 1)])
    assert [card.listing.shop.name for card in context["cards"]] == ["Here"]


def test_an_empty_shelf_invites_the_first_shop(client: Client) -> None:
    page = client.get("/c/tea/").content.decode()
    assert "This shelf is still empty" in page
    assert "Open a shop" in page
    assert "Nothing here answers that" in client.get("/c/tea/?from=5").content.decode()


def test_prices_are_those_of_any_choice_both_ends_included(client: Client) -> None:
    make.listing(title="Two", variants=[Variant("small", 1_000, 1), Variant("large", 5_000, 1)])
    make.listing(title="One", price=3_000)
    assert titles(client, **{"from": "10", "to": "10"}) == ["Two"]
    assert titles(client, **{"from": "50", "to": "30"}) == ["One", "Two"]
    assert titles(client, **{"from": "50.01"}) == []


def test_a_withdrawn_choice_counts_for_nothing(client: Client) -> None:
    listing = make.listing(title="Two", variants=[Variant("small", 1_000, 1), Variant("large", 5_000, 1)])
    Sku.objects.filter(listing=listing, price=1_000).update(withdrawn=True)
    assert titles(client, to="10") == []


def test_the_order_is_the_one_asked_for(client: Client) -> None:
    make.listing(title="Dear", price=9_000)
    make.listing(title="Cheap", price=100)
    Sku.objects.filter(listing__title="Dear").update(sold=3)
    assert titles(client, sort="price") == ["Cheap", "Dear"]
    assert titles(client, sort="price_down") == titles(client, sort="bought") == ["Dear", "Cheap"]
    assert titles(client) == ["Cheap", "Dear"]


def test_what_makes_no_sense_is_said_and_left_out(client: Client) -> None:
    make.listing(title="Tea")
    html = client.get("/search/", {"from": "cheap", "category": "moon"}).content.decode()
    assert "“cheap” is not a price, so it was left out." in html
    assert "There is no such shelf, so all shelves were searched." in html


BAD = [
    "\x00",
    "\ud800",
    "9" * 5000,
    "-1",
    "NaN",
    "1e999",
    "'",
    "\\",
    "%",
    "\u202e",
    "𠀀",
    "<script>alert(1)</script>",
    "٣",
]


@pytest.mark.parametrize("name", ["q", "category", "from", "to", "sort", "page"])
@pytest.mark.parametrize("value", BAD)
def test_no_address_makes_the_search_fail(name: str, value: str, client: Client) -> None:
    make.listing()
    raw = value.encode("utf-8", "surrogatepass").hex(" ").replace(" ", "%")
    for where in ("/search/", "/c/tea/"):
        answer = client.get(f"{where}?{name}=%{raw}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(("name", "where"), [("sku", "listing"), ("quantity", "listing"), ("page", "shop")])
@pytest.mark.parametrize("value", BAD)
def test_no_address_makes_a_page_fail(name: str, where: str, value: str, client: Client) -> None:
    listing = make.listing(title="Tea")
    raw = value.encode("utf-8", "surrogatepass").hex(" ").replace(" ", "%")
    address = f"/l/{listing.pk}/tea/" if where == "listing" else f"/s/{listing.shop.slug}/"
    assert client.get(f"{address}?{name}=%{raw}").status_code == 200


def test_pages_keep_the_question(client: Client) -> None:
    shop = make.shop()
    for _number in range(25):
        make.listing(shop, title="Tea")
    html = client.get("/search/", {"q": "tea", "page": "1"}).content.decode()
    assert 'href="?q=tea&amp;page=2"' in html
    assert len(titles(client, q="tea", page="2")) == 1
