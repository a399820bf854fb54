from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.models import Deadline
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.cards import address
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Address, Order
from marketplace.users.models import User
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db

PAGES = ("", "record/", "receipt/", "extension/", "cancellation/", "address/")
ACTS = ("receipt/", "extension/", "cancellation/", "address/")


def _at(order: Order, page: str = "") -> str:
    return f"/buy/orders/{order.reference}/{page}"


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_each_tab_counts_and_lists_what_it_says(signed_in: Client, buyer: User) -> None:
    now = clock.now()
    make.placed_order(buyer=buyer, now=now)
    make.packed_order(buyer=buyer, now=now)
    make.shipped_order(buyer=buyer, now=now)
    make.paid_order(now=now)
    for tab, count in {
        "all": 3,
        "to_pay": 1,
        "to_ship": 1,
        "shipped": 1,
        "completed": 0,
        "closed": 0,
        "nonsense": 3,
    }.items():
        page = _text(signed_in.get(f"/buy/orders/?tab={tab}"))
        assert page.count('<li class="order">') == count
    assert "<b>3</b>All" in page
    for strange in ("0", "-1", "9" * 20, "x"):
        assert signed_in.get(f"/buy/orders/?page={strange}").status_code == 200


def test_the_goods_of_an_order_lead_to_their_page_while_they_have_one(signed_in: Client, buyer: User) -> None:
    order = make.paid_order(buyer=buyer)
    listing = order.lines.get().sku.listing
    link = f'href="{address(listing)}"'
    assert link in _text(signed_in.get(_at(order)))
    take_down_listing(listing, now=clock.now())
    assert link not in _text(signed_in.get(_at(order)))
    other = make.paid_order(buyer=buyer)
    make.suspended_shop(of=other.shop, now=clock.now())
    assert address(other.lines.get().sku.listing) not in _text(signed_in.get(_at(other)))


@pytest.mark.parametrize("orders", [1, 3])
def test_the_list_takes_ten_queries(
    orders: int, signed_in: Client, buyer: User, django_assert_num_queries: Any
) -> None:
    for _order in range(orders):
        make.shipped_order(buyer=buyer)
    with django_assert_num_queries(10):
        signed_in.get("/buy/orders/")


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_page_of_an_order_takes_thirteen_queries(
    pieces: int, signed_in: Client, buyer: User, django_assert_num_queries: Any
) -> None:
    shop = make.shop()
    basket = make.basket(buyer, {make.sku(make.listing(shop)): 1 for _piece in range(pieces)})
    order = make.checkout(basket).orders.get()
    with django_assert_num_queries(13):
        signed_in.get(_at(order))


def test_the_page_of_a_delivered_order_takes_fourteen_queries(
    signed_in: Client, buyer: User, django_assert_num_queries: Any
) -> None:
    order = make.delivered_order(buyer=buyer)
    with django_assert_num_queries(14):
        signed_in.get(_at(order))


def test_a_stranger_finds_nothing(signed_in: Client) -> None:
    order = make.shipped_order()
    addresses = [_at(order, page) for page in PAGES]
    payment = f"/buy/payments/{order.checkout.payment.reference}/"
    assert {signed_in.get(place).status_code for place in [*addresses, payment, f"{payment}cashier/"]} == {404}
    posts = [*(_at(order, page) for page in ACTS), f"{payment}question/"]
    assert {signed_in.post(place).status_code for place in posts} == {404}
    assert make.read(order).hold.state == "held"
    seller = Client()
    seller.force_login(order.shop.owner)
    assert {seller.get(place).status_code for place in addresses} == {404}


def test_a_visitor_is_asked_to_sign_in(db: None) -> None:
    order = make.shipped_order()
    for page in PAGES:
        assert Client().get(_at(order, page)).headers["Location"] == f"/accounts/login/?next={_at(order, page)}"


def test_private_pages_are_kept_by_nobody_and_looking_changes_nothing(signed_in: Client, buyer: User) -> None:
    order = make.shipped_order(buyer=buyer, now=clock.now())
    before = (seen.journal(), seen.facts(order), seen.open_deadlines(order), seen.topics(order))
    for page in PAGES:
        answer = signed_in.get(_at(order, page))
        assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
    assert (seen.journal(), seen.facts(order), seen.open_deadlines(order), seen.topics(order)) == before


def test_confirming_pays_the_shop_and_a_second_press_is_no_error(signed_in: Client, buyer: User) -> None:
    order = make.shipped_order(buyer=buyer, now=clock.now())
    assert _at(order, "receipt/") in _text(signed_in.get(_at(order)))
    for _time in range(2):
        answer = signed_in.post(_at(order, "receipt/"), {"idempotency_key": "k"}, follow=True)
        assert (answer.status_code, "is with" in _text(answer)) == (200, True)
    assert make.read(order).hold.state == "released"
    assert len(seen.journal()) == 4


