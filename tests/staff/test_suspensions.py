"""Suspending from the desk, and deciding what becomes of it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.actor import Actor, Role
from marketplace.staff import queues
from marketplace.suspensions.models import Suspension
from marketplace.users.models import User
from tests import make
from tests.suspensions import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = {"reason": "Three buyers showed us counterfeit labels.", "idempotency_key": "k"}


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def operator() -> User:
    return make.operator("Officer Zhou")


@pytest.fixture
def desk(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def acting(operator: User) -> Actor:
    return Actor(Role.OPERATOR, operator.pk)


def test_a_shop_is_suspended_once_however_often_it_is_pressed(desk: Client, operator: User) -> None:
    shop = make.shop()
    page = reverse("staff:shop", args=[shop.pk])
    assert "Suspend the shop" in desk.get(page).content.decode()
    answers = [desk.post(reverse("staff:shop_suspension", args=[shop.pk]), WHY) for _press in range(2)]
    assert [answer["Location"] for answer in answers] == [page, page]
    assert seen.suspensions() == [("shop", shop.pk, True)]
    made = Suspension.objects.get()
    assert (made.by_id, made.reason) == (operator.pk, WHY["reason"])
    html = desk.get(page).content.decode()
    told = (WHY["reason"], "Nobody has appealed yet.", "You suspended it. What follows, another operator decides.")
    assert [words in html for words in told] == [True] * 3
    assert "Lift the suspension" not in html


def test_a_person_is_suspended_with_their_shop(desk: Client) -> None:
    shop = make.shop()
    page = reverse("staff:person", args=[shop.owner_id])
    assert desk.post(reverse("staff:person_suspension", args=[shop.owner_id]), WHY)["Location"] == page
    assert seen.suspensions() == [("person", shop.owner_id, True), ("shop", shop.pk, True)]


@pytest.mark.parametrize("name", ["person", "shop"])
def test_what_is_refused_comes_back_in_words_with_what_was_typed(desk: Client, now: datetime, name: str) -> None:
    shop = make.shop()
    about = shop.owner_id if name == "person" else shop.pk
    place = reverse(f"staff:{name}_suspension", args=[about])
    missing = desk.post(place, {"reason": " "})
    too_long = desk.post(place, {"reason": "x" * 1001})
    make.suspended_person(shop.owner, now=now)
    again = desk.post(place, WHY)
    assert [answer.status_code for answer in (missing, too_long, again)] == [422] * 3
    html = again.content.decode()
    assert [words in html for words in ("This is suspended already.", WHY["reason"])] == [True, True]
    assert len(seen.suspensions()) == 2


def test_another_operator_lifts_it_and_the_page_tells_the_story(desk: Client, now: datetime) -> None:
    made = make.appealed_suspension(now=now - DAY)
    page = reverse("staff:shop", args=[made.subject_id])
    html = desk.get(page).content.decode()
    assert [words in html for words in ("The labels are the printer’s.", "Lift the suspension", "Keep it")] == [
        True
    ] * 3
    answer = desk.post(reverse("staff:suspension_lifting", args=[made.pk]), {"reason": "It was the printer."})
    assert (answer["Location"], seen.suspensions()) == (page, [("shop", made.subject_id, False)])
    html = desk.get(page).content.decode()
    assert [words in html for words in ("It was the printer.", "Suspend the shop")] == [True, True]


def test_another_operator_keeps_it_and_may_lift_it_later(desk: Client, now: datetime) -> None:
    made = make.appealed_suspension(make.suspended_person(now=now - DAY), now=now - DAY)
    page = reverse("staff:person", args=[made.subject_id])
    answer = desk.post(reverse("staff:suspension_keeping", args=[made.pk]), {"reason": "We looked again."})
    assert (answer["Location"], seen.suspensions()) == (page, [("person", made.subject_id, True)])
    html = desk.get(page).content.decode()
    assert [words in html for words in ("We looked again.", "Lift the suspension", "Keep it")] == [True, True, False]


def test_whoever_suspended_is_refused_in_words(desk: Client, operator: User, now: datetime) -> None:
    made = make.appealed_suspension(make.suspended_shop(by=acting(operator), now=now), now=now)
    before = seen.everything()
    answers = [
        desk.post(reverse(f"staff:suspension_{act}", args=[made.pk]), {"reason": "So."})
        for act in ("keeping", "lifting")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("You suspended it." in answer.content.decode() for answer in answers)
    assert seen.everything() == before


def test_an_operators_own_page_and_another_operators_offer_nothing(desk: Client, operator: User) -> None:
    mine, other = make.shop(operator), make.operator()
    places = [("person", operator.pk), ("shop", mine.pk), ("person", other.pk)]
    pages = [desk.get(reverse(f"staff:{name}", args=[about])).content.decode() for name, about in places]
    words = [
        "This concerns you",
        "This concerns you",
        "No operator suspends another one alone.",
    ]
    assert [word in page for word, page in zip(words, pages, strict=True)] == [True] * 3
    assert [
        desk.post(reverse(f"staff:{name}_suspension", args=[about]), WHY).status_code for name, about in places
    ] == [403, 403, 422]
    assert seen.suspensions() == []


def test_appeals_stand_the_oldest_first_and_are_counted_on_the_front_page(
    desk: Client, operator: User, now: datetime
) -> None:
    assert "No appeal waits" in desk.get(reverse("staff:appeals")).content.decode()
    late = make.appealed_suspension(now=now - 9 * DAY)
    own = make.appealed_suspension(make.suspended_person(by=acting(operator), now=now), now=now - DAY)
    make.kept_suspension(now=now)
    make.lifted_suspension(make.appealed_suspension(now=now), now=now)
    page = desk.get(reverse("staff:appeals"))
    assert [(one.pk, mine) for one, _due, mine in page.context["rows"]] == [(late.pk, True), (own.pk, False)]
    assert [due for _one, due, _mine in page.context["rows"]] == [now - 2 * DAY, now + 6 * DAY]
    counted = next(queue for queue in queues.all_queues(now, operator.pk) if queue.url_name == "staff:appeals")
    assert (counted.count, counted.since) == (2, now - 9 * DAY)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_of_appeals_takes_six_queries(
    desk: Client, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make.appealed_suspension(now=now)
    with django_assert_num_queries(6):
        desk.get(reverse("staff:appeals"))


def test_a_suspension_that_is_not_there_cannot_be_decided(desk: Client) -> None:
    places = [reverse(f"staff:suspension_{act}", args=[404]) for act in ("keeping", "lifting")]
    assert [desk.post(place, WHY).status_code for place in places] == [404, 404]
