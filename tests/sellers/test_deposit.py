"""The page of a shop's deposit: paid in where the host has a bank account and no cashier, and sent back."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from core import clock
from core.actor import SYSTEM
from core.deadlines import run_due
from core.models import Deadline
from escrow.payments.actions import payouts
from escrow.payments.actions.large_payouts import refuse_payout
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.models import Payment, Payout
from escrow.payments.news import take_in
from escrow.payments.providers.protocol import Declined
from marketplace.catalog.actions.close_shop import close_shop
from marketplace.catalog.models import Shop
from marketplace.deadlines import ACTIONS
from tests import make
from tests.make import after
from tests.payments.conftest import merchant, running, sandbox
from tests.sandbox.running import Sandbox

__all__ = ["merchant", "running", "sandbox"]

PLACE = "/sell/deposit/"
DAY = timedelta(days=1)
_NONE_CAME = (
    "No payment has come yet: so the payment provider answered, %(at)s. Some payments take a moment; we go on asking."
)


@pytest.fixture(autouse=True)
def _account(settings: Settings) -> None:
    settings.GATEWAYS = ["bank_transfer"]
    settings.BANK_HOLDER, settings.BANK_NAME = "Danbao Ltd", "Farmers’ Bank"
    settings.BANK_NUMBER, settings.BANK_CODE = "6222 0200 0000 0009", "FARMCNBJ"


def test_by_bank_transfer_the_page_says_where_to_what_to_write_and_until_when(seller: Client, shop: Shop) -> None:
    answer = seller.post(PLACE, {"amount": "500", "idempotency_key": "k"})
    payment = Payment.objects.get()
    assert (answer.status_code, answer["Location"].endswith(PLACE)) == (302, True)
    assert (payment.gateway, payment.expires_at - payment.opened_at) == ("bank_transfer", 7 * DAY)
    due = Deadline.objects.get(subject_type="payment", subject_id=payment.pk, kind="pay")
    assert due.due_at == payment.expires_at
    page = seller.get(PLACE).content.decode()
    told = ("Transfer ¥500.00 to our account", "Danbao Ltd", "6222 0200 0000 0009", "FARMCNBJ", payment.reference)
    assert [words for words in told if words not in page] == []
    assert "To the cashier" not in page


def test_when_the_time_has_passed_nobody_is_told_to_send_money(seller: Client, shop: Shop) -> None:
    seller.post(PLACE, {"amount": "500", "idempotency_key": "k"})
    Payment.objects.update(expires_at=clock.now())
    assert "6222 0200 0000 0009" not in seller.get(PLACE).content.decode()


def test_with_a_cashier_no_account_is_shown(seller: Client, shop: Shop, settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox"]
    seller.post(PLACE, {"amount": "500", "idempotency_key": "k"})
    page = seller.get(PLACE).content.decode()
    assert ("To the cashier" in page, "6222 0200 0000 0009" in page) == (True, False)


def test_back_from_the_cashier_the_owner_is_told_to_look_again_before_paying_again(
    seller: Client, shop: Shop, settings: Settings
) -> None:
    settings.GATEWAYS = ["sandbox"]
    seller.post(PLACE, {"amount": "500", "idempotency_key": "k"})
    page = seller.get(PLACE).content.decode()
    assert (f'action="{PLACE}question/"' in page, "Ask again now" in page) == (True, True)
    assert ("Paid already?" in page, "Then do not pay again" in page) == (True, True)
    Payment.objects.update(expires_at=clock.now())
    assert "Ask again now" not in seller.get(PLACE).content.decode()


def test_asked_about_a_deposit_that_has_not_come_the_page_says_so_and_when(
    seller: Client, shop: Shop, settings: Settings, sandbox: Sandbox
) -> None:
    _waiting(seller, settings)
    words = "No payment has come yet: so the payment provider answered, "
    assert words not in seller.get(PLACE).content.decode()
    assert words in seller.post(f"{PLACE}question/", follow=True).content.decode()
    with translation.override("zh-hans"):
        assert "还没有收到付款：这是支付机构" in str(translation.gettext(_NONE_CAME))
    seller.get(f"{PLACE}cashier/")
    assert words not in seller.get(PLACE).content.decode()


def test_a_declined_deposit_is_called_that_until_it_is_tried_again(
    seller: Client, shop: Shop, settings: Settings
) -> None:
    payment = _waiting(seller, settings)
    at = clock.now()
    take_in(Declined(payment.reference, at), gateway="sandbox", now=at)
    words = "Your bank or wallet said no, and nothing was charged. Pay ¥500.00 once more"
    assert words in seller.get(PLACE).content.decode()
    assert "/cashier/" in seller.get(f"{PLACE}cashier/")["Location"]
    assert words not in seller.get(PLACE).content.decode()
    Payment.objects.update(expires_at=clock.now())
    assert seller.get(f"{PLACE}cashier/")["Location"] == PLACE


def test_money_that_came_twice_for_a_deposit_is_named(seller: Client, shop: Shop, settings: Settings) -> None:
    payment = _waiting(seller, settings)
    for charge in ("once", "again"):
        make.heard(payment, now=clock.now(), reference=charge)
    page = seller.get(PLACE).content.decode()
    assert "¥500.00 came a second time. It goes back to you by itself." in page


def _waiting(seller: Client, settings: Settings) -> Payment:
    cache.clear()
    settings.GATEWAYS = ["sandbox"]
    seller.post(PLACE, {"amount": "500", "idempotency_key": "k"})
    return Payment.objects.get()


def _charge(sandbox: Sandbox, payment: Payment) -> None:
    body = {"reference": payment.reference, "amount_minor": payment.amount, "currency": payment.currency}
    assert sandbox.post("/api/charges/", {**body, "notify_url": "http://127.0.0.1:9/"}, key="k").status == 201


def test_asking_the_provider_finds_the_deposit_that_no_webhook_told(
    seller: Client, shop: Shop, settings: Settings, sandbox: Sandbox
) -> None:
    _charge(sandbox, _waiting(seller, settings))
    assert "is waited for" in seller.get(PLACE).content.decode()
    page = seller.post(f"{PLACE}question/", follow=True).content.decode()
    assert ("¥500.00 has come" in page, "is waited for" in page) == (True, False)


def test_about_a_deposit_the_provider_is_asked_every_two_seconds_at_most(
    seller: Client, shop: Shop, settings: Settings, sandbox: Sandbox
) -> None:
    payment = _waiting(seller, settings)
    seller.post(f"{PLACE}question/")
    _charge(sandbox, payment)
    seller.post(f"{PLACE}question/")
    assert payment.captures.count() == 0
    cache.clear()
    seller.post(f"{PLACE}question/")
    assert payment.captures.count() == 1


def test_asking_about_no_deposit_or_a_silent_provider_is_no_error(
    seller: Client, stranger: Client, shop: Shop, settings: Settings
) -> None:
    payment = _waiting(seller, settings)
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    silent = "The payment provider does not answer at the moment."
    assert silent not in seller.get(PLACE).content.decode()
    assert [one.post(f"{PLACE}question/")["Location"] for one in (seller, stranger)] == [PLACE, PLACE]
    assert silent in seller.get(PLACE).content.decode()
    assert payment.captures.count() == 0


@pytest.mark.parametrize("way", ["sandbox", "bank_transfer"])
def test_when_the_way_was_closed_meanwhile_the_page_says_so(
    way: str, seller: Client, shop: Shop, settings: Settings
) -> None:
    settings.GATEWAYS = [way]
    form = {"amount": "500", "idempotency_key": "k"}
    seller.post(PLACE, form)
    settings.DEMO, settings.BANK_NUMBER = False, ""
    page = seller.get(PLACE).content.decode()
    told = (
        "This way of paying is no longer open here. Once the time of this payment is over",
        "To the cashier",
        "6222",
    )
    assert [words in page for words in told] == [True, False, False]
    settings.GATEWAYS, settings.BANK_NUMBER = ["bank_transfer"], "6222"
    again = seller.post(PLACE, form)
    assert (again.status_code, again["Location"].endswith(PLACE), Payment.objects.count()) == (302, True, 1)


def test_with_two_ways_the_owner_chooses(seller: Client, shop: Shop, settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox", "bank_transfer"]
    page = seller.get(PLACE).content.decode()
    assert [words for words in ("How do you pay?", "By bank transfer", "You have 7 days") if words not in page] == []
    asked = {"amount": "500", "idempotency_key": "k"}
    for way in ("x", ""):
        assert seller.post(PLACE, {**asked, "gateway": way}).status_code == 422
    assert Payment.objects.count() == 0
    answers = [seller.post(PLACE, {**asked, "gateway": "bank_transfer"})["Location"] for _time in range(2)]
    assert ([place.endswith(PLACE) for place in answers], Payment.objects.get().gateway) == (
        [True] * 2,
        "bank_transfer",
    )
    page = seller.post(PLACE, {**asked, "gateway": "sandbox", "idempotency_key": "other"}).content.decode()
    assert ("Another payment of the deposit is still waited for." in page, Payment.objects.count()) == (True, 1)


def _closed(shop: Shop) -> None:
    """It left a deposit and has closed."""
    now = clock.now()
    names = {"bank": "ABC", "holder": "Wang Fang", "number": "6222000000001234"}
    set_payout_account(book_id=shop.book_id, owner_id=shop.owner_id, **names, now=now, actor=SYSTEM)
    after.deposited(now, book_id=shop.book_id)
    close_shop(shop.pk, now=now, actor=SYSTEM)


def test_a_closed_shop_sees_its_deposit_come_back_and_has_it_sent_again(
    seller: Client, shop: Shop, settings: Settings
) -> None:
    settings.GATEWAYS = ["sandbox"]
    _closed(shop)
    page = seller.get(PLACE).content.decode()
    assert ("goes to your bank account by itself" in page, "Send it to my bank account" in page) == (True, False)
    assert seller.post(PLACE, {"idempotency_key": "a"}).status_code == 422
    run_due(ACTIONS, now=clock.now())
    payout = Payout.objects.get()
    assert "Your deposit was sent to your bank account" in seller.get(PLACE).content.decode()
    payouts._mark_sent(payout, clock.now())
    payouts.return_payout(payout.pk, "The bank does not know this account.", now=clock.now())
    page = seller.get(PLACE).content.decode()
    told = (
        "Your deposit came back and is here again",
        "Your bank wrote:",
        "The bank does not know this account.",
        "¥500.00",
    )
    assert [words for words in told if words not in page] == []
    assert "is in your deposit again" in seller.get(f"/sell/money/payouts/{payout.pk}/").content.decode()
    answers = [seller.post(PLACE, {"idempotency_key": "b"}) for _time in range(2)]
    again = Payout.objects.latest("pk")
    assert [answer["Location"] for answer in answers] == [f"/sell/money/payouts/{again.pk}/"] * 2
    assert (again.pk != payout.pk, again.amount, again.from_deposit) == (True, 50_000, True)


def test_a_closed_shop_reads_why_the_desk_did_not_send_it(seller: Client, shop: Shop, settings: Settings) -> None:
    settings.GATEWAYS, settings.PAYOUT_FOUR_EYES_ABOVE = ["sandbox"], 0
    _closed(shop)
    run_due(ACTIONS, now=clock.now())
    payout = Payout.objects.get()
    refuse_payout(payout.pk, "The account is not yours.", now=clock.now(), actor=SYSTEM)
    page = seller.get(PLACE).content.decode()
    told = ("We did not send your deposit", "The account is not yours.", "ABC …1234", "Send it to my bank account")
    assert [words for words in told if words not in page] == []
    assert "Your bank wrote" not in page
