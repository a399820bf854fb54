"""A shop's deposit by a program: paid in, asked for again; and its closing."""

from datetime import datetime
from typing import Any

import pytest
from pytest_django import Settings

from core.outbox import deliver_due
from escrow.payments.models import Payment, Payout
from marketplace.catalog.models import Shop
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make
from tests.access.leaving import leaving
from tests.api.programs import Program, code, program_of
from tests.make import after

PLACE = "/api/v1/shop/deposit/"
PAY, BACK, CLOSE = f"{PLACE}payments/", f"{PLACE}return/", "/api/v1/shop/closing/"


@pytest.fixture(autouse=True)
def _asked_for(settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox"]
    settings.SHOP_DEPOSIT = 50_000


@pytest.fixture
def leaver(now: datetime) -> Program:
    """Its deposit came back after its shop had closed."""
    return program_of(leaving(now).owner)


def _figures(told: Any) -> tuple[int, ...]:
    return tuple(told[name]["minor"] for name in ("deposited", "asked", "missing", "owed"))


def _may(told: Any) -> list[tuple[str, str, str]]:
    return [(one["action"], one["address"], one["blocked_reason"]) for one in told["available_actions"]]


def test_it_is_paid_in_and_read(seller: Program, shop: Shop, now: datetime) -> None:
    told = seller.get(PLACE)[1]
    assert (_figures(told), told["waiting"], told["sent"]) == ((0, 50_000, 50_000, 0), None, None)
    assert _may(told) == [("pay_deposit", PAY, "")]
    status, paying = seller.post(PAY, {"amount": 50_000}, key="once")
    payment = Payment.objects.get()
    assert (status, paying["reference"], paying["stands"], paying["transfer_to"]) == (
        201,
        payment.reference,
        "waiting",
        None,
    )
    assert "/cashier/" in paying["cashier"]
    assert (seller.post(PAY, {"amount": 50_000}, key="once")[1], seller.last["Idempotency-Replayed"]) == (
        paying,
        "true",
    )
    told = seller.get(PLACE)[1]
    assert (told["waiting"], _may(told)[0][2]) == (paying, "Another payment of the deposit is still waited for.")
    make.capture(payment, now=now)
    assert seller.get(PLACE)[1]["waiting"] == {**paying, "stands": "coming", "cashier": None}
    deliver_due(SUBSCRIPTIONS, now=now)
    told = seller.get(PLACE)[1]
    assert (_figures(told), told["waiting"]) == ((50_000, 50_000, 0, 0), None)


def test_what_cannot_be_paid_in_is_refused(seller: Program, shop: Shop) -> None:
    nonsense: list[object] = [0, -1, "x", None, True, [], {}, 1.5, 2**63, "\0", "\ud800"]
    assert [code(seller.post(PAY, {"amount": one})) for one in nonsense] == [(400, "invalid")] * len(nonsense)
    assert code(seller.post(PAY, {"amount": 49_999})) == (400, "deposit_too_small")
    assert Payment.objects.count() == 0


def test_another_sum_waits_and_a_site_without_a_provider_takes_none(
    seller: Program, shop: Shop, settings: Settings
) -> None:
    settings.GATEWAYS = []
    assert code(seller.post(PAY, {"amount": 50_000})) == (409, "no_gateway")
    settings.GATEWAYS = ["sandbox"]
    seller.post(PAY, {"amount": 50_000}, key="first")
    assert code(seller.post(PAY, {"amount": 60_000})) == (409, "deposit_waits")
    assert code(seller.post(PAY, {"amount": 60_000}, key="first")) == (422, "idempotency_mismatch")
    assert Payment.objects.count() == 1


def test_by_bank_transfer_it_says_where_to(seller: Program, shop: Shop, settings: Settings) -> None:
    settings.GATEWAYS = ["bank_transfer"]
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222 0009"
    paying = seller.post(PAY, {"amount": 50_000})[1]
    assert (paying["transfer_to"]["number"], paying["transfer_to"]["reference"]) == ("6222 0009", paying["reference"])


def test_a_way_that_was_closed_meanwhile_says_so(seller: Program, shop: Shop, settings: Settings) -> None:
    seller.post(PAY, {"amount": 50_000}, key="once")
    settings.DEMO = False
    waiting = seller.get(PLACE)[1]["waiting"]
    assert (waiting["stands"], waiting["cashier"], waiting["transfer_to"]) == ("waiting", None, None)
    assert waiting["blocked_reason"].startswith("This way of paying is no longer open here. Once the time of this")


def test_a_program_chooses_among_the_ways_that_are_open(seller: Program, shop: Shop, settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox", "bank_transfer"]
    assert [way["gateway"] for way in seller.get(PLACE)[1]["ways_to_pay"]] == ["sandbox"]
    asked = {"amount": 50_000, "gateway": "bank_transfer"}
    assert code(seller.post(PAY, asked)) == (400, "gateway_unavailable")
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222 0009"
    assert [way["title"] for way in seller.get(PLACE)[1]["ways_to_pay"]] == [
        "Online, with the sandbox bank",
        "By bank transfer",
    ]
    nonsense: list[object] = ["x", "alipay", "", None, [], {}, 1.5, "x" * 17, "\0", "\ud800"]
    assert {code(seller.post(PAY, {**asked, "gateway": one}))[0] for one in nonsense} == {400}
    assert Payment.objects.count() == 0
    paying = seller.post(PAY, asked)[1]
    assert (paying["gateway"], paying["transfer_to"]["number"]) == ("bank_transfer", "6222 0009")


def test_what_came_back_is_sent_once_more(leaver: Program) -> None:
    told = leaver.get(PLACE)[1]
    assert (_figures(told), told["goes_back_at"], told["sent"]["state"]) == ((50_000, 50_000, 0, 0), None, "returned")
    assert _may(told) == [("ask_for_deposit", BACK, "")]
    status, sent = leaver.post(BACK, key="once")
    assert (status, sent["state"], sent["amount"]["minor"]) == (201, "requested", 50_000)
    assert (leaver.post(BACK, key="once")[1], leaver.last["Idempotency-Replayed"]) == (sent, "true")
    assert code(leaver.post(BACK)) == (409, "no_deposit")
    told = leaver.get(PLACE)[1]
    assert (told["sent"]["id"], told["available_actions"]) == (sent["id"], [])
    assert Payout.objects.count() == 2
    assert code(leaver.post(PAY, {"amount": 50_000})) == (409, "shop_closed")


def test_a_shop_is_closed_once_and_its_deposit_goes_by_itself(seller: Program, shop: Shop, now: datetime) -> None:
    assert code(seller.post(BACK)) == (409, "shop_open")
    make.bank_account(shop, now=now)
    after.deposited(now, book_id=shop.book_id)
    status, closed = seller.post(CLOSE, key="once")
    assert (status, closed["closed_at"] is not None) == (200, True)
    assert (seller.post(CLOSE, key="once")[1], seller.last["Idempotency-Replayed"]) == (closed, "true")
    assert code(seller.post(CLOSE)) == (409, "shop_closed")
    told = seller.get(PLACE)[1]
    assert (told["goes_back_at"] is not None, told["missing"]["minor"], _may(told)) == (True, 0, [])
    assert code(seller.post(BACK)) == (409, "deposit_due")


def test_a_shop_with_something_open_stays(seller: Program, shop: Shop, now: datetime) -> None:
    after.deposited(now, book_id=shop.book_id)
    assert code(seller.post(CLOSE)) == (409, "no_payout_account")
    sku = make.sku(make.listing(shop, now=now))
    make.paid_order(sku=sku, now=now)
    assert code(seller.post(CLOSE)) == (409, "orders_open")
    shop.refresh_from_db()
    assert shop.closed_at is None


def test_a_shop_with_money_here_and_one_that_is_suspended_stay(
    seller: Program, shop: Shop, now: datetime, settings: Settings
) -> None:
    settings.SHOP_DEPOSIT = 0
    make.completed_order(sku=make.sku(make.listing(shop, now=now)), now=now)
    assert code(seller.post(CLOSE)) == (409, "money_open")
    make.suspended_shop(of=shop, now=now)
    assert code(seller.post(CLOSE)) == (409, "shop_suspended")


def test_a_token_needs_the_scope_and_others_find_nothing(shop: Shop, buyer: Program, nobody: Program) -> None:
    reader, sells, money = (program_of(shop.owner, [one]) for one in ("read", "sell", "money"))
    for one in (reader, sells):
        assert code(one.get(PLACE)) == (403, "scope_missing")
        assert [code(one.post(place, {"amount": 50_000})) for place in (PAY, BACK)] == [(403, "scope_missing")] * 2
    assert [code(one.post(CLOSE)) for one in (reader, money)] == [(403, "scope_missing")] * 2
    assert money.get(PLACE)[0] == 200
    for program, refused in ((buyer, 404), (nobody, 401)):
        assert program.get(PLACE)[0] == refused
        assert [program.post(place, {"amount": 50_000})[0] for place in (PAY, BACK, CLOSE)] == [refused] * 3
