"""A buyer reviews an order: what the page shows, does once and refuses, and who sees the pictures."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from marketplace.catalog.pictures import take_all
from marketplace.orders.models import Order
from marketplace.users.models import User
from reviews.actions.delete_review import delete_review
from reviews.actions.open_reviews import open_review_window
from reviews.actions.write_review import write_review
from reviews.models import Photo, Review
from tests import make
from tests.reviews import seen

pytestmark = pytest.mark.django_db


def _order(buyer: User) -> Order:
    return make.completed_order(buyer=buyer, now=clock.now())


def _at(order: Order, page: str = "review/") -> str:
    return f"/buy/orders/{order.reference}/{page}"


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _status(client: Client, place: str) -> int:
    """Of a picture, read to its end."""
    answer: Any = client.get(place)
    assert b"".join(answer)
    return int(answer.status_code)


def test_a_review_with_photos_is_kept_once_however_often_it_is_sent(signed_in: Client, buyer: User) -> None:
    order = _order(buyer)
    for _time in range(2):
        sent = {"stars": "4", "words": "Dry <b>.", "photos": make.picture(), "idempotency_key": "k"}
        answer: Any = signed_in.post(_at(order), sent, follow=True)
        assert (answer.status_code, answer.request["PATH_INFO"]) == (200, _at(order))
    (photo,) = Photo.objects.all()
    page = _text(answer)
    assert seen.reviews(order) == [("buyer", 4, False)]
    assert ("Dry &lt;b&gt;." in page, f"/reviews/photos/{photo.pk}/?small" in page) == (True, True)
    assert "The money: confirmed by the buyer" in page
    assert "Only you see this." in page
    assert "sealed until it opens" in page


def test_nothing_is_chosen_beforehand_and_the_page_says_what_follows(signed_in: Client, buyer: User) -> None:
    order = _order(buyer)
    page = _text(signed_in.get(_at(order)))
    assert page.count('name="stars"') == 5
    assert "checked" not in page
    assert f"It stays sealed until {order.shop.name} has reviewed you as well, or until" in page
    assert "If you write nothing until then, there is no review." in page


@pytest.mark.parametrize("stars", [None, "", "0", "6", "-1", "1e9", "4.5", "5\0", "five", ["5", "x"]])
def test_without_one_to_five_stars_nothing_is_kept_and_nothing_typed_is_lost(
    signed_in: Client, buyer: User, stars: object
) -> None:
    order = _order(buyer)
    sent = {"words": "Sweet as ever."} | ({} if stars is None else {"stars": stars})
    answer = signed_in.post(_at(order), sent)
    assert (answer.status_code, "Choose one to five stars." in _text(answer)) == (422, True)
    assert "Sweet as ever.</textarea>" in _text(answer)
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"words": "茶" * 2001}, "2000"),
        ({"words": "a\0b"}, "Null characters are not allowed."),
        ({"photos": [make.picture() for _n in range(7)]}, "Show at most 6 pictures at once."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    signed_in: Client, buyer: User, more: dict[str, Any], words: str
) -> None:
    order = _order(buyer)
    answer = signed_in.post(_at(order), {"stars": "5", **more})
    assert (answer.status_code, words in _text(answer), Review.objects.count()) == (422, True, 0)


def test_what_is_no_picture_is_refused(signed_in: Client, buyer: User) -> None:
    order, upload = _order(buyer), SimpleUploadedFile("cake.jpg", b"<svg onload=alert(1)>")
    answer = signed_in.post(_at(order), {"stars": "5", "photos": upload})
    assert (answer.status_code, "not a picture we can read" in _text(answer)) == (422, True)


def test_before_the_end_of_the_money_and_after_the_window_the_page_says_so(signed_in: Client, buyer: User) -> None:
    now = clock.now()
    held, over = make.delivered_order(buyer=buyer, now=now), make.completed_order(buyer=buyer, now=now)
    make.promise(over, review_window=0)
    for order, words in ((held, "once its money has left our keeping"), (over, "The time to review this order")):
        page = _text(signed_in.get(_at(order)))
        assert ("This cannot be done now" in page, 'name="stars"' in page) == (True, False)
        answer = signed_in.post(_at(order), {"stars": "5"})
        assert (answer.status_code, words in _text(answer)) == (422, True)
        assert _at(order) not in _text(signed_in.get(_at(order, "")))


def test_what_the_shop_wrote_is_read_only_when_one_has_written_oneself(signed_in: Client, buyer: User) -> None:
    order = _order(buyer)
    write_review(order.pk, stars=1, words="Never again!", now=clock.now(), actor=make.seller_of(order))
    assert "Never again!" not in _text(signed_in.get(_at(order)))
    page = _text(signed_in.post(_at(order), {"stars": "5"}, follow=True))
    assert ("Never again!" in page, "1 of 5" in page, "both can be read now" in page) == (True, True, True)


def test_when_only_one_wrote_the_page_says_that_the_other_did_not(signed_in: Client, buyer: User) -> None:
    order = make.review(_order(buyer), now=clock.now()).order
    Review.objects.update(opened_at=clock.now())
    assert "The other side wrote nothing." in _text(signed_in.get(_at(order)))


def test_the_order_leads_to_its_review_and_says_what_became_of_it(signed_in: Client, buyer: User) -> None:
    order = _order(buyer)
    assert f'href="{_at(order)}"' in _text(signed_in.get(_at(order, "")))
    make.review(order, now=clock.now())
    page = _text(signed_in.get(_at(order, "")))
    assert ("Your review, sealed for now" in page, "You reviewed the order." in page) == (True, True)
    write_review(order.pk, stars=5, now=clock.now(), actor=make.seller_of(order))
    page = _text(signed_in.get(_at(order, "")))
    assert ("What was written about this order" in page, "The reviews opened." in page) == (True, True)


def test_orders_to_review_have_their_tab(signed_in: Client, buyer: User) -> None:
    orders = [_order(buyer) for _n in range(3)]
    for order in orders:
        open_review_window(order.pk, now=clock.now())
    make.review(orders[0], now=clock.now())
    page = _text(signed_in.get("/buy/orders/?tab=to_review"))
    assert ("<b>2</b>To review" in page, page.count('<li class="order">')) == (True, 2)
    assert [_at(order) in page for order in orders] == [False, True, True]


def test_pictures_are_their_authors_alone_then_everybodys_then_nobodys() -> None:
    now = clock.now()
    order = make.completed_order(now=now)
    photos = take_all([make.picture()])
    review = write_review(order.pk, stars=2, photos=photos, now=now, actor=make.buyer_of(order))
    place = f"/reviews/photos/{review.photos.get().pk}/"
    people = [_client(person) for person in (order.buyer, order.shop.owner, make.user(), make.operator())]

    def given() -> list[int]:
        return [_status(client, place + rest) for client in (*people, Client()) for rest in ("", "?small")]

    assert given() == [200, 200] + [404] * 8
    sealed: Any = people[0].get(place)
    assert (sealed.headers["Cache-Control"], sealed.headers["Content-Type"]) == ("no-store, private", "image/webp")
    assert b"".join(sealed)[8:12] == b"WEBP"
    write_review(order.pk, stars=5, now=now, actor=make.seller_of(order))
    assert given() == [200] * 10
    public: Any = people[2].get(place)
    assert (public.headers["Cache-Control"], b"".join(public)[8:12]) == ("public, max-age=3600", b"WEBP")
    delete_review(review.pk, reason="A face.", now=now, actor=make.desk())
    assert given() == [404] * 10


def test_pictures_about_a_buyer_are_for_the_two_sides() -> None:
    now = clock.now()
    order = make.completed_order(now=now)
    photos = take_all([make.picture()])
    written = write_review(order.pk, stars=2, photos=photos, now=now, actor=make.seller_of(order))
    place = f"/reviews/photos/{written.photos.get().pk}/"
    buyer, seller, stranger = (_client(person) for person in (order.buyer, order.shop.owner, make.user()))
    assert [_status(client, place) for client in (buyer, seller, stranger)] == [404, 200, 404]
    make.review(order, now=now)
    assert [_status(client, place) for client in (buyer, seller, stranger)] == [200, 200, 404]


@pytest.mark.parametrize("photos", [1, 3])
def test_the_page_of_a_review_takes_eleven_queries(
    photos: int, signed_in: Client, buyer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = _order(buyer)
    shown = take_all([make.picture() for _n in range(photos)])
    write_review(order.pk, stars=5, photos=shown, now=clock.now(), actor=make.buyer_of(order))
    with django_assert_num_queries(11):
        assert signed_in.get(_at(order)).status_code == 200


@pytest.mark.parametrize("orders", [1, 3])
def test_the_list_and_an_order_that_ended_take_eleven_and_fourteen_queries(
    orders: int, signed_in: Client, buyer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order, *_others = [_order(buyer) for _n in range(orders)]
    make.review(order, now=clock.now() + timedelta(seconds=1))
    with django_assert_num_queries(11):
        signed_in.get("/buy/orders/")
    with django_assert_num_queries(14):
        signed_in.get(_at(order, ""))
