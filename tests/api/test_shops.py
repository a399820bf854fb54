"""Goods, basket, one's own shop and money by the API: owner, other, stranger, nobody; and what each costs."""

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.models import Listing, Shop, Sku
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code

pytestmark = pytest.mark.django_db
SHOP = "/api/v1/shop/"
HOME = {"recipient": "Lin Yue", "phone": "138 0000 1234", "region": "Zhejiang", "street": "Wener Road 12"}


def test_everybody_reads_what_is_on_sale_and_nothing_else(nobody: Program, shop: Shop, sku: Sku) -> None:
    draft = make.listing(shop, title="Not yet", live=False)
    (row,) = nobody.get("/api/v1/listings/?q=tea")[1]["results"] or nobody.get("/api/v1/listings/")[1]["results"]
    assert (row["id"], row["price_from"]["minor"], row["shop"]["slug"]) == (sku.listing_id, 11800, shop.slug)
    assert [one["id"] for one in nobody.get(f"/api/v1/listings/{sku.listing_id}/")[1]["skus"]] == [sku.pk]
    assert code(nobody.get(f"/api/v1/listings/{draft.pk}/")) == (404, "not_found")
    assert nobody.get(f"/api/v1/shops/{shop.slug}/")[1]["name"] == "Wang’s Tea"


@pytest.mark.parametrize(
    "query",
    ["price_from=-1", "price_to=1e9", "sort=best", "category=no such", "price_from=" + "9" * 30, "q=" + "x" * 101],
)
def test_a_search_that_makes_no_sense_is_refused(query: str, nobody: Program) -> None:
    assert code(nobody.get(f"/api/v1/listings/?{query}")) == (400, "invalid")


def test_prices_narrow_a_search(nobody: Program, sku: Sku) -> None:
    assert nobody.get("/api/v1/listings/?price_from=11801")[1]["results"] == []
    assert len(nobody.get("/api/v1/listings/?price_from=11800&price_to=11800")[1]["results"]) == 1


def test_a_basket_holds_what_was_last_said(buyer: Program, sku: Sku) -> None:
    place = f"/api/v1/basket/lines/{sku.pk}/"
    assert buyer.get("/api/v1/basket/")[1] == {
        "version": 0,
        "token": buyer.last.json()["token"],
        "payable": False,
        "ways_to_pay": [
            {
                "gateway": "sandbox",
                "title": "Online, with the sandbox bank",
                "hint": "On the next page, in a few minutes. You have 24 hours.",
            }
        ],
        "total": None,
        "orders": [],
        "coupons_refused": [],
    }
    for quantity in (2, 2, 3):
        status, body = buyer.put(place, {"quantity": quantity})
        assert (status, body["orders"][0]["lines"][0]["quantity"]) == (200, quantity)
    assert buyer.put(place, {"quantity": 0})[1]["orders"] == []


@pytest.mark.parametrize("quantity", [-1, 1000, 1.5, "NaN", [1], None, True])
def test_a_quantity_nobody_can_buy_is_refused(quantity: object, buyer: Program, sku: Sku) -> None:
    assert code(buyer.put(f"/api/v1/basket/lines/{sku.pk}/", {"quantity": quantity})) == (400, "invalid")


def test_more_than_there_is_and_ones_own_goods_are_refused(buyer: Program, seller: Program, sku: Sku) -> None:
    assert code(buyer.put(f"/api/v1/basket/lines/{sku.pk}/", {"quantity": 51})) == (409, "sold_out")
    assert code(seller.put(f"/api/v1/basket/lines/{sku.pk}/", {"quantity": 1})) == (409, "own_goods")
    assert code(buyer.put("/api/v1/basket/lines/999999999/", {"quantity": 1})) == (409, "not_for_sale")


def test_a_price_that_changed_is_asked_about_again(buyer: Program, sku: Sku) -> None:
    _status, basket = buyer.put(f"/api/v1/basket/lines/{sku.pk}/", {"quantity": 1})
    Sku.objects.filter(pk=sku.pk).update(price=1)
    home = {"recipient": "X", "phone": "1", "region": "R", "street": "S"}
    placing = {"version": basket["version"], "token": basket["token"], "address": home}
    assert code(buyer.post("/api/v1/checkouts/", placing)) == (409, "price_changed")


