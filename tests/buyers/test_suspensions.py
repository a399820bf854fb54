"""What is suspended of a person's, as they read it, and their appeal."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.deadlines import run_due
from marketplace.deadlines import ACTIONS
from marketplace.suspensions.models import Suspension
from marketplace.users.models import User
from tests import make
from tests.suspensions import seen

DAY = timedelta(days=1)
PLACE = "/account/suspensions/"


@pytest.fixture(autouse=True)
def _clock_at_now(db: None, now: datetime) -> None:
    clock.set_offset(timedelta(0))
    clock.set_offset(now - clock.now())


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, place: str = PLACE) -> str:
    answer = client.get(place)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def appeal(client: Client, suspension: Suspension, words: str = "It was the printer.", key: str = "k") -> int:
    sent = {"words": words, "idempotency_key": key}
    return client.post(f"{PLACE}{suspension.pk}/appeal/", sent).status_code


def test_whose_shop_is_suspended_reads_why_and_what_it_means_and_appeals_once(now: datetime) -> None:
    made = make.suspended_shop(now=now - DAY)
    owner = browser(made.person)
    page = text(owner)
    told = ("Your shop is suspended", "Three buyers showed us counterfeit labels.", "Payouts wait; nothing is lost.")
    assert [words in page for words in told] == [True] * 3
    assert (appeal(owner, made), appeal(owner, made)) == (302, 302)
    assert appeal(owner, made, key="other") == 422
    made.refresh_from_db()
    assert (made.appeal, made.appeal_waits) == ("It was the printer.", True)
    assert seen.records()[-1][3:] == ("suspension_appealed", "seller")
    page = text(owner)
    assert "Somebody who did not suspend decides about it, by" in page
    assert 'name="words"' not in page


def test_a_person_with_a_shop_reads_of_both_and_appeals_against_each(now: datetime) -> None:
    made = make.suspended_person(make.shop().owner, now=now)
    person = browser(made.person)
    page = text(person)
    assert ("Your account and your shop are suspended" in page, page.count('name="words"')) == (True, 2)
    assert [appeal(person, one, key=str(one.pk)) for one in Suspension.objects.all()] == [302, 302]
    assert [role for _of, _id, _book, act, role in seen.records() if act == "suspension_appealed"] == [
        "buyer",
        "seller",
    ]


def test_what_is_refused_comes_back_with_what_was_typed(now: datetime) -> None:
    made = make.suspended_person(now=now)
    person = browser(made.person)
    typed = "x" * 1001
    answers = [
        person.post(f"{PLACE}{made.pk}/appeal/", {"words": words, "idempotency_key": "k"}) for words in (" ", typed)
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert (typed in answers[1].content.decode(), seen.promises()) == (True, [])


def test_of_others_nothing_is_known(now: datetime) -> None:
    made = make.suspended_person(now=now)
    stranger = browser(make.user())
    assert (appeal(stranger, made), appeal(browser(make.operator()), made)) == (404, 404)
    assert "Nothing of yours is suspended" in text(stranger)
    assert Client().get(PLACE)["Location"] == f"/accounts/login/?next={PLACE}"


def test_what_was_decided_is_read(now: datetime) -> None:
    kept = make.kept_suspension(make.appealed_suspension(make.suspended_person(now=now), now=now), now=now)
    page = text(browser(kept.person))
    assert [words in page for words in ("The printer knows nothing of them.", "There is no second appeal.")] == [
        True,
        True,
    ]
    make.lifted_suspension(kept, now=now)
    page = text(browser(kept.person))
    told = ("Nothing of yours is suspended", "Your account was suspended and is free again.", "have been replaced.")
    assert [words in page for words in told] == [True] * 3


def test_a_late_decision_is_owned_up_to(now: datetime) -> None:
    made = make.appealed_suspension(make.suspended_person(now=now - 12 * DAY), now=now - 12 * DAY)
    assert "5 days late" in text(browser(made.person))
    run_due(ACTIONS, now=now)
    assert "We promised to have decided by now, and have not." in text(browser(made.person))


def test_their_other_pages_say_so(now: datetime) -> None:
    made = make.suspended_person(make.shop().owner, now=now)
    make.basket(made.person, now=now)
    person = browser(made.person)
    account = "Your account is suspended. What is open runs on; nothing new can be begun."
    shop = "Your shop is suspended: nothing is sold, and payouts wait. Your orders run on."
    said = {"/account/": account, "/checkout/": account, "/sell/": shop, "/sell/money/": shop, "/sell/listings/": shop}
    assert [words in text(person, place) for place, words in said.items()] == [True] * 5
    barred = make.suspended_person(now=now).person
    assert account in text(browser(barred), "/sell/open/")
    free = browser(make.user())
    assert [account in text(free, place) for place in ("/account/", "/sell/open/")] == [False, False]


def test_placing_is_refused_in_words_and_loses_nothing(now: datetime) -> None:
    person = make.user()
    basket = make.basket(person, now=now)
    client = browser(person)
    page = client.get("/checkout/")
    make.suspended_person(person, now=now)
    sent = {
        "recipient": "Lin Yue",
        "phone": "138 0000 1234",
        "region": "Zhejiang",
        "street": "Wener Road 12",
        "version": str(basket.version),
        "token": page.context["quote"].token,
        "idempotency_key": "k",
    }
    answer = client.post("/checkout/", sent)
    html = answer.content.decode()
    assert (answer.status_code, "Wener Road 12" in html) == (422, True)
    assert html.count("Your account is suspended.") == 2
    basket.refresh_from_db()
    assert basket.lines.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_six_queries(
    now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make.user()
    for _number in range(count - 1):
        make.lifted_suspension(make.suspended_person(person, now=now), now=now)
    make.appealed_suspension(make.suspended_person(person, now=now), now=now)
    client = browser(person)
    with django_assert_num_queries(6):
        client.get(PLACE)


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("placed", "You need not pay: unpaid, the order closes by itself."),
        ("paid", "Your order runs on as promised, and your money is kept meanwhile."),
        ("delivered", "Your order runs on as promised, and your money is kept meanwhile."),
        ("completed", ""),
    ],
)
def test_the_buyers_of_a_suspended_shop_read_that_their_orders_run_on(stage: str, words: str, now: datetime) -> None:
    order = getattr(make, f"{stage}_order")(now=now)
    place = f"/buy/orders/{order.reference}/"
    assert "We have suspended this shop." not in text(browser(order.buyer), place)
    make.suspended_shop(order.shop, now=now)
    page = text(browser(order.buyer), place)
    assert ("We have suspended this shop." in page, words in page) == (bool(words), True)
