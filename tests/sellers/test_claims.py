"""A shop answers requests for money back: the list by deadline, one of them, and each answer."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from marketplace.claims.models import Claim, ReturnAddress
from tests import make

pytestmark = pytest.mark.django_db


def _at(claim: Claim, rest: str = "") -> str:
    return f"/sell/orders/{claim.order.reference}/claims/{claim.pk}/{rest}"


def _owner(claim: Claim) -> Client:
    client = Client()
    client.force_login(claim.order.shop.owner)
    return client


@pytest.mark.parametrize(
    ("act", "sent", "state"),
    [
        ("agreement/", {}, "closed"),
        ("refusal/", {"words": "It was dry."}, "refused"),
        ("offers/", {"goods": "20", "wish": "refund"}, "offered"),
    ],
)
def test_a_request_is_answered_once(act: str, sent: dict[str, str], state: str) -> None:
    claim = make.claim(now=clock.now())
    client = _owner(claim)
    for _time in range(2):
        assert client.post(_at(claim, act), {**sent, "idempotency_key": "k"}).headers["Location"] == _at(claim)
    assert make.reread(claim).state == state


def test_a_refusal_without_a_reason_is_not_taken() -> None:
    claim = make.claim(now=clock.now())
    assert _owner(claim).post(_at(claim, "refusal/"), {"words": ""}).status_code == 422
    assert make.reread(claim).state == "asked"


def test_goods_come_back_only_to_an_address_that_was_named() -> None:
    order = make.delivered_order(now=clock.now())
    claim = make.claim(order, make.asked_of(order, wish="return"), now=clock.now())
    client = _owner(claim)
    answer = client.post(_at(claim, "agreement/"))
    assert (answer.status_code, "/sell/return-address/" in answer.content.decode()) == (422, True)
    place = {"recipient": "Wang", "phone": "1", "street": "Lane 1", "region": "Yunnan"}
    assert client.post("/sell/return-address/", place).headers["Location"] == "/sell/claims/"
    assert ReturnAddress.objects.get().street == "Lane 1"
    assert client.post(_at(claim, "agreement/")).status_code == 302
    assert make.reread(claim).state == "to_send_back"


def test_requests_to_answer_stand_first_on_the_desk_and_in_their_list() -> None:
    claim = make.claim(now=clock.now())
    client = _owner(claim)
    desk: Any = client.get("/sell/")
    assert [row.url for row in desk.context["rows"]] == [_at(claim)]
    page: Any = client.get("/sell/claims/")
    assert [row.url for row in page.context["waiting"]] == [_at(claim)]
    assert client.post(_at(claim, "refusal/"), {"words": "It was dry."}).status_code == 302
    page = client.get("/sell/claims/")
    assert (page.context["waiting"], [row.url for row in page.context["others"]]) == ([], [_at(claim)])


def test_the_buyers_record_stands_beside_the_answer_alone() -> None:
    claim = make.claim(now=clock.now())
    client = _owner(claim)
    answer: Any = client.get(_at(claim))
    assert answer.context["record"].opened == 1
    client.post(_at(claim, "agreement/"))
    answer = client.get(_at(claim))
    assert answer.context["record"] is None


def test_another_shops_claim_is_not_found() -> None:
    mine, theirs = make.claim(now=clock.now()), make.claim(now=clock.now())
    client = _owner(mine)
    for place in (_at(theirs), _at(theirs, "agreement/"), f"/sell/orders/{mine.order.reference}/claims/{theirs.pk}/"):
        assert client.get(place).status_code == 404


@pytest.mark.parametrize("claims", [1, 3])
def test_the_list_takes_twelve_queries(claims: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    claim = make.claim(now=clock.now())
    for _n in range(claims - 1):
        sku = make.sku(make.listing(claim.order.shop))
        make.claim(make.delivered_order(sku=sku, now=clock.now()), now=clock.now())
    client = _owner(claim)
    with django_assert_num_queries(12):
        assert client.get("/sell/claims/").status_code == 200
