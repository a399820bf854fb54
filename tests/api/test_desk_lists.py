"""The lists of the desk's money by the API: their queries do not grow with them, and they come in pages."""

from collections.abc import Callable
from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from core.models import Deadline
from escrow.payments.models import Decision, Refund
from tests import make
from tests.api.desk_rows import payout, rejected, transfer, unknown
from tests.api.programs import Program
from tests.make import bank

pytestmark = pytest.mark.django_db
DESK = "/api/v1/desk/"


def _capital(now: datetime) -> None:
    data = {"amount": 100, "currency": "CNY", "gateway": "sandbox", "reference": f"B-{Decision.objects.count()}"}
    Decision.objects.create(kind="capital_in", data=data, reason="So.", proposed_by=make.operator(), proposed_at=now)


def _unanswered(now: datetime) -> None:
    refund = rejected(now)
    Refund.objects.filter(pk=refund.pk).update(state="sent")
    asked = {"book_id": refund.book_id, "subject_type": "refund", "subject_id": refund.pk, "kind": "ask_refund"}
    Deadline.objects.filter(**asked).delete()
    Deadline.objects.create(**asked, window_from=now, due_at=now, done_at=now, outcome="passed")


def _disputed(now: datetime) -> None:
    make.chargeback(make.paid_order(now=now), now=now)


def _arrived(now: datetime) -> None:
    bank.entered_arrival(now, bank.bank_payment(now), operator_id=make.operator().pk)


def _ordered(now: datetime) -> None:
    make.paid_order(now=now)


#: Each list with what makes a row of it, and its queries: two for who asks and when, the rest for the rows.
LISTS: dict[str, tuple[Callable[[datetime], object], int]] = {
    "decisions": (_capital, 3),
    "refunds": (rejected, 3),
    "payouts": (payout, 4),
    "suspense": (unknown, 3),
    "unanswered": (_unanswered, 5),
    "bank/arrivals": (_arrived, 5),
    "bank/transfers": (transfer, 3),
    "chargebacks": (_disputed, 3),
    "orders": (_ordered, 3),
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("place", LISTS)
def test_a_list_takes_as_many_queries_whatever_its_length(
    first: Program, now: datetime, django_assert_num_queries: DjangoAssertNumQueries, place: str, count: int
) -> None:
    made, taken = LISTS[place]
    for _row in range(count):
        made(now)
    first.get(f"{DESK}{place}/")
    with django_assert_num_queries(taken):
        status, page = first.get(f"{DESK}{place}/")
    assert (status, len(page["results"])) == (200, count)


def test_a_list_comes_in_pages(first: Program, now: datetime) -> None:
    made = [unknown(now).pk for _row in range(3)]
    _status, page = first.get(f"{DESK}suspense/?limit=2")
    _status, rest = first.get(page["next"])
    assert ([row["id"] for row in page["results"] + rest["results"]], rest["next"]) == (made, None)
