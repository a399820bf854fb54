import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from core import outbox
from core.models import OutboxMessage
from escrow.payments import events
from escrow.payments.models import ProviderEvent
from escrow.payments.providers import http
from escrow.payments.providers.protocol import GatewayError
from marketplace.orders import carriers, couriers
from marketplace.orders.models import Order, Shipment
from tests import make
from tests.orders import seen
from tests.payments.signing import headers
from tests.sandbox.running import Sandbox

pytestmark = pytest.mark.django_db
HOOK = "/hooks/courier/"
HOUR = timedelta(hours=1)


def _ring(content: bytes, signed: dict[str, str]) -> int:
    client = Client(enforce_csrf_checks=True)
    return client.post(HOOK, data=content, content_type="application/json", headers=signed).status_code


def _news(order: Order, *told: tuple[str, datetime]) -> bytes:
    shipment = order.shipment
    rows = [_told(kind, at) for kind, at in told]
    data = {
        "carrier": carriers.code_of(shipment.carrier),
        "number": shipment.number,
        "state": told[-1][0],
        "events": rows,
    }
    return json.dumps({"type": f"parcel.{told[-1][0]}", "id": "evt", "at": "", "data": data}).encode()


def _told(kind: str, at: datetime) -> dict[str, str]:
    return {"type": kind, "at": at.isoformat(), "text": ""}


def _work_off(now: datetime) -> int:
    return events.work_off({"courier": couriers.hear}, now=now)


def _announce(now: datetime) -> None:
    couriers.announce(OutboxMessage.objects.get(topic="shipment.made"), now)


def _press(sandbox: Sandbox, order: Order, event: str) -> None:
    path = f"/courier/parcels/{carriers.code_of(order.shipment.carrier)}/{order.shipment.number}/{event}/"
    assert sandbox.call("POST", path).status == 303


def test_a_signed_event_moves_the_parcel(now: datetime) -> None:
    order = make.shipped_order(now=now)
    content = _news(order, ("accepted", now), ("delivered", now + HOUR))
    assert _ring(content, headers(content)) == 200
    assert _work_off(now + timedelta(days=999)) == 1
    order = make.read(order)
    assert order.shipment.delivered_at == now + HOUR
    assert list(order.shipment.events.values_list("type", flat=True)) == ["accepted", "delivered"]


def test_the_same_event_ten_times_is_one(now: datetime) -> None:
    order = make.shipped_order(now=now)
    content = _news(order, ("lost", now))
    assert {_ring(content, headers(content)) for _time in range(10)} == {200}
    assert (_work_off(now + timedelta(days=999)), ProviderEvent.objects.count()) == (1, 1)
    assert seen.topics(order).count("order.parcel_lost") == 1


@pytest.mark.parametrize("damage", ["altered", "unsigned", "stale"])
def test_what_the_courier_did_not_sign_is_refused(damage: str, now: datetime) -> None:
    order = make.shipped_order(now=now)
    content = _news(order, ("delivered", now))
    signed = headers(content, age_seconds=301 if damage == "stale" else 0)
    if damage == "unsigned":
        del signed["webhook-signature"]
    sent = content.replace(b"delivered", b"returned") if damage == "altered" else content
    assert (_ring(sent, signed), ProviderEvent.objects.count()) == (400, 0)


def test_without_a_courier_there_is_no_such_address(settings: Settings) -> None:
    settings.DEMO = False
    assert _ring(b"{}", headers(b"{}")) == 404
    assert Client().get(HOOK).status_code == 405


@pytest.mark.parametrize(
    "data", [{}, {"carrier": "Nobody", "number": "X-1", "events": []}, {"carrier": ["a"], "number": {"b": 1}}]
)
def test_a_parcel_nobody_knows_is_nothing_to_us(data: dict[str, Any], now: datetime) -> None:
    content = json.dumps({"type": "parcel.delivered", "data": data}).encode()
    assert _ring(content, headers(content)) == 200
    assert _work_off(now + timedelta(days=999)) == 1


@pytest.mark.parametrize("at", ["yesterday", "2026-11-23T04:00:00", None])
def test_an_event_without_a_readable_time_is_put_aside(at: str | None, now: datetime) -> None:
    order = make.shipped_order(now=now)
    data = {"carrier": carriers.code_of(order.shipment.carrier), "number": order.shipment.number}
    content = json.dumps({"type": "x", "data": {**data, "events": [{"type": "lost", "at": at}]}}).encode()
    _ring(content, headers(content))
    assert _work_off(now + timedelta(days=999)) == 0
    assert ProviderEvent.objects.get().error.startswith("ValueError")


def test_a_parcel_is_announced_once_and_then_tracked(sandbox: Sandbox, now: datetime) -> None:
    order = make.shipped_order(now=now)
    _announce(now)
    _announce(now)
    shipment = make.read(order).shipment
    assert (shipment.tracked, shipment.asked_at) == (True, now)
    found = sandbox.get(f"/courier/parcels/sf-express/{shipment.number}/").json
    assert found["state"] == "accepted"


def test_a_lost_webhook_is_made_up_for_by_asking(sandbox: Sandbox, now: datetime) -> None:
    order = make.shipped_order(now=now)
    _announce(now)
    sandbox.control(webhooks="lose")
    _press(sandbox, order, "in_transit")
    _press(sandbox, order, "delivered")
    assert couriers.ask_parcels(now=now + HOUR - timedelta(seconds=1)) == 0
    assert couriers.ask_parcels(now=now + HOUR) == 1
    assert make.read(order).shipment.delivered_at == now + HOUR
    assert couriers.ask_parcels(now=now + 3 * HOUR) == 0


def test_a_courier_that_does_not_answer_is_tried_again(now: datetime, settings: Settings) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    order = make.shipped_order(now=now)
    with pytest.raises(GatewayError):
        _announce(now)
    assert outbox.deliver_due({"shipment.made": (couriers.announce,)}, now=now) == OutboxMessage.objects.count() - 1
    waiting = OutboxMessage.objects.get(topic="shipment.made")
    assert (waiting.delivered_at, waiting.due_at) == (None, now + timedelta(seconds=1))
    order.shipment.tracked = True
    order.shipment.save()
    assert couriers.ask_parcels(now=now) == 1
    assert make.read(order).shipment.asked_at == now


def test_nonsense_about_one_parcel_does_not_hide_what_is_said_of_the_next(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [make.shipped_order(now=now) for _ in range(2)]
    Shipment.objects.update(tracked=True)
    answers = iter([{"events": [{"type": "lost", "at": "yesterday"}]}, {"events": [_told("delivered", now)]}])
    monkeypatch.setattr(http, "ask", lambda *_asked, **_more: (200, next(answers)))
    assert couriers.ask_parcels(now=now + HOUR) == 2
    assert [make.read(order).shipment.delivered_at for order in orders] == [None, now]


def test_a_carriers_name_has_a_code_in_any_script() -> None:
    assert [carriers.code_of(name) for name in ("SF Express", "China Post")] == ["sf-express", "china-post"]
    assert carriers.code_of("顺丰速运") == carriers.code_of("顺丰 速运") != carriers.code_of("中通快递")
