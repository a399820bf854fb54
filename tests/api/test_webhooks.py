"""Webhooks by the API: the same as at the desk, the secret in one answer alone; owner, stranger, nobody, scopes."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.models import IdempotencyKey
from marketplace.api.documents import description
from marketplace.catalog.models import Shop
from marketplace.webhooks import addresses
from marketplace.webhooks.events import EVENTS
from marketplace.webhooks.models import Delivery, Endpoint
from marketplace.webhooks.signing import secret_of
from tests import make
from tests.api.programs import Program, code, program_of
from tests.make.sessions import session_of
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db
PLACE = "/api/v1/shop/webhooks/"
WANTED = {"url": "https://hooks.example.org/danbao", "kinds": ["order"]}


@pytest.fixture(autouse=True)
def _public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "look_up", lambda host, port: ["93.184.215.14"])


def test_it_is_added_with_its_secret_in_the_answer_and_nowhere_else(seller: Program) -> None:
    status, body = seller.post(PLACE, WANTED, key="once")
    endpoint = Endpoint.objects.get()
    assert (status, body["secret"], body["state"]) == (201, secret_of(endpoint.nonce), "on")
    assert "secret" not in seller.get(f"{PLACE}{endpoint.pk}/")[1]
    assert [one.answer for one in IdempotencyKey.objects.all() if "whsec" in str(one.answer)] == []
    assert (seller.post(PLACE, WANTED, key="once")[1], seller.last["Idempotency-Replayed"]) == (body, "true")
    assert code(seller.post(PLACE, WANTED)) == (409, "endpoint_there")


def test_a_first_answer_given_again_tells_no_secret_that_was_made_later(seller: Program) -> None:
    _status, body = seller.post(PLACE, WANTED, key="add")
    place = f"{PLACE}{body['id']}/secret/"
    _status, rolled = seller.post(place, key="roll")
    assert (rolled["secret"], rolled["old_until"] is None) == (secret_of(Endpoint.objects.get().nonce), False)
    assert seller.post(PLACE, WANTED, key="add")[1]["secret"] is None
    assert seller.post(place, key="roll")[1] == rolled
    seller.client.delete(f"{PLACE}{body['id']}/", headers=seller.headers)
    assert seller.post(PLACE, WANTED, key="add")[1]["secret"] is None


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({}, "invalid"),
        ({"url": "https://10.0.0.1/", "kinds": ["order"]}, "url_no_name"),
        ({"url": "http://hooks.example.org/", "kinds": ["order"]}, "url_not_secret"),
        ({"url": ["https://hooks.example.org/"], "kinds": ["order"]}, "invalid"),
        ({"url": "https://hooks.example.org/\x00", "kinds": ["order"]}, "invalid"),
        ({"url": "https://hooks.example.org/\ud800", "kinds": ["order"]}, "invalid"),
        ({**WANTED, "kinds": []}, "invalid"),
        ({**WANTED, "kinds": "order"}, "invalid"),
        ({**WANTED, "kinds": ["everything"]}, "invalid"),
        ({**WANTED, "kinds": [{}]}, "invalid"),
        ({**WANTED, "description": "x" * 61}, "invalid"),
        ({**WANTED, "description": 10**400}, "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(sent: object, refused: str, seller: Program) -> None:
    assert code(seller.post(PLACE, sent)) == (400, refused)
    assert Endpoint.objects.count() == 0


def test_a_name_that_leads_inside_is_refused(seller: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "look_up", lambda host, port: ["169.254.169.254"])
    assert code(seller.post(PLACE, WANTED)) == (400, "url_private")


def test_it_is_changed_paused_tested_and_removed(seller: Program, shop: Shop) -> None:
    endpoint = make.endpoint(shop)
    place = f"{PLACE}{endpoint.pk}/"
    assert seller.put(place, {"description": "Till", "kinds": ["review", "claim"]})[1]["kinds"] == ["claim", "review"]
    assert [seller.put(f"{place}state/", {"on": on})[1]["state"] for on in (False, True)] == ["paused", "on"]
    status, test = seller.post(f"{place}tests/")
    assert (status, test["type"], test["state"], test["order"]) == (201, "endpoint.tested", "waiting", None)
    assert code(seller.post(f"{place}tests/")) == (409, "test_under_way")
    assert [row["id"] for row in seller.get(f"{place}deliveries/")[1]["results"]] == [test["id"]]
    answer = seller.client.delete(place, headers=seller.headers)
    assert (answer.status_code, answer.content, seller.get(place)[0]) == (204, b"", 404)


def test_what_was_given_up_is_sent_again(seller: Program, shop: Shop, now: datetime) -> None:
    delivery = make.delivery(make.endpoint(shop, now=now), now=now)
    place = f"/api/v1/shop/deliveries/{delivery.pk}/again/"
    assert code(seller.post(place)) == (409, "delivery_under_way")
    Delivery.objects.update(due_at=None, failed_at=now, attempts=10, status=500)
    _status, body = seller.post(place)
    assert (body["state"], body["tries"], body["event"]) == ("waiting", 0, delivery.event)
    assert body["order"] == delivery.reference


def test_a_browser_gets_a_secret_only_with_a_fresh_password(shop: Shop) -> None:
    endpoint = make.endpoint(shop)
    shop.owner.set_password(PASSWORD)
    shop.owner.save()
    stale, fresh = Client(), Client()
    stale.force_login(shop.owner)
    fresh.cookies["sessionid"] = session_of(shop.owner)
    for place, sent in ((PLACE, WANTED | {"url": "https://b.example.org/"}), (f"{PLACE}{endpoint.pk}/secret/", {})):
        refused, made = (
            one.post(place, sent, content_type="application/json", headers={"Idempotency-Key": place[-9:]})
            for one in (stale, fresh)
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "password_needed")
        assert made.json()["secret"].startswith("whsec_")


def test_a_token_needs_the_scope_to_change_and_may_read_without(shop: Shop) -> None:
    endpoint = make.endpoint(shop)
    reader, other = program_of(shop.owner, ["read"]), program_of(shop.owner, ["buy", "money"])
    assert reader.get(PLACE)[0] == 200
    assert [code(one.post(PLACE, WANTED)) for one in (reader, other)] == [(403, "scope_missing")] * 2
    assert code(other.get(f"{PLACE}{endpoint.pk}/deliveries/")) == (403, "scope_missing")
    assert program_of(shop.owner, ["sell"]).post(f"{PLACE}{endpoint.pk}/secret/")[0] == 200


def test_nobody_elses_are_found(
    seller: Program, stranger: Program, buyer: Program, nobody: Program, shop: Shop
) -> None:
    delivery = make.delivery(make.endpoint(shop))
    place = f"{PLACE}{delivery.endpoint_id}/"
    gets, posts = (place, f"{place}deliveries/"), (f"{place}secret/", f"{place}tests/")
    again = f"/api/v1/shop/deliveries/{delivery.pk}/again/"
    for program, refused in ((stranger, 404), (buyer, 404), (nobody, 401)):
        assert [program.get(one)[0] for one in gets] == [refused] * 2
        assert [program.post(one)[0] for one in (*posts, again)] == [refused] * 3
        assert program.put(place, {"kinds": ["order"]})[0] == refused
        assert program.put(f"{place}state/", {"on": False})[0] == refused
        assert program.client.delete(place, headers=program.headers).status_code == refused
    assert stranger.get(PLACE)[1]["results"] == []
    assert Endpoint.objects.get().nonce == delivery.endpoint.nonce


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_however_long(
    rows: int, seller: Program, shop: Shop, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    endpoint = make.endpoint(shop, now=now)
    for number in range(rows):
        make.delivery(endpoint, now=now + timedelta(seconds=number))
    for number in range(rows - 1):
        make.endpoint(shop, f"https://hooks{number}.example.org/", now=now)
    seller.get(PLACE)
    # Real time and token; the shop; the rows; of a log also its endpoint.
    with django_assert_num_queries(4):
        assert len(seller.get(PLACE)[1]["results"]) == rows
    with django_assert_num_queries(5):
        assert len(seller.get(f"{PLACE}{endpoint.pk}/deliveries/")[1]["results"]) == rows


def test_the_description_says_what_is_sent() -> None:
    sent = description()["webhooks"]["event"]["post"]
    schemas = description()["components"]["schemas"]
    assert sent["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Event"}
    assert schemas["Event"]["properties"]["type"]["enum"] == [*EVENTS, "endpoint.tested"]
