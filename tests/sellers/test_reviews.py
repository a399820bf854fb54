"""A shop reviews a buyer, reads what buyers wrote, and answers each once."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.catalog.models import Shop, Sku
from marketplace.claims.actions.withdraw import withdraw
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from reviews.actions.write_review import write_review
from reviews.models import Review
from tests import make
from tests.reviews import seen


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _order(sku: Sku, now: datetime) -> Order:
    return make.completed_order(sku=sku, now=now)


def test_a_buyer_is_reviewed_from_the_order_once(seller: Client, sku: Sku, now: datetime) -> None:
    order = _order(sku, now)
    place = f"/sell/orders/{order.reference}/review/"
    assert f'href="{place}"' in _text(seller.get(f"/sell/orders/{order.reference}/"))
    for _time in range(2):
        sent = {"stars": "5", "words": "Paid at once.", "idempotency_key": "k"}
        answer: Any = seller.post(place, sent, follow=True)
        assert (answer.status_code, "Paid at once." in _text(answer)) == (200, True)
    assert seen.reviews(order) == [("seller", 5, False)]
    again = seller.post(place, {"stars": "1"})
    assert (again.status_code, "You have reviewed this order." in _text(again)) == (422, True)


def test_what_buyers_wrote_is_answered_once(seller: Client, sku: Sku, now: datetime) -> None:
    review = make.open_review(_order(sku, now), 2, "Mouldy <i>!", now=now)
    place = f"/sell/reviews/{review.pk}/answer/"
    page = _text(seller.get("/sell/reviews/"))
    assert ("Mouldy &lt;i&gt;!" in page, "2 of 5" in page, f'href="{place}"' in page) == (True, True, True)
    for _time in range(2):
        sent = {"answer": "Our fault, too little straw.", "idempotency_key": "k"}
        page = _text(seller.post(place, sent, follow=True))
        assert ("Our fault, too little straw." in page, place in page) == (True, False)
    again = seller.post(place, {"answer": "It was the courier."})
    assert (again.status_code, "You have answered this review." in _text(again)) == (422, True)
    assert Review.objects.get(pk=review.pk).answer == "Our fault, too little straw."


@pytest.mark.parametrize(
    ("answer", "words"),
    [("", "This field is required."), ("a" * 1001, "1000"), ("a\0b", "Null"), ("\u200b", "Write something here.")],
)
def test_an_answer_that_says_nothing_or_too_much_is_refused(
    seller: Client, sku: Sku, now: datetime, answer: str, words: str
) -> None:
    review = make.open_review(_order(sku, now), now=now)
    page = seller.post(f"/sell/reviews/{review.pk}/answer/", {"answer": answer})
    assert (page.status_code, words in _text(page)) == (422, True)
    assert Review.objects.get(pk=review.pk).answered_at is None


def test_what_is_sealed_and_what_belongs_to_another_shop_is_not_there(
    seller: Client, stranger: Client, sku: Sku, now: datetime
) -> None:
    order = _order(sku, now)
    sealed, theirs = make.review(order, 1, "Sealed words", now=now), make.open_review(now=now)
    for review in (sealed, theirs):
        assert seller.get(f"/sell/reviews/{review.pk}/answer/").status_code == 404
        assert seller.post(f"/sell/reviews/{review.pk}/answer/", {"answer": "No."}).status_code == 404
    assert "Sealed words" not in _text(seller.get("/sell/reviews/"))
    assert "Sealed words" not in _text(seller.get(f"/sell/orders/{order.reference}/review/"))
    assert stranger.get(f"/sell/orders/{order.reference}/review/").status_code == 404


def test_an_empty_desk_of_reviews_teaches(seller: Client, shop: Shop) -> None:
    assert "Nobody has reviewed you yet" in _text(seller.get("/sell/reviews/"))


@pytest.mark.parametrize("reviews", [1, 3])
def test_the_reviews_and_the_record_take_thirteen_queries(
    seller: Client, sku: Sku, now: datetime, reviews: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(reviews):
        make.open_review(_order(sku, now), now=now)
    with django_assert_num_queries(13):
        assert _text(seller.get("/sell/reviews/")).count('<li id="r') == reviews


@pytest.mark.parametrize("reviews", [1, 3])
def test_an_order_that_was_reviewed_takes_fifteen_queries(
    seller: Client, sku: Sku, now: datetime, reviews: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order, *_others = [make.open_review(_order(sku, now), now=now).order for _n in range(reviews)]
    with django_assert_num_queries(15):
        seller.get(f"/sell/orders/{order.reference}/")


def test_the_desk_shows_the_public_record_and_how_to_better_it(
    seller: Client, sku: Sku, now: datetime, settings: Settings
) -> None:
    order = make.paid_order(sku=sku, now=now)
    cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="None left")
    public, mine = _text(seller.get(f"/s/{sku.listing.shop.slug}/")), _text(seller.get("/sell/reviews/"))
    called_off = '<dt>Called off by the shop</dt><dd class="num">1</dd>'
    assert (called_off in public, called_off in mine) == (True, True)
    assert "You called off 1 paid order. Set what you have not got to 0 pieces" in mine
    assert ("Few reviews weigh little." in mine, "How to better it" in public) == (True, False)
    settings.REVIEW_PRIOR_WEIGHT = 0
    assert "Few reviews weigh little." not in _text(seller.get("/sell/reviews/"))
    assert 'href="/sell/reviews/"' in _text(seller.get("/sell/"))


def test_there_is_nothing_to_better_in_a_record_of_nothing(seller: Client, shop: Shop) -> None:
    assert "How to better it" not in _text(seller.get("/sell/reviews/"))


def test_what_shops_gave_a_buyer_is_seen_beside_their_request_and_nowhere_else(
    seller: Client, sku: Sku, now: datetime
) -> None:
    buyer = make.user("Lin Yue")
    for stars in (1, 5):
        elsewhere = make.completed_order(buyer=buyer, now=now)
        make.review(elsewhere, now=now)
        write_review(elsewhere.pk, stars=stars, now=now, actor=make.seller_of(elsewhere))
    sealed = make.completed_order(buyer=buyer, now=now)
    write_review(sealed.pk, stars=1, now=now, actor=make.seller_of(sealed))
    claim = make.claim(make.delivered_order(buyer=buyer, sku=sku, now=now), now=now)
    place = f"/sell/orders/{claim.order.reference}/claims/{claim.pk}/"
    page = _text(seller.get(place))
    assert ("Stars from shops, 2 reviews" in page, "3.4 of 5" in page) == (True, True)
    withdraw(claim.pk, now=now, actor=make.buyer_of(claim.order))
    assert "Stars from shops" not in _text(seller.get(place))
