import json
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from core import clock
from escrow.payments.models import ProviderEvent
from tests.payments.signing import HOOK, body, headers

pytestmark = pytest.mark.django_db

BODY = body("charge.captured", id="ch_1", reference="P1", amount_minor=12_800, currency="CNY")


def ring(content: bytes, signed: dict[str, str], path: str = HOOK) -> int:
    return (
        Client(enforce_csrf_checks=True)
        .post(path, data=content, content_type="application/json", headers=signed)
        .status_code
    )


def kept() -> list[tuple[str, str, str]]:
    return list(ProviderEvent.objects.values_list("source", "event_id", "type"))


def test_a_signed_event_is_kept_as_it_came_and_waits() -> None:
    assert ring(BODY, headers(BODY)) == 200
    event = ProviderEvent.objects.get()
    assert (event.source, event.event_id, event.type) == ("sandbox", "evt_1", "charge.captured")
    assert event.body == json.loads(BODY)
    assert (event.attempts, event.handled_at, event.dead_at) == (0, None, None)


def test_the_same_event_ten_times_is_kept_once() -> None:
    assert [ring(BODY, headers(BODY)) for _ in range(10)] == [200] * 10
    assert kept() == [("sandbox", "evt_1", "charge.captured")]


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_refused(missing: str) -> None:
    signed = headers(BODY)
    del signed[missing]
    assert ring(BODY, signed) == 400
    assert kept() == []


@pytest.mark.parametrize(
    "altered",
    [
        BODY.replace(b"12800", b"12801"),
        json.dumps(json.loads(BODY), separators=(",", ":")).encode(),
        BODY + b" ",
        b"",
        b"\xff\xfe",
    ],
    ids=["another amount", "serialised again", "one blank more", "nothing", "not even text"],
)
def test_another_body_than_the_signed_one_is_refused(altered: bytes) -> None:
    assert ring(altered, headers(BODY)) == 400
    assert kept() == []


@pytest.mark.parametrize("age_seconds", [301, 86_400, -301, -86_400])
def test_a_stale_or_future_timestamp_is_refused(age_seconds: int) -> None:
    assert ring(BODY, headers(BODY, age_seconds=age_seconds)) == 400
    assert kept() == []


def test_a_timestamp_put_in_later_is_refused() -> None:
    signed = headers(BODY, age_seconds=600)
    assert ring(BODY, signed | {"webhook-timestamp": headers(BODY)["webhook-timestamp"]}) == 400


def test_age_is_measured_by_real_time_and_not_by_the_clock_of_the_site() -> None:
    clock.move_forward(timedelta(days=40))
    assert ring(BODY, headers(BODY)) == 200


@pytest.mark.parametrize("signature", ["v1", "v1,", "v1,%%%", "v2,AAAA", ",", "v1,AAAA v1", "AAAA"])
def test_a_malformed_signature_is_refused(signature: str) -> None:
    assert ring(BODY, headers(BODY) | {"webhook-signature": signature}) == 400


@pytest.mark.parametrize("stamp", ["nan", "inf", "-1", "", "soon", "1e400"])
def test_a_malformed_timestamp_is_refused(stamp: str) -> None:
    assert ring(BODY, headers(BODY) | {"webhook-timestamp": stamp}) == 400


def test_a_signature_by_another_key_is_refused() -> None:
    assert ring(BODY, headers(BODY, key="somebody-else's")) == 400


@pytest.mark.parametrize(
    "content",
    [
        *(b"[]", b"7", b"{}", b'{"type": 7}', b'{"type": "%s"}' % (b"x" * 49), b'{"type": "\\ud800"}'),
        *(b'{"type": "a", "b": %s}' % what for what in (b'"\\u0000"', b'"\\ud83d"', b"NaN", b"-Infinity", b"1e400")),
    ],
)
def test_a_signed_body_that_is_no_event_is_refused(content: bytes) -> None:
    assert ring(content, headers(content)) == 400
    assert kept() == []


def test_a_provider_this_site_does_not_talk_to_has_no_door() -> None:
    assert ring(BODY, headers(BODY), "/hooks/payments/nobody/") == 404


def test_the_sandbox_has_no_door_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    assert ring(BODY, headers(BODY)) == 404
    assert kept() == []


def test_a_body_of_several_megabytes_is_refused() -> None:
    large = body("charge.captured", note="x" * 3_000_000)
    assert ring(large, headers(large)) == 413


def test_reading_the_door_is_not_allowed() -> None:
    assert Client().get(HOOK).status_code == 405
