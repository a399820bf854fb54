"""A shop's money by a program: payouts line by line, another bank account, the schedule, the account by day."""

from datetime import datetime, timedelta

import pytest

from core import clock
from escrow.payments.models import PayoutAccount, PayoutSchedule
from marketplace.catalog.models import Shop, Sku
from tests import make
from tests.api.programs import Program, code

SHOP = "/api/v1/shop/"
ANOTHER = {"bank": "ABC", "holder": "Wang Li", "number": "6217 0000 9999"}


@pytest.fixture
def earned(sku: Sku, shop: Shop) -> datetime:
    """125.05 and a bank account; answers now."""
    now = clock.now()
    make.completed_order(sku=sku, now=now)
    make.bank_account(shop, now=now)
    return now


def test_a_payout_says_what_it_is_made_of(seller: Program, stranger: Program, earned: datetime) -> None:
    number = seller.post(f"{SHOP}payouts/", {"amount": 12_000})[1]["id"]
    found = seller.get(f"{SHOP}payouts/{number}/")[1]
    assert [(part["amount"]["minor"], part["whole"], bool(part["order"])) for part in found["parts"]] == [
        (12_000, False, True)
    ]
    assert (found["state"], found["agreement"], found["problem"]) == ("requested", "", "")
    assert stranger.get(f"{SHOP}payouts/{number}/")[0] == 404


def test_another_bank_account_waits_and_is_undone(seller: Program, earned: datetime) -> None:
    assert seller.get(f"{SHOP}bank-account/")[1] == {"account": "ICBC …4471", "waiting": None}
    status, told = seller.put(f"{SHOP}bank-account/", ANOTHER)
    assert (status, told["account"], told["waiting"]["account"]) == (200, "ICBC …4471", "ABC …9999")
    assert code(seller.put(f"{SHOP}bank-account/", ANOTHER)) == (409, "details_wait")
    assert code(seller.post(f"{SHOP}payouts/", {"amount": 12_000})) == (409, "payouts_stopped")
    assert seller.post(f"{SHOP}bank-account/undoing/", {})[1] == {"account": "ICBC …4471", "waiting": None}
    assert code(seller.post(f"{SHOP}bank-account/undoing/", {})) == (409, "details_settled")
    assert sorted(PayoutAccount.objects.values_list("state", flat=True)) == ["in_use", "undone"]


def test_there_is_nothing_to_change_before_the_first_bank_account(seller: Program, shop: Shop) -> None:
    assert code(seller.put(f"{SHOP}bank-account/", ANOTHER)) == (409, "no_payout_account")
    assert seller.put(f"{SHOP}bank-account/", {**ANOTHER, "number": "\0"})[0] == 400


def test_a_schedule_is_chosen(seller: Program, shop: Shop) -> None:
    assert seller.get(f"{SHOP}payout-schedule/")[1]["rhythm"] == "asked"
    told = seller.put(f"{SHOP}payout-schedule/", {"rhythm": "day", "minimum": 5_000})[1]
    assert (told["rhythm"], told["minimum"]["minor"], told["next_at"] is not None) == ("day", 5_000, True)
    assert seller.put(f"{SHOP}payout-schedule/", {"rhythm": "hourly", "minimum": 5_000})[0] == 400
    assert code(seller.put(f"{SHOP}payout-schedule/", {"rhythm": "day", "minimum": 99})) == (400, "payout_too_small")
    assert PayoutSchedule.objects.get().minimum == 5_000


def test_the_account_by_day(seller: Program, stranger: Program, earned: datetime) -> None:
    found = seller.get(f"{SHOP}statement/days/")[1]
    assert (found["opening"]["minor"], found["closing"]["minor"]) == (0, 12_505)
    assert [(day["opening"]["minor"], day["closing"]["minor"], len(day["lines"])) for day in found["days"]] == [
        (0, 12_505, 1)
    ]
    assert [day["day"] for day in found["days"]] == [day["lines"][0]["at"][:10] for day in found["days"]]
    later = (earned + timedelta(days=3)).date().isoformat()
    assert seller.get(f"{SHOP}statement/days/?since={later}&until={later}")[1]["days"] == []
    assert stranger.get(f"{SHOP}statement/days/")[1]["days"] == []


@pytest.mark.parametrize(
    "query",
    ["since=x", "until=0001-01-01", "since=2026-01-02&until=2026-01-01", "since=1999-01-01", "until=9999-12-31"],
)
def test_days_nobody_can_mean_are_refused(seller: Program, shop: Shop, query: str) -> None:
    assert seller.get(f"{SHOP}statement/days/?{query}")[0] == 400
