"""What buyers wrote, in public: on the page of a shop, of its goods, and all of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.cards import address
from marketplace.catalog.models import Listing, Sku
from reviews.actions.answer_review import answer_review
from reviews.actions.delete_review import delete_review
from reviews.models import Review
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sku(db: None) -> Sku:
    return make.sku(make.listing(make.shop(name="Wang’s Tea"), stock=50))


def _written(sku: Sku, stars: int = 5, words: str = "Dry and sweet.", name: str = "Lin Yue") -> Review:
    now = clock.now() - timedelta(minutes=1)
    return make.open_review(make.completed_order(buyer=make.user(name), sku=sku, now=now), stars, words, now=now)


def _places(listing: Listing) -> list[str]:
    """Where reviews of it stand."""
    shop = f"/s/{listing.shop.slug}/"
    return [shop, f"{shop}reviews/", address(listing), f"{address(listing)}reviews/"]


def _text(client: Client, where: str) -> str:
    answer: Any = client.get(where)
    assert answer.status_code == 200, where
    return str(answer.content.decode())


def test_each_page_shows_stars_words_answer_and_what_the_money_did_under_a_short_name(client: Client, sku: Sku) -> None:
    review = _written(sku, 2, "Mouldy <b>!", "Lin Yue Who Buys")
    answer_review(review.pk, answer="Our fault.", now=clock.now(), actor=make.seller_of(review.order))
    for place in _places(sku.listing):
        html = _text(client, place)
        told = ("2 of 5", "Mouldy &lt;b&gt;!", "Our fault.", "The money: confirmed by the buyer", "Lin Y. W. B.")
        assert [words for words in told if words not in html] == [], place
        assert "Who Buys" not in html
        assert "Delete this review" not in html


def test_a_deleted_one_stays_as_a_line_with_its_reason_and_counts_no_more(client: Client, sku: Sku) -> None:
    review = _written(sku, 1, "Call 139 1111 2222")
    delete_review(review.pk, reason="It names a telephone number.", now=clock.now(), actor=make.desk())
    for place in _places(sku.listing):
        html = _text(client, place)
        assert ("It names a telephone number." in html, "Call 139" in html, "1 of 5</b>" in html) == (
            True,
            False,
            False,
        )
    assert "Stars, from 0 reviews" in _text(client, address(sku.listing))


def test_what_is_sealed_is_nowhere(client: Client, sku: Sku) -> None:
    now = clock.now()
    make.review(make.completed_order(sku=sku, now=now), 1, "Mouldy!", now=now)
    assert [place for place in _places(sku.listing) if "Mouldy!" in _text(client, place)] == []
    assert "Nobody has written yet" in _text(client, f"/s/{sku.listing.shop.slug}/reviews/")


def test_goods_show_what_was_written_about_them_and_shops_about_all(client: Client, sku: Sku) -> None:
    other = make.sku(make.listing(sku.listing.shop, title="White gaiwan", stock=50))
    _written(sku, words="About the cake.")
    _written(other, words="About the gaiwan.")
    shop, _all, listing, of_listing = (_text(client, place) for place in _places(sku.listing))
    assert [("About the cake." in html, "About the gaiwan." in html) for html in (shop, listing, of_listing)] == [
        (True, True),
        (True, False),
        (True, False),
    ]
    assert "White gaiwan ·" in " ".join(shop.replace("</span>", "").split())


def test_an_operator_is_led_to_deleting_and_nobody_else_is(client: Client, sku: Sku) -> None:
    review = _written(sku)
    place = f"/staff/reviews/{review.pk}/deletion/"
    for person, sees in ((make.operator(), True), (sku.listing.shop.owner, False), (review.order.buyer, False)):
        client.force_login(person)
        assert [place in _text(client, where) for where in _places(sku.listing)] == [sees] * 4


def test_the_record_looks_back_as_far_as_one_chooses(client: Client, sku: Sku) -> None:
    ago = clock.now() - timedelta(days=60)
    make.open_review(make.completed_order(sku=sku, now=ago), now=ago)
    shop = f"/s/{sku.listing.shop.slug}/"
    said = {days: "Stars, from 1 review<" in _text(client, f"{shop}?days={days}") for days in ("30", "90", "365", "x")}
    assert said == {"30": False, "90": True, "365": True, "x": False}
    assert "None opened in the last 30 days." in _text(client, f"{shop}?days=30")
    assert "Counted from what happened in the last 365 days." in _text(client, shop)


def test_all_of_them_stand_on_pages(client: Client, sku: Sku) -> None:
    for number in range(21):
        _written(sku, words=f"Number {number}.")
    place = f"/s/{sku.listing.shop.slug}/reviews/"
    first, second = _text(client, place), _text(client, f"{place}?page=2")
    assert (first.count('<li id="r'), second.count('<li id="r')) == (20, 1)
    assert ("Number 20." in first, "Number 0." in second) == (True, True)
    assert [client.get(f"{place}?page={strange}").status_code for strange in ("0", "-1", "x", "9" * 20)] == [200] * 4


def test_an_old_address_leads_to_the_present_one_and_hidden_goods_hide_their_reviews(client: Client, sku: Sku) -> None:
    listing = sku.listing
    _written(sku)
    answer = client.get(f"/l/{listing.pk}/old/reviews/")
    assert answer.headers["Location"] == f"{address(listing)}reviews/"
    take_down_listing(listing, now=clock.now())
    assert client.get(f"{address(listing)}reviews/").status_code == 404
    assert client.get("/s/nobody/reviews/").status_code == 404
    client.force_login(listing.shop.owner)
    assert client.get(f"{address(listing)}reviews/").status_code == 200


def test_the_rules_are_told_with_the_numbers_we_work_with(client: Client, settings: Any) -> None:
    html = _text(client, "/reviews/")
    assert "until 15 days after the end of the money" in html
    assert "(10 × 3.5 + the sum of all stars)" in html
    assert "3.8" in html  # three friends
    settings.REVIEW_WINDOW, settings.REVIEW_PRIOR_MEAN, settings.REVIEW_PRIOR_WEIGHT = 9 * 86_400, 300, 20
    html = _text(client, "/reviews/")
    assert "until 9 days after the end of the money" in html
    assert "(20 × 3.0 + the sum of all stars)" in html
    assert "9 days are over" in _text(client, "/protection/")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_asks_the_same_however_much_was_written(
    client: Client, sku: Sku, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        _written(sku)
    for where, queries in zip(_places(sku.listing), (12, 7, 12, 7), strict=True):
        client.get(where)
        with django_assert_num_queries(queries):
            client.get(where)
