"""The page of a shop's deposit, where the host has a bank account and no cashier."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from core import clock
from core.models import Deadline
from escrow.payments.models import Payment
from marketplace.catalog.models import Shop

PLACE = "/sell/deposit/"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _account(settings: Settings) -> None:
    settings.GATEWAY = "bank_transfer"
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
    settings.GATEWAY = "sandbox"
    seller.post(PLACE, {"amount": "500", "idempotency_key": "k"})
    page = seller.get(PLACE).content.decode()
    assert ("To the cashier" in page, "6222 0200 0000 0009" in page) == (True, False)