def test_only_its_owner_changes_a_shop_and_its_goods(
    seller: Program, stranger: Program, buyer: Program, nobody: Program, sku: Sku
) -> None:
    stock, listing = f"{SHOP}skus/{sku.pk}/stock/", f"{SHOP}listings/{sku.listing_id}/"
    for program, refused in ((stranger, 404), (buyer, 404), (nobody, 401)):
        assert [program.put(stock, {"stock": 1})[0], program.get(listing)[0]] == [refused, refused]
        assert program.put(f"{listing}state/", {"live": False})[0] == refused
        assert program.put(listing, {"title": "Mine now", "variants": [{"price": 1, "stock": 1}]})[0] == refused
    assert seller.put(stock, {"stock": 7})[1]["skus"][0]["stock"] == 7
    assert seller.put(stock, {"stock": 8, "seen": 6})[1]["skus"][0]["stock"] == 9
    assert Listing.objects.get(pk=sku.listing_id).title == "Jingmai old-tree pu’er, 357 g cake"


def test_a_listing_is_changed_as_a_whole_and_taken_down(seller: Program, sku: Sku) -> None:
    place = f"{SHOP}listings/{sku.listing_id}/"
    variants = [{"name": "small", "price": 500, "stock": 2}, {"name": "large", "price": 900, "stock": 1, "sku": sku.pk}]
    _status, body = seller.put(place, {"title": "Green tea", "category": "tea", "variants": variants})
    assert [(row["name"], row["price"]["minor"], row["stock"]) for row in body["skus"]] == [
        ("small", 500, 2),
        ("large", 900, 1),
    ]
    assert seller.put(f"{place}state/", {"live": False})[1]["state"] == "hidden"


def test_nobody_opens_two_shops(seller: Program, buyer: Program) -> None:
    assert code(seller.post(SHOP, {"name": "Two", "region": "R"})) == (409, "shop_open_already")
    assert code(buyer.post(SHOP, {"name": "Wang’s Tea", "region": "R"})) == (409, "shop_name_taken")
    assert buyer.post(SHOP, {"name": "Lin’s", "region": "R"})[0] == 201


def test_a_shops_money_is_its_owners_alone(  # noqa: PLR0917 - everybody who might look
    seller: Program, stranger: Program, buyer: Program, nobody: Program, sku: Sku, now: datetime
) -> None:
    order = make.delivered_order(sku=sku, now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    assert seller.get(f"{SHOP}money/")[1]["available"]["text"] == "¥125.05"
    assert stranger.get(f"{SHOP}money/")[1]["available"]["minor"] == 0
    assert [row["order"] for row in seller.get(f"{SHOP}statement/")[1]["results"]] == [order.reference]
    assert stranger.get(f"{SHOP}statement/")[1]["results"] == []
    assert [program.get(f"{SHOP}statement/")[0] for program in (buyer, nobody)] == [404, 401]
    assert code(seller.post(f"{SHOP}payouts/", {"amount": 12505})) == (409, "no_payout_account")


def test_a_statement_comes_in_pages(seller: Program, sku: Sku, now: datetime) -> None:
    for _ in range(3):
        order = make.delivered_order(sku=sku, now=now)
        confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    _status, first = seller.get(f"{SHOP}statement/?limit=2")
    _status, second = seller.get(first["next"])
    rows = [row["order"] for row in first["results"] + second["results"]]
    assert (len(first["results"]), len(set(rows)), second["next"]) == (2, 3, None)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("place", "queries"), [("/api/v1/listings/", 2), ("/api/v1/shop/listings/", 5)])
