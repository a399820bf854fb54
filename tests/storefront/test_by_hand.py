"""What was written by hand is counted in public, from the decisions themselves."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.money import Money
from escrow.payments.actions import by_hand as entries
from escrow.payments.actions.decide import decline
from escrow.payments.models import Decision
from marketplace.trade import by_hand_count
from tests.payments.deciding import TRANSFER, TWO, decided, proposed

pytestmark = pytest.mark.django_db


def test_every_kind_of_entry_is_counted() -> None:
    assert list(by_hand_count.NAMES) == list(entries.KINDS)


def test_what_two_agreed_on_is_counted_by_its_day_and_what_was_turned_down_apart(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    now = clock.now()
    for days, amount in ((1, 100), (60, 200), (200, 400), (400, 800)):
        then = now - timedelta(days=days)
        decided("provider_fee", None, TRANSFER | {"amount": amount, "reference": f"fee-{days}"}, then)
    decided("provider_fee", None, TRANSFER | {"amount": 5, "currency": "JPY", "reference": "fee-yen"}, now)
    decline(proposed("capital_in", None, TRANSFER, now).pk, operator_id=TWO, now=now)
    proposed("capital_in", None, TRANSFER, now)
    with django_assert_num_queries(1):
        found = by_hand_count.written(now)
    fees = next(kind for kind in found.kinds if kind.name == by_hand_count.NAMES["provider_fee"])
    assert fees.counts == ((30, 2, Money(100, "CNY")), (90, 3, Money(300, "CNY")), (365, 4, Money(700, "CNY")))
    assert found.refused == ((30, 1), (90, 1), (365, 1))


def test_other_decisions_are_no_entries_by_hand() -> None:
    now = clock.now()
    Decision.objects.create(
        kind="suspense_return", proposed_by_id=1, decided_by_id=2, agreed=True, proposed_at=now, decided_at=now
    )
    assert {kind.counts[0][1] for kind in by_hand_count.written(now).kinds} == {0}


def test_the_page_says_it(client: Client) -> None:
    now = clock.now()
    decided("provider_fee", None, TRANSFER | {"amount": 77}, now)
    page = client.get("/our-books/").content.decode()
    assert ("Written by hand" in page, "¥0.77" in page) == (True, True)
