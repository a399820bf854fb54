"""The desk is there for operators alone."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db

ROOMS = (
    "desk",
    "overview",
    "overview_csv",
    "books",
    "deadlines",
    "without_notice",
    "letters",
    "refunds",
    "unanswered",
    "suspense",
    "decisions",
    "people",
    "appeals",
    "mail",
)


def as_(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


@pytest.mark.parametrize("room", ROOMS)
def test_an_operator_enters_and_nothing_is_kept_by_a_cache(room: str) -> None:
    answer = as_(make.operator()).get(reverse(f"staff:{room}"))
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


@pytest.mark.parametrize("room", ROOMS)
def test_to_others_the_desk_does_not_exist(room: str) -> None:
    found = [as_(person).get(reverse(f"staff:{room}")).status_code for person in (None, make.user())]
    assert found == [404, 404]


def test_an_operator_who_was_shut_out_is_out_at_once() -> None:
    operator = make.operator()
    client = as_(operator)
    User.objects.filter(pk=operator.pk).update(is_active=False)
    assert client.get(reverse("staff:desk")).status_code == 404


@pytest.mark.parametrize("name", ["clock", "make_due", "told", "send_again", "agree", "decline"])
def test_no_get_changes_anything(name: str) -> None:
    url = reverse(f"staff:{name}", args=[] if name == "clock" else [1])
    assert as_(make.operator()).get(url).status_code == 405


@pytest.mark.parametrize("room", ["deadlines", "mail"])
@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "1\0"])
def test_a_senseless_page_number_is_no_error(room: str, page: str) -> None:
    assert as_(make.operator()).get(reverse(f"staff:{room}"), {"page": page}).status_code == 200


def test_an_order_opens_with_its_journal(now: datetime) -> None:
    order = make.placed_order(now=now)
    answer = as_(make.operator()).get(reverse("staff:find"), {"q": order.reference}, follow=True)
    assert (answer.status_code, "No money has moved yet." in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("released", [False, True])
def test_an_orders_page_takes_a_known_number_of_queries(
    now: datetime, *, released: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = make.delivered_order(now=now)
    if released:
        confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    client = Client()
    client.force_login(make.user("operator", is_staff=True))
    # session, user, order, clock; facts 2 or 3; accounts, lines; the frame; deadlines, records
    with django_assert_num_queries(12 if released else 11):
        client.get(f"/staff/orders/{order.reference}/")