def test_lists_of_goods_cost_the_same_however_long(  # noqa: PLR0917 - one argument a fixture
    place: str,
    queries: int,
    rows: int,
    shop: Shop,
    seller: Program,
    nobody: Program,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        make.listing(shop)
    program = seller if "shop" in place else nobody
    program.get(place)
    # Real time and token of who has one; the shop; listings; photos or SKUs.
    with django_assert_num_queries(queries + ("shop" in place)):
        assert len(program.get(place)[1]["results"]) == rows


def test_a_suspended_shop_reads_why_and_shows_nothing(shop: Shop, seller: Program, now: datetime) -> None:
    assert (seller.get("/api/v1/shop/")[1]["suspended"], seller.get("/api/v1/shop/")[1]["suspension"]) == (False, None)
    draft = make.listing(shop, live=False, now=now)
    make.appealed_suspension(make.suspended_shop(shop, now=now), now=now)
    told = seller.get("/api/v1/shop/")[1]
    assert (told["suspended"], told["suspension"]["reason"]) == (True, "Three buyers showed us counterfeit labels.")
    assert (told["suspension"]["appealed_at"] is not None, told["suspension"]["kept_at"]) == (True, None)
    assert code(seller.put(f"/api/v1/shop/listings/{draft.pk}/state/", {"live": True})) == (409, "shop_suspended")
    assert code(seller.post("/api/v1/shop/payouts/", {"amount": 100})) == (409, "payouts_stopped")


def test_nothing_of_a_suspended_shop_is_ordered_nor_by_a_suspended_person(
    sku: Sku, person: User, buyer: Program, now: datetime
) -> None:
    mine = make.sku(make.listing(now=now))
    assert buyer.put(f"/api/v1/basket/lines/{mine.pk}/", {"quantity": 1})[0] == 200
    make.suspended_shop(sku.listing.shop, now=now)
    assert code(buyer.put(f"/api/v1/basket/lines/{sku.pk}/", {"quantity": 1})) == (409, "shop_suspended")
    basket = buyer.get("/api/v1/basket/")[1]
    make.suspended_person(person, now=now)
    asked = {"version": basket["version"], "token": basket["token"], "address": HOME}
    assert code(buyer.post("/api/v1/checkouts/", asked)) == (409, "person_suspended")
    assert code(buyer.post("/api/v1/shop/", {"name": "Tea", "region": "Jingmai"})) == (409, "person_suspended")


def test_a_shop_sends_its_pictures_puts_them_in_order_and_takes_them_off(
    seller: Program, stranger: Program, nobody: Program, sku: Sku
) -> None:
    place = f"{SHOP}listings/{sku.listing_id}/photos/"
    for number in (1, 2):
        sent = {"photo": make.picture(800 + number), "alt": f"Cake {number}"}
        status, body = seller.upload(place, sent)
        assert (status, [row["alt"] for row in body["photos"]][-1]) == (201, f"Cake {number}")
    first, second = [row["id"] for row in body["photos"]]
    prepare_photo(second)
    for program, refused in ((stranger, 404), (nobody, 401)):
        assert program.upload(place, {"photo": make.picture()})[0] == refused
        assert program.post(f"{place}{first}/place/", {"way": "later"})[0] == refused
        assert program.delete(f"{place}{first}/")[0] == refused
    assert code(seller.post(f"{place}{second}/place/", {"way": "up"})) == (400, "invalid")
    _status, body = seller.post(f"{place}{second}/place/", {"way": "earlier"})
    assert [(row["id"], row["state"]) for row in body["photos"]] == [(second, "ready"), (first, "waiting")]
    assert body["photos"][0]["small"] == nobody.get(f"/api/v1/listings/{sku.listing_id}/")[1]["photos"][0]["small"]
    assert [row["id"] for row in seller.delete(f"{place}{first}/")[1]["photos"]] == [second]
    assert code(seller.delete(f"{place}{first}/")) == (404, "not_found")
    assert code(seller.post(f"{place}{first}/place/", {"way": "later"})) == (404, "not_found")


def test_a_page_holds_nine_pictures(seller: Program, sku: Sku) -> None:
    place = f"{SHOP}listings/{sku.listing_id}/photos/"
    sent = [seller.upload(place, {"photo": make.picture(80)}) for _ in range(10)]
    assert [status for status, _body in sent] == [201] * 9 + [409]
    assert code(sent[-1]) == (409, "photos_too_many")
