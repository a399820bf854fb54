"""A claim by the API from its opening to its end; what cannot be asked; who may ask."""

from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from core import clock
from marketplace.claims.models import Claim
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of

pytestmark = pytest.mark.django_db
WORDS = {"words": "It was dry when it left us."}


@pytest.fixture
def order(person: User, sku: Any, now: datetime) -> Order:
    return make.delivered_order(buyer=person, sku=sku, now=now)


def _at(claim: Claim, rest: str = "") -> str:
    return f"/api/v1/claims/{claim.pk}/{rest}"


def test_a_claim_is_opened_refused_changed_offered_and_settled(
    buyer: Program, seller: Program, order: Order, now: datetime
) -> None:
    here = f"/api/v1/orders/{order.reference}/"
    (line,) = buyer.get(here)[1]["lines"]
    assert buyer.get(f"{here}claims/")[1] == {
        "claims": [],
        "claimable": [
            {"line": line["id"], "title": line["title"], "at_most": line["amount"]},
            {"line": None, "title": "", "at_most": {"minor": 1000, "currency": "CNY", "text": "¥10.00"}},
        ],
    }
    asked: dict[str, Any] = {
        "reason": "damaged",
        "words": "The tea is mouldy.",
        "lines": [{"line": line["id"], "amount": 4000}],
    }
    status, claim = buyer.post(f"{here}claims/", asked)
    assert (status, claim["state"], claim["asked"]["minor"]) == (201, "asked", 4000)
    assert [(turn["role"], turn["due_at"][:16]) for turn in claim["turn"]] == [("seller", "2026-11-28T12:00")]
    assert [(row["name"], row["amount"]["minor"]) for row in claim["parts"]] == [(line["title"], 4000)]
    there = f"/api/v1/claims/{claim['id']}/"
    status, refused = seller.post(f"{there}refusal/", WORDS)
    assert (status, refused["state"], refused["said"][-1]["words"]) == (200, "refused", WORDS["words"])
    asked = {"words": "Then half.", "lines": [{"line": line["id"], "amount": 3000}], "shipping": 500}
    assert buyer.post(f"{there}change/", asked)[1]["asked"]["minor"] == 3500
    status, offered = seller.post(f"{there}offers/", {"goods": 2000, "words": "Half of it was dry."})
    assert [(row["role"], row["to_buyer"]["minor"], row["answer"]) for row in offered["offers"]] == [
        ("seller", 2000, "")
    ]
    status, done = buyer.post(f"{there}offer-agreement/")
    assert (status, done["state"], done["outcome"], done["available_actions"]) == (200, "closed", "offer_accepted", [])
    assert (done["terms"]["to_buyer"]["minor"], done["offers"][0]["answer"]) == (2000, "accepted")
    assert [row["act"] for row in done["said"]] == ["opened", "refused", "changed", "offered"]
    assert seller.get(here)[1]["held"]["minor"] == 10800


def test_a_return_says_where_the_goods_go_and_how_they_went(buyer: Program, seller: Program, order: Order) -> None:
    line = order.lines.get()
    asked = {"reason": "wrong_item", "wish": "return", "words": "Green tea came.", "lines": [_all_of(line)]}
    claim = buyer.post(f"/api/v1/orders/{order.reference}/claims/", asked)[1]
    there = f"/api/v1/claims/{claim['id']}/"
    (agree,) = [row for row in seller.get(there)[1]["available_actions"] if row["action"] == "agree"]
    assert agree["blocked_reason"] == "Say first where goods are to be sent back to."
    assert code(seller.post(f"{there}agreement/")) == (409, "return_address_missing")
    home = {"recipient": "Wang", "phone": "1", "region": "Yunnan, Pu’er", "street": "Tea Road 1"}
    assert seller.put("/api/v1/shop/return-address/", home)[1]["return_address"] == home
    assert seller.post(f"{there}agreement/")[1]["going_back"] == {
        **home,
        "carrier": "",
        "number": "",
        "sent_at": None,
        "arrived_at": None,
    }
    status, sent = buyer.post(f"{there}return/", {"carrier": "ZTO", "number": "back 12345"})
    assert (status, sent["state"], sent["going_back"]["number"]) == (200, "inspecting", "BACK12345")
    status, done = seller.post(f"{there}goods-acceptance/")
    assert (status, done["outcome"], done["going_back"]["arrived_at"] is not None) == (200, "returned", True)


def _all_of(line: Any) -> dict[str, int]:
    return {"line": line.pk, "amount": line.amount.minor}


def test_while_the_shop_packs_it_is_asked_to_cancel(buyer: Program, seller: Program, person: User) -> None:
    order = make.packed_order(buyer=person)
    here = f"/api/v1/orders/{order.reference}/"
    (ask, _claim) = buyer.get(here)[1]["available_actions"]
    assert (ask["action"], ask["address"]) == ("ask_to_cancel", f"{here}cancellation-request/")
    status, asked = buyer.post(ask["address"], {"words": "I found another one."})
    assert (status, asked["custody"]) == (200, "frozen")
    claim = buyer.get(f"/api/v1/claims/{asked['claim']}/")[1]
    assert (claim["shipped"], claim["reason"], claim["asked"]["minor"]) == (False, "no_longer_wanted", 12800)
    assert program_of(order.shop.owner).post(f"/api/v1/claims/{claim['id']}/agreement/")[1]["outcome"] == "agreed"


