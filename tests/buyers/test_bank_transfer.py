"""Who pays by bank transfer is told to which account, how much, until when, and what to write on it."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.conf import settings as policy
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core import clock
from core.models import Deadline
from core.references import is_reference
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Payment
from marketplace.orders.actions.close_unpaid import close_unpaid
from tests import make
from tests.make import bank

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _account(settings: Settings) -> None:
    settings.GATEWAYS = ["bank_transfer"]
    settings.BANK_HOLDER, settings.BANK_NAME = "Danbao Ltd", "Farmers’ Bank"
    settings.BANK_NUMBER, settings.BANK_CODE = "6222 0200 0000 0009", "FARMCNBJ"


@pytest.fixture
def buyer() -> Client:
    client = Client()
    client.force_login(make.user("Lin"))
    return client


def placed(buyer: Client) -> Payment:
    """One piece, placed through the form."""
    sku = make.sku()
    buyer.post(reverse("buyers:basket"), {"sku": sku.pk, "quantity": 1})
    page = buyer.get(reverse("buyers:checkout")).content.decode()
    assert "You pay by bank transfer" in page
    form = buyer.get(reverse("buyers:checkout")).context["form"]
    sent = {**asdict(make.DESTINATION), "version": form["version"].value(), "token": form["token"].value()}
    quote = buyer.get(reverse("buyers:checkout")).context["quote"]
    sent |= {"version": quote.version, "token": quote.token, "idempotency_key": "k"}
    answer = buyer.post(reverse("buyers:checkout"), sent)
    payment = Payment.objects.get()
    assert answer["Location"] == policy.SITE_URL + reverse("buyers:paying", args=[payment.reference])
    return payment


def test_the_page_says_what_to_write(buyer: Client) -> None:
    payment = placed(buyer)
    page = buyer.get(reverse("buyers:paying", args=[payment.reference])).content.decode()
    told = ("Danbao Ltd", "Farmers’ Bank", "6222 0200 0000 0009", "FARMCNBJ", payment.reference, "Write this on it")
    assert [words for words in told if words not in page] == []
    assert (payment.gateway, is_reference(payment.reference)) == ("bank_transfer", True)


def test_a_transfer_has_days_to_arrive_and_the_reminder_too(buyer: Client) -> None:
    payment = placed(buyer)
    assert payment.expires_at - payment.opened_at == timedelta(days=7)
    due = dict(Deadline.objects.filter(subject_type="payment", done_at=None).values_list("kind", "due_at"))
    assert due["pay"] - payment.opened_at == timedelta(days=7)
    assert due["remind_pay"] - payment.opened_at == timedelta(days=4)


def test_asking_shows_what_was_booked_meanwhile(buyer: Client) -> None:
    payment = placed(buyer)
    paying = reverse("buyers:paying", args=[payment.reference])
    buyer.post(reverse("buyers:question", args=[payment.reference]))
    assert "Transfer ¥" in buyer.get(paying).content.decode()
    bank.booked_arrival(clock.now(), payment, amount=payment.amount)
    work_off_events(clock.now())
    assert "Your payment has arrived" in buyer.get(paying).content.decode()


def test_what_did_not_fit_is_said(buyer: Client) -> None:
    payment = placed(buyer)
    bank.booked_arrival(clock.now(), payment, amount=1)
    work_off_events(clock.now())
    page = buyer.get(reverse("buyers:paying", args=[payment.reference])).content.decode()
    assert ("¥0.01 came: too little. It goes back to you by itself." in page, "Write this on it" in page) == (
        True,
        True,
    )


def test_closed_it_names_no_account_any_more(buyer: Client) -> None:
    payment = placed(buyer)
    close_unpaid(payment.pk, now=payment.expires_at)
    page = buyer.get(reverse("buyers:paying", args=[payment.reference])).content.decode()
    assert ("This was not paid" in page, "6222 0200" in page) == (True, False)


def test_somebody_else_sees_nothing(buyer: Client) -> None:
    payment = placed(buyer)
    other = Client()
    other.force_login(make.user("Stranger"))
    assert other.get(reverse("buyers:paying", args=[payment.reference])).status_code == 404


def test_the_cashier_is_the_same_page(buyer: Client) -> None:
    payment = placed(buyer)
    answer = buyer.get(reverse("buyers:cashier", args=[payment.reference]))
    assert answer["Location"].endswith(reverse("buyers:paying", args=[payment.reference]))
