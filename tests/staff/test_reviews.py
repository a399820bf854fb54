"""An operator takes a review away; the line with the reason stays."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import clock
from marketplace.users.models import User
from reviews.models import Review
from tests import make

pytestmark = pytest.mark.django_db


def _desk(person: User | None = None) -> Client:
    client = Client()
    client.force_login(person or make.operator())
    return client


def _at(review: Review) -> str:
    return reverse("staff:review_deletion", args=[review.pk])


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_review_is_deleted_once_with_a_reason_that_everybody_reads() -> None:
    review, desk = make.open_review(words="Call 139 1111 2222", now=clock.now()), _desk()
    assert "Call 139 1111 2222" in _text(desk.get(_at(review)))
    for _time in range(2):
        sent = {"reason": "It names a telephone number.", "idempotency_key": "k"}
        page = _text(desk.post(_at(review), sent, follow=True))
        assert "It names a telephone number." in page
        assert ("Call 139" in page, 'name="reason"' in page) == (False, False)
    again = desk.post(_at(review), {"reason": "Other."})
    assert (again.status_code, "This review has been deleted." in _text(again)) == (422, True)


@pytest.mark.parametrize("reason", ["", "\u200b ", "a" * 301])
def test_without_a_readable_reason_it_stays(reason: str) -> None:
    review = make.open_review(now=clock.now())
    assert _desk().post(_at(review), {"reason": reason}).status_code == 422
    assert Review.objects.get(pk=review.pk).deleted_at is None


def test_what_is_sealed_is_not_there_for_the_desk_either() -> None:
    review = make.review(now=clock.now())
    assert (_desk().get(_at(review)).status_code, _desk().post(_at(review), {"reason": "x"}).status_code) == (404, 404)
    page = _text(_desk().get(reverse("staff:order", args=[review.order.reference])))
    assert (_at(review) in page, "Dry and sweet." in page) == (False, False)


def test_nobody_deletes_what_is_about_their_own_order() -> None:
    operator = make.operator()
    review = make.open_review(buyer=operator, now=clock.now())
    answer = _desk(operator).post(_at(review), {"reason": "It hurts."})
    assert (answer.status_code, "an order of your own" in _text(answer)) == (422, True)


def test_the_books_of_an_order_lead_to_its_reviews(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    review, desk = make.open_review(now=clock.now()), _desk()
    place = reverse("staff:order", args=[review.order.reference])
    with django_assert_num_queries(13):
        page = _text(desk.get(place))
    assert page.count("/deletion/") == 2
    with django_assert_num_queries(7):
        desk.get(_at(review))