LINE = "the order’s own line"
REFUSED: dict[str, tuple[dict[str, Any], tuple[int, str], str]] = {
    "nothing": ({"lines": []}, (400, "nothing_asked"), "lines"),
    "too much": ({"lines": [{"line": LINE, "amount": 11801}]}, (409, "line_not_open"), "lines"),
    "too much for sending": ({"lines": [], "shipping": 1001}, (409, "line_not_open"), "lines"),
    "a line of another order": ({"lines": [{"line": 1, "amount": 1}]}, (409, "line_not_open"), "lines"),
    "a line twice": ({"lines": [{"line": LINE, "amount": 1}, {"line": LINE, "amount": 1}]}, (400, "invalid"), "lines"),
    "nothing of a line": ({"lines": [{"line": LINE, "amount": 0}]}, (400, "invalid"), "lines.0.amount"),
    "less than nothing": ({"lines": [{"line": LINE, "amount": -1}]}, (400, "invalid"), "lines.0.amount"),
    "half a fen": ({"lines": [{"line": LINE, "amount": 1.5}]}, (400, "invalid"), "lines.0.amount"),
    "more than any money": ({"shipping": 10**30}, (400, "invalid"), "shipping"),
    "a line of no number": ({"lines": [{"line": 10**30, "amount": 1}]}, (400, "invalid"), "lines.0.line"),
    "lines that are none": ({"lines": {"a": 1}}, (400, "invalid"), "lines"),
    "another wish": ({"wish": "gold"}, (400, "invalid"), "wish"),
    "another reason": ({"reason": "mood"}, (400, "invalid"), "reason"),
    "postage that is the buyer’s": (
        {"wish": "return", "postage_by": "buyer", "postage": 100},
        (400, "postage_not_due"),
        "postage",
    ),
    "a picture of nobody": ({"photos": [1]}, (400, "photos_unknown"), "photos"),
    "ten pictures": ({"photos": list(range(1, 11))}, (400, "invalid"), "photos"),
    "no words": ({"words": " "}, (400, "words_missing"), "words"),
    "too many words": ({"words": "x" * 2001}, (400, "invalid"), "words"),
    "a NUL": ({"words": "a\0b"}, (400, "invalid"), "words"),
    "half a sign": ({"words": "\ud800"}, (400, "invalid"), "words"),
}


@pytest.mark.parametrize(("change", "refusal", "field"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_asked_is_refused_at_its_field(
    change: dict[str, Any], refusal: tuple[int, str], field: str, buyer: Program, order: Order
) -> None:
    line = order.lines.get().pk
    asked = {"reason": "damaged", "words": "Mouldy.", "lines": [{"line": LINE, "amount": 100}], **change}
    if isinstance(asked["lines"], list):
        asked["lines"] = [{**row, "line": line if row["line"] == LINE else row["line"]} for row in asked["lines"]]
    answer = buyer.post(f"/api/v1/orders/{order.reference}/claims/", asked)
    assert (code(answer), [error["field"] for error in answer[1]["errors"]]) == (refusal, [field])
    assert Claim.objects.count() == 0


def test_only_the_buyer_asks_and_asks_once_under_one_key(buyer: Program, seller: Program, order: Order) -> None:
    place = f"/api/v1/orders/{order.reference}/claims/"
    asked = {"reason": "damaged", "words": "Mouldy.", "lines": [_all_of(order.lines.get())]}
    assert code(seller.post(place, asked)) == (403, "other_side")
    first = buyer.post(place, asked, key="k")
    assert (first[0], buyer.post(place, asked, key="k")) == (201, first)
    assert code(buyer.post(place, {**asked, "words": "Wet."}, key="k")) == (422, "idempotency_mismatch")
    assert code(buyer.post(place, asked)) == (409, "claim_open_already")
    assert Claim.objects.count() == 1


def test_a_token_acts_for_the_side_its_scopes_name(order: Order) -> None:
    claim = make.claim(order, make.asked_of(order, 4000), now=clock.now())
    for person, missing, verb in ((order.shop.owner, "buy", "agreement"), (order.buyer, "sell", "withdrawal")):
        assert code(program_of(person, ["read", missing]).post(_at(claim, f"{verb}/"))) == (403, "scope_missing")
    assert program_of(order.shop.owner, ["sell"]).post(_at(claim, "agreement/"))[0] == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_however_long(
    rows: int, person: User, buyer: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make.claim(make.delivered_order(buyer=person, now=clock.now()), now=clock.now())
    make.claim(now=clock.now())
    buyer.get("/api/v1/claims/")
    # Real time, token; the claims; their orders, those orders' claims, deadlines, offers, refunds.
    with django_assert_num_queries(8):
        found = buyer.get("/api/v1/claims/?open=true")[1]["results"]
    assert ([row["state"] for row in found], buyer.get("/api/v1/claims/?as=seller")[1]["results"]) == (
        ["asked"] * rows,
        [],
    )
