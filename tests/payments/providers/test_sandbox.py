from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from escrow.payments import gateways
from escrow.payments.providers.protocol import Declined, Event, Gateway, GatewayError
from tests import make
from tests.sandbox.running import Sandbox


@pytest.fixture
def gateway(sandbox: Sandbox) -> Gateway:
    return gateways.get("sandbox")


@pytest.mark.django_db
def test_the_cashier_opens_at_the_address_made_here(sandbox: Sandbox, now: datetime) -> None:
    payment = make.payment(now)
    payment.expires_at = datetime(2100, 1, 1, tzinfo=UTC)
    url = gateways.get("sandbox").cashier_url(
        payment, description="两个订单 & more", return_url="http://127.0.0.1:1/buy/", language="zh-hans"
    )
    parts = urlsplit(url)
    assert sandbox.get(f"{parts.path}?{parts.query}").status == 200
    assert sandbox.get(f"{parts.path}?{parts.query.replace('12800', '12801')}").status == 400
    assert parse_qs(parts.query)["notify_url"][0].endswith("/hooks/payments/sandbox/")


@pytest.mark.django_db
def test_a_wrong_key_is_no_answer_about_money(gateway: Gateway, settings: Settings, now: datetime) -> None:
    settings.SANDBOX_KEY = "another"
    with pytest.raises(GatewayError):
        gateway.payout(make.unsaved_payout("O1", "1234", 500, now))


@pytest.mark.django_db
def test_a_key_used_for_another_body_does_not_undo_what_was_sent(
    gateway: Gateway, settings: Settings, now: datetime
) -> None:
    first = gateway.payout(make.unsaved_payout("O1", "1234", 500, now))
    settings.SITE_URL = "http://127.0.0.1:2"
    assert gateway.payout(make.unsaved_payout("O1", "1234", 500, now)).progress in {first.progress, "done"}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("charge.captured", {"id": "c", "reference": "P", "currency": "CNY", "amount_minor": "128"}),
        ("charge.captured", {"id": "c", "reference": "P", "currency": "CNY", "amount_minor": 1.5}),
        ("charge.captured", {"id": "c", "reference": "P", "currency": "CNY", "amount_minor": True}),
        ("charge.captured", {"id": "c", "reference": "P", "currency": "CNY", "amount_minor": 0}),
        ("charge.captured", {"id": "c", "reference": "P", "currency": "CNY", "amount_minor": 1, "captured_at": "soon"}),
        ("charge.captured", {"id": "c", "reference": "P", "amount_minor": 1, "captured_at": "2026-11-23T04:00:00"}),
        ("refund.succeeded", {"reference": "R", "currency": "CNY", "amount_minor": 1, "state": "half", "reason": ""}),
        ("payout.paid", {"reference": "O", "currency": "CNY", "amount_minor": -1, "state": "paid", "reason": ""}),
        ("payout.paid", None),
        ("charge.declined", {"reference": "P"}),
    ],
)
def test_an_event_nobody_can_read_is_not_guessed_at(kind: str, data: object) -> None:
    with pytest.raises(GatewayError):
        gateways.get("sandbox").read(Event("evt", kind, {"data": data}))


def test_a_declined_charge_says_whose_it_was_and_when() -> None:
    at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    body = {"at": at.isoformat(), "data": {"reference": "P", "amount_minor": 12_800, "currency": "CNY"}}
    assert gateways.get("sandbox").read(Event("evt", "charge.declined", body)) == Declined("P", at)


def test_new_payments_use_the_configured_gateway_or_none(settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox"]
    assert gateways.available() == ["sandbox"]
    settings.DEMO = False
    assert gateways.available() == []
    settings.GATEWAYS = []
    assert gateways.available() == []
    settings.GATEWAYS = ["nobody"]
    assert gateways.available() == []
