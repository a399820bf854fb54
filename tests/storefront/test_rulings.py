"""The public page of our rulings: how many, how fast, how often changed, how often too late; honest about none."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import clock
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.models import Claim
from marketplace.trade import ruling_numbers
from marketplace.trade.ruling_numbers import Waiting, Window
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
#: Days from opening a claim to its lying on the desk, in these tests.
EVIDENCE = 3


def ruled_after(days: float, *, now: datetime, goods: int = 4000) -> Claim:
    """A claim that came to us `EVIDENCE` days after `now` and was ruled on so many days later."""
    claim = make.claim_to_rule(now=now)
    make.rule(claim, goods, now=now + (EVIDENCE + days) * DAY)
    return make.reread(claim)


def pages(client: Client) -> str:
    return client.get(reverse("storefront:rulings")).content.decode()


def test_without_any_ruling_nothing_is_claimed(client: Client, now: datetime) -> None:
    empty = Window(days=30, ruled=0, by_default=0, median_days=None, in_time=0, appeals=0, overturned=0, stood=0)
    assert ruling_numbers.windows(now)[0] == empty
    assert (empty.in_time_percent, empty.overturned_percent) == (None, None)
    assert ruling_numbers.waiting(now) == Waiting(claims=0, overdue=0)
    shown = pages(client)
    assert ("We have not had to rule in the last 365 days." in shown, "100%" in shown) == (True, False)


def test_rulings_are_counted_by_when_they_were_given(now: datetime) -> None:
    for ago in (20, 60, 200, 400):
        ruled_after(2, now=now - ago * DAY)
    assert [(one.days, one.ruled) for one in ruling_numbers.windows(now)] == [(30, 1), (90, 2), (365, 3)]


def test_the_median_and_the_share_in_time_count_from_lying_on_the_desk(now: datetime) -> None:
    for days in (1, 4, 9):
        ruled_after(days, now=now - 20 * DAY)
    month = ruling_numbers.windows(now)[0]
    assert (month.median_days, month.in_time, month.in_time_percent) == (4.0, 2, 66)


def test_seven_days_to_the_second_are_in_time(now: datetime) -> None:
    ruled_after(7, now=now - 20 * DAY)
    assert ruling_numbers.windows(now)[0].in_time == 1


def test_what_was_decided_by_default_counts_as_late_and_for_its_whole_time(now: datetime) -> None:
    claim = make.claim_to_rule(now=now - 40 * DAY)
    pass_clock(claim.pk, "ruling_latest", now=make.due_of(claim, "ruling_latest"))
    month = ruling_numbers.windows(now)[0]
    assert (month.ruled, month.by_default, month.in_time, month.in_time_percent) == (0, 1, 0, 0)
    assert (month.median_days, month.decided) == (30.0, 1)


def test_an_appeal_overturns_only_when_it_divides_otherwise(now: datetime) -> None:
    for goods in (4000, 1000, 4001):
        make.rule(make.appealed_claim(goods=4000, now=now - 20 * DAY), goods, now=now - DAY)
    month = ruling_numbers.windows(now)[0]
    assert (month.ruled, month.appeals, month.overturned, month.overturned_percent) == (3, 3, 2, 67)


def test_an_appeal_nobody_ruled_on_is_told_apart(now: datetime) -> None:
    claim = make.appealed_claim(now=now - 30 * DAY)
    pass_clock(claim.pk, "appeal_latest", now=make.due_of(claim, "appeal_latest"))
    quarter = ruling_numbers.windows(now)[1]
    assert (quarter.ruled, quarter.appeals, quarter.overturned, quarter.stood) == (1, 0, 0, 1)


def test_a_proposal_is_no_ruling(now: datetime, settings: object) -> None:
    settings.RULING_FOUR_EYES_ABOVE = 0  # type: ignore[attr-defined]
    make.rule(make.claim_to_rule(now=now - DAY), 4000, now=now)
    assert ruling_numbers.windows(now)[2].ruled == 0


def test_what_lies_with_us_now_is_said_and_what_is_late(client: Client, now: datetime, clock_at: None) -> None:
    make.claim_to_rule(now=now)
    late = make.claim_to_rule(now=now - 20 * DAY)
    make.appealed_claim(now=now)
    assert ruling_numbers.waiting(now) == Waiting(claims=3, overdue=1)
    pass_clock(late.pk, "ruling_promise", now=now)
    assert ruling_numbers.waiting(now) == Waiting(claims=3, overdue=1)
    shown = pages(client)
    assert ("3 requests lie with us now." in shown, "has passed for 1 of them" in shown) == (True, True)


@pytest.fixture
def clock_at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_three_queries(
    client: Client, now: datetime, clock_at: None, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        ruled_after(2, now=now - 20 * DAY)
    with django_assert_num_queries(3):
        pages(client)


@pytest.mark.parametrize("page", ["protection", "books"])
def test_protection_and_the_books_lead_here(page: str, client: Client) -> None:
    shown = client.get(reverse(f"storefront:{page}")).content.decode()
    assert reverse("storefront:rulings") in shown
