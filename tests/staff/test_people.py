"""Finding people and shops, and what their pages say."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import clock
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make.operator("Officer Zhou"))
    return client


def names(desk: Client, **query: str) -> list[str]:
    """Who stands on the page, in their order."""
    answer = desk.get(reverse("staff:people"), query)
    assert answer.status_code == 200
    return [one.name for one in answer.context["page"]]


def test_people_are_found_by_name_address_and_shop_in_either_language(desk: Client) -> None:
    make.user("Lin Yue", email="lin@example.org")
    make.shop(make.user("Wang Li"), name="Labels & More", second_name="标签坊")
    found = [names(desk, q=text) for text in ("lin y", "LIN@", "labels", "标签", "nobody of that name")]
    assert found == [["Lin Yue"], ["Lin Yue"], ["Wang Li"], ["Wang Li"], []]


def test_the_lists_hold_their_own_and_count_them(desk: Client, now: datetime) -> None:
    make.user("Plain")
    make.suspended_person(make.user("Banned"), by=make.desk(), now=now)
    make.suspended_shop(make.shop(make.user("Sells")), by=make.desk(), now=now)
    assert names(desk, show="suspended") == ["Sells", "Banned"]
    assert names(desk, show="shops") == ["Sells"]
    assert set(names(desk, show="operators")) == {"Officer Zhou"}
    tabs = desk.get(reverse("staff:people"), {"show": "x", "q": "sells"}).context["tabs"]
    assert [(tab["count"], tab["here"]) for tab in tabs[1:3]] == [(1, False), (1, False)]
    assert tabs[1]["url"] == "?q=sells&show=suspended"
    assert names(desk, show="suspended", q="ban") == ["Banned"]


@pytest.mark.parametrize("text", ["%00", "x" * 5000, "%25", "%E2%80%AE", "_", "%ED%A0%BD", "%FF"])
@pytest.mark.parametrize("room", ["people", "find"])
def test_a_senseless_question_is_no_error(desk: Client, room: str, text: str) -> None:
    answer = desk.get(f"{reverse(f'staff:{room}')}?q={text}&page=-9", follow=True)
    assert (answer.status_code, answer.redirect_chain[1:]) == (200, [])


def test_the_search_of_the_desk_leads_to_the_order_the_one_person_or_the_list(desk: Client, now: datetime) -> None:
    order = make.placed_order(buyer=make.user("Lin Yue"), now=now)
    for name in ("Sun One", "Sun Two"):
        make.user(name)
    ways = {
        order.reference: reverse("staff:order", args=[order.reference]),
        f" {order.reference} ": reverse("staff:order", args=[order.reference]),
        "lin yue": reverse("staff:person", args=[order.buyer_id]),
        "sun": f"{reverse('staff:people')}?q=sun",
        "2611-000000-00": f"{reverse('staff:people')}?q=2611-000000-00",
        "\0": reverse("staff:people"),
        "": reverse("staff:people"),
    }
    assert {text: desk.get(reverse("staff:find"), {"q": text})["Location"] for text in ways} == ways


def test_the_page_of_a_person_tells_what_they_bought_and_how_their_claims_went(desk: Client, now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    buyer = claim.order.buyer
    page = desk.get(reverse("staff:person", args=[buyer.pk]))
    html = page.content.decode()
    assert (page.context["counts"]["all"], page.context["record"].opened) == (1, 1)
    assert [words in html for words in (buyer.email, claim.order.reference, claim.order.shop.name, "¥128.00")] == [
        True
    ] * 4
    assert reverse("staff:shop", args=[claim.order.shop_id]) in html


def test_the_page_of_a_shop_tells_its_money_and_its_record(desk: Client, now: datetime) -> None:
    order = make.completed_order(now=now)
    page = desk.get(reverse("staff:shop", args=[order.shop_id]))
    html = page.content.decode()
    assert page.context["figures"]["available"].minor == 12505
    assert [words in html for words in (order.shop.name, order.shop.owner.name, order.reference, "¥125.05")] == [
        True
    ] * 4
    assert reverse("staff:person", args=[order.buyer_id]) in html


@pytest.mark.parametrize("name", ["person", "shop"])
def test_whom_nobody_knows_has_no_page(desk: Client, name: str) -> None:
    found = [desk.get(reverse(f"staff:{name}", args=[number])).status_code for number in (0, 404, 10**30)]
    assert found == [404, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_six_queries(
    desk: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make.shop()
    with django_assert_num_queries(6):
        desk.get(reverse("staff:people"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_persons_page_takes_nine_queries(
    desk: Client, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    buyer = make.user()
    for _number in range(count):
        make.placed_order(buyer=buyer, now=now)
        make.lifted_suspension(make.suspended_person(buyer, now=now), now=now)
    with django_assert_num_queries(9):
        desk.get(reverse("staff:person", args=[buyer.pk]))


@pytest.mark.parametrize("count", [1, 3])
def test_a_shops_page_takes_thirteen_queries(
    desk: Client, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shop = make.shop()
    for _number in range(count):
        make.placed_order(sku=make.sku(make.listing(shop, now=now)), now=now)
        make.lifted_suspension(make.suspended_shop(shop, now=now), now=now)
    with django_assert_num_queries(13):
        desk.get(reverse("staff:shop", args=[shop.pk]))


def test_everybody_is_among_people(desk: Client) -> None:
    assert len(names(desk)) == User.objects.count()
