"""Disputes at the desk: the list, one of them, and our evidence, sent once."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import clock
from escrow.balances import OWED, totals
from escrow.chart import Kind
from marketplace.chargebacks.models import Evidence
from tests import make

pytestmark = pytest.mark.django_db
SAID = {"statement": "It was delivered, and the buyer wrote that it is right."}


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def desk(db: None) -> Client:
    client = Client()
    client.force_login(make.operator())
    return client


def test_without_a_dispute_the_page_says_what_would_stand_there(desk: Client) -> None:
    assert "Nobody disputes a payment" in desk.get(reverse("staff:chargebacks")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_five_queries(
    desk: Client, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make.chargeback(make.paid_order(now=now), now=now)
    with django_assert_num_queries(5):
        page = desk.get(reverse("staff:chargebacks"))
    assert page.content.decode().count('<td class="first">') == count


def test_open_ones_come_first(desk: Client, now: datetime) -> None:
    ended = make.won(make.chargeback(make.paid_order(now=now), now=now), now=now)
    waits = make.chargeback(make.paid_order(now=now), now=now)
    page = desk.get(reverse("staff:chargebacks")).content.decode()
    places = [page.index(reverse("staff:chargeback", args=[one.pk])) for one in (waits, ended)]
    assert places == sorted(places)
    assert "Disputes that want evidence" in desk.get(reverse("staff:desk")).content.decode()


def test_our_evidence_is_written_once_however_often_it_is_sent(desk: Client, now: datetime) -> None:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    place = reverse("staff:chargeback", args=[disputed.pk])
    assert "Send our evidence" in desk.get(place).content.decode()
    for _time in range(2):
        answer = desk.post(place, {**SAID, "idempotency_key": "k"})
        assert (answer.status_code, answer["Location"]) == (302, place)
    assert Evidence.objects.count() == 1
    page = desk.get(place).content.decode()
    told = (SAID["statement"], "on its way", "The provider has our evidence")
    assert [words for words in told if words not in page] == []
    again = desk.post(place, SAID)
    assert (again.status_code, "Our evidence was sent already." in again.content.decode()) == (422, True)


def test_no_words_and_no_time_are_refused_and_nothing_typed_is_lost(
    desk: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    place = reverse("staff:chargeback", args=[disputed.pk])
    assert desk.post(place, {"statement": " \x00 "}).status_code == 422
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7))
    late = desk.post(place, SAID)
    assert (late.status_code, "its time has passed" in late.content.decode()) == (422, True)
    assert "nothing more is taken in" in desk.get(place).content.decode()


def test_a_dispute_takes_eleven_queries(
    desk: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    with django_assert_num_queries(11):
        desk.get(reverse("staff:chargeback", args=[disputed.pk]))


def test_the_journal_and_the_record_of_a_lost_one_stand_there(desk: Client, now: datetime) -> None:
    disputed = make.lost(make.chargeback(make.completed_order(now=now), now=now), now=now)
    page = desk.get(reverse("staff:chargeback", args=[disputed.pk])).content.decode()
    told = ("The dispute was lost", "Taken back by the provider", "Share of a lost dispute", "chargeback:lose")
    assert [words for words in told if words not in page] == []


def test_the_books_say_that_what_banks_keep_is_a_part_of_our_own(desk: Client, now: datetime) -> None:
    make.chargeback(make.paid_order(now=now), now=now)
    page = desk.get(reverse("staff:books"))
    balances = {row.kind: row.balance for row in totals("CNY")}
    kept, lies_there = balances[Kind.CHARGEBACK], balances[Kind.PROVIDER]
    assert kept == 12_800
    assert page.context["books"].cover.minor == lies_there + kept - sum(balances.get(kind, 0) for kind in OWED)
    words = "What lies at the providers and what banks keep while a dispute is open, less everything that is owed"
    overview = desk.get(reverse("staff:overview")).content.decode()
    assert [words in shown for shown in (page.content.decode(), overview)] == [True, True]