def test_what_cannot_be_done_now_is_refused_in_words(signed_in: Client, buyer: User) -> None:
    now = clock.now()
    paid, packed = make.paid_order(buyer=buyer, now=now), make.packed_order(buyer=buyer, now=now)
    answer = signed_in.post(_at(paid, "receipt/"))
    assert (answer.status_code, "This order has not been shipped yet." in _text(answer)) == (422, True)
    assert signed_in.post(_at(packed, "cancellation/"), {"idempotency_key": "a"}).status_code == 302
    answer = signed_in.post(_at(packed, "cancellation/"))
    assert (answer.status_code, "You have asked about this order already." in _text(answer)) == (422, True)
    answer = signed_in.post(_at(paid, "extension/"))
    assert (answer.status_code, "No clock is running" in _text(answer)) == (422, True)


def test_more_time_is_given_once_however_often_the_form_is_sent(signed_in: Client, buyer: User) -> None:
    order = make.delivered_order(buyer=buyer, now=clock.now())
    due = seen.open_deadlines(order)["release"]
    for _time in range(2):
        answer = signed_in.post(_at(order, "extension/"), {"idempotency_key": "k"}, follow=True)
        assert "You have more time now." in _text(answer)
    assert seen.open_deadlines(order)["release"] == due + timedelta(days=3)
    assert signed_in.post(_at(order, "extension/"), {"idempotency_key": "other"}).status_code == 422


def test_cancelling_sends_the_money_back(signed_in: Client, buyer: User) -> None:
    paid, unpaid = make.paid_order(buyer=buyer, now=clock.now()), make.placed_order(buyer=buyer, now=clock.now())
    answer = signed_in.post(_at(paid, "cancellation/"), {"reason": "Too late <b>", "idempotency_key": "a"}, follow=True)
    assert "Your money is on its way back." in _text(answer)
    assert "Too late &lt;b&gt;" in _text(answer)
    answer = signed_in.post(_at(unpaid, "cancellation/"), {"idempotency_key": "b"}, follow=True)
    assert "Nothing was charged." in _text(answer)
    assert [make.read(order).hold.state for order in (paid, unpaid)] == ["refunded", "void"]


def test_opening_the_page_is_proof_of_notice(signed_in: Client, buyer: User) -> None:
    order = make.shipped_order(buyer=buyer, now=clock.now())
    Deadline.objects.filter(kind="release").update(noticed_at=None)
    signed_in.get(_at(order))
    assert Deadline.objects.get(kind="release").noticed_at is not None


def test_the_record_names_what_was_agreed(signed_in: Client, buyer: User) -> None:
    order = make.shipped_order(buyer=buyer, now=clock.now())
    page = _text(signed_in.get(_at(order, "record/")))
    for words in (
        order.reference,
        order.shop.name,
        "Jingmai old-tree",
        "¥118.00",
        "¥10.00",
        "¥128.00",
        order.shipment.number,
    ):
        assert words in page


@pytest.mark.parametrize("stage", ["placed", "paid", "packed", "shipped", "delivered"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_state_has_a_page_in_both_languages(stage: str, language: str, signed_in: Client, buyer: User) -> None:
    order = getattr(make, f"{stage}_order")(buyer=buyer, now=clock.now())
    for page in ("/buy/orders/", *(_at(order, page) for page in PAGES)):
        assert signed_in.get(page, headers={"accept-language": language}).status_code == 200


def test_addresses_are_kept_and_struck_out(signed_in: Client, buyer: User) -> None:
    for _time in range(2):
        signed_in.post("/buy/addresses/", make.DESTINATION.fields())
    (mine,) = Address.objects.all()
    assert (mine.owner, "Wener Road 12" in _text(signed_in.get("/buy/addresses/"))) == (buyer, True)
    assert signed_in.post("/buy/addresses/", {"recipient": "x"}).status_code == 422
    make.placed_order()
    theirs = Address.objects.exclude(pk=mine.pk).get()
    assert signed_in.post(f"/buy/addresses/{theirs.pk}/removal/").status_code == 404
    signed_in.post(f"/buy/addresses/{mine.pk}/removal/")
    assert list(Address.objects.all()) == [theirs]


def test_an_order_is_sent_somewhere_else_until_it_is_packed(signed_in: Client, buyer: User) -> None:
    order = make.paid_order(buyer=buyer, now=clock.now())
    assert _at(order, "address/") in _text(signed_in.get(_at(order)))
    form = {**make.DESTINATION.fields(), "street": "Tea road 1"}
    assert "Tea road 1" in _text(signed_in.post(_at(order, "address/"), form, follow=True))
    assert signed_in.post(_at(order, "address/"), {**form, "phone": ""}).status_code == 422
    packed = make.packed_order(buyer=buyer, now=clock.now())
    assert _at(packed, "address/") not in _text(signed_in.get(_at(packed)))
    answer = signed_in.post(_at(packed, "address/"), form)
    assert (answer.status_code, "so the address stands" in _text(answer)) == (422, True)


def test_the_reason_of_a_shop_is_read_once(signed_in: Client, buyer: User) -> None:
    order = make.paid_order(buyer=buyer)
    cancel_order(order.pk, reason="Broken kiln.", now=clock.now(), actor=make.seller_of(order))
    page = _text(signed_in.get(_at(order)))
    assert page.count("Broken kiln") == 1
    assert "The shop’s reason: “Broken kiln”." in page
