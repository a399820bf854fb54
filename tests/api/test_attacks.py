"""What an attacker tries on the API: forged fields, other methods and kinds of bodies, numbers, words, and keys."""

import json
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from core.idempotency import fingerprint
from escrow.models import Hold
from marketplace.catalog.models import Listing, Shop, Sku
from marketplace.claims.models import Claim
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of
from tests.conftest import CommittedDatabase

HERE = "/api/v1/orders/"
#: What only the books, the clock or somebody else decide.
FORGED: dict[str, Any] = {
    **dict.fromkeys(("total", "amount", "price", "fee", "fee_rate", "tax", "discount", "remaining"), 1),
    **dict.fromkeys(("id", "pk", "seller", "shop", "shop_id", "owner", "owner_id", "buyer", "buyer_id", "book_id"), 1),
    **dict.fromkeys(("state", "status", "outcome", "role", "actor"), "released"),
    **dict.fromkeys(("now", "opened_at", "ended_at", "paid_at", "due_at", "final_at"), "2020-01-01T00:00:00Z"),
    **dict.fromkeys(("is_staff", "is_superuser", "shipped", "by_default"), True),
    "currency": "JPY",
    "sold": 50,
    "received": 5000,
}


@pytest.fixture
def order(person: User, sku: Sku, now: datetime) -> Order:
    return make.delivered_order(buyer=person, sku=sku, now=now)


def test_fields_that_are_not_asked_for_are_not_believed(buyer: Program, seller: Program, order: Order) -> None:
    line = {**FORGED, "line": order.lines.get().pk, "amount": 100}
    asked = {**FORGED, "reason": "damaged", "words": "Mouldy.", "lines": [line]}
    claim = buyer.post(f"{HERE}{order.reference}/claims/", asked)[1]
    assert (claim["state"], claim["outcome"], claim["asked"]["minor"], claim["ended_at"]) == ("asked", "", 100, None)
    _status, offered = seller.post(f"/api/v1/claims/{claim['id']}/offers/", {**FORGED, "goods": 50, "role": "buyer"})
    assert [(row["role"], row["to_buyer"]["minor"]) for row in offered["offers"]] == [("seller", 50)]
    sku, listing = Sku.objects.get(), Listing.objects.get()
    place = f"/api/v1/shop/listings/{listing.pk}/"
    variants = [{**FORGED, "price": 11800, "stock": 3, "sku": sku.pk}]
    seller.put(place, {**FORGED, "title": "Green tea", "variants": variants})
    seller.patch("/api/v1/shop/", {**FORGED, "about": "Old"})
    sku.refresh_from_db()
    listing.refresh_from_db()
    assert (sku.sold, sku.price, sku.stock, listing.state, listing.shop_id) == (1, 11800, 3, "live", order.shop_id)
    shop = Shop.objects.get(pk=order.shop_id)
    assert (shop.currency, shop.owner_id, shop.about) == ("CNY", order.shop.owner_id, "Old")
    assert not User.objects.filter(is_staff=True).exists()


def test_a_price_that_is_sent_is_not_the_price(buyer: Program, sku: Sku) -> None:
    basket = buyer.put(f"/api/v1/basket/lines/{sku.pk}/", {"quantity": 1, **FORGED})[1]
    home = {"recipient": "X", "phone": "1", "region": "R", "street": "S", **FORGED}
    placing = {"version": basket["version"], "token": basket["token"], "address": home, **FORGED}
    assert buyer.post("/api/v1/checkouts/", placing)[1]["amount"]["minor"] == 12800
    assert Hold.objects.get().amount == 12800


NUMBERS = ["٣", "３", "1_0", " 1", "1 ", "+1", "0x1", "1e2", "1.0", "½", "", "-", "9" * 21, "NaN", True, 1.5, 1e300]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_one_of_json_or_plain_digits(number: Any, buyer: Program, sku: Sku) -> None:
    assert code(buyer.put(f"/api/v1/basket/lines/{sku.pk}/", {"quantity": number})) == (400, "invalid")


@pytest.mark.parametrize("number", [2, 2.0, "2"])
def test_such_a_number_is_read(number: Any, buyer: Program, sku: Sku) -> None:
    assert (
        buyer.put(f"/api/v1/basket/lines/{sku.pk}/", {"quantity": number})[1]["orders"][0]["lines"][0]["quantity"] == 2
    )


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1e9", "x", "", "9" * 5000, "１", "\0"])
@pytest.mark.parametrize("place", [HERE, "/api/v1/claims/", "/api/v1/shop/statement/", "/api/v1/listings/"])
def test_a_page_of_another_length_is_refused(limit: str, place: str, seller: Program) -> None:
    answer = seller.client.get(place, {"limit": limit}, headers=seller.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "limit_unreadable")


@pytest.mark.parametrize(
    "query", ["page=2", "offset=1000000", "format=xml", "callback=x", "fields=*", "order_by=owner"]
)
def test_what_is_no_question_of_ours_changes_nothing(query: str, seller: Program) -> None:
    assert seller.get(f"{HERE}?as=seller&{query}")[1]["results"] == []


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "category=%00", "shop=a%00", "cursor=%00", "sort=%ed%a0%80"])
def test_a_search_for_what_no_database_keeps_is_no_fault(query: str, nobody: Program) -> None:
    status, body = nobody.get(f"/api/v1/listings/?{query}")
    assert (status, "results" in body) in {(200, True), (400, False), (404, False)}


@pytest.mark.parametrize(
    "place",
    [
        "claims/999999999999999999999999999999/",
        "claims/-1/",
        "claims/1%00/",
        "orders/%ff/",
        "orders/../claims/",
        "photos/x/",
    ],
)
def test_an_address_nobody_made_is_not_found(place: str, buyer: Program) -> None:
    assert code(buyer.get(f"/api/v1/{place}")) == (404, "not_found")


def test_what_is_not_there_and_what_is_not_yours_look_the_same(stranger: Program, order: Order) -> None:
    claim = make.claim(order, make.asked_of(order, 100))
    theirs, none = stranger.get(f"/api/v1/claims/{claim.pk}/"), stranger.get("/api/v1/claims/1/")
    assert theirs == none
    assert stranger.get(f"{HERE}{order.reference}/") == stranger.get(f"{HERE}2611-000000-00/")


def test_a_method_is_what_it_says_and_nothing_in_a_header_or_a_body(seller: Program, order: Order) -> None:
    place = f"{HERE}{order.reference}/"
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert seller.get(place, **{header: "DELETE"})[0] == 200
        assert code(seller.post(place, {"_method": "PUT"}, **{header: "PUT"})) == (405, "method_not_allowed")
    for method in ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"):
        answer = seller.client.generic(method, place, headers=seller.headers)
        assert (method, answer.status_code, "class" in answer.content.decode()) == (method, 405, False)


BODIES: dict[str, tuple[bytes, str, int]] = {
    "text": (b"{}", "text/plain", 415),
    "a form": (b"reason=x", "application/x-www-form-urlencoded", 415),
    "parts": (b"--b\r\n--b--", "multipart/form-data; boundary=b", 415),
    "another JSON": (b"{}", "application/vnd.api+json", 415),
    "XML": (b"<a/>", "application/xml", 415),
    "no kind": (b"{}", "", 415),
    "UTF-16": ('{"reason": "x"}'.encode("utf-16"), "application/json", 400),
    "a byte-order mark": (b'\xef\xbb\xbf{"reason": "x"}', "application/json", 400),
    "half a body": (b'{"reason": "x', "application/json", 400),
    "two bodies": (b"{}{}", "application/json", 400),
    "a word": (b"true", "application/json", 400),
    "nothing at all": (b"null", "application/json", 400),
    "objects without end": (b'{"a":' * 50_000, "application/json", 400),
    "a number without end": (b'{"reason": ' + b"9" * 5000 + b"}", "application/json", 400),
    "infinity": (b'{"reason": Infinity}', "application/json", 400),
    "a list for a word": (b'{"reason": ["x"]}', "application/json", 400),
    "an object for a word": (b'{"reason": {"$ne": ""}}', "application/json", 400),
    "half a sign": (b'{"reason": "\\ud800"}', "application/json", 400),
    "a NUL": (b'{"reason": "\\u0000"}', "application/json", 400),
    "more than is taken": (b'{"reason": "' + b"x" * 2_700_000 + b'"}', "application/json", 413),
}


@pytest.mark.parametrize(("body", "kind", "status"), BODIES.values(), ids=list(BODIES))
def test_a_body_that_is_no_json_of_ours_is_a_problem(
    body: bytes, kind: str, status: int, buyer: Program, order: Order
) -> None:
    named = {**buyer.headers, "Idempotency-Key": "k"}
    answer = buyer.client.generic(
        "POST", f"{HERE}{order.reference}/cancellation/", body, content_type=kind, headers=named
    )
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert Hold.objects.get(pk=order.hold_id).state == "held"


def test_the_last_of_two_fields_of_one_name_counts(buyer: Program, order: Order) -> None:
    named = {**buyer.headers, "Idempotency-Key": "k"}
    line = order.lines.get().pk
    text = (
        '{"reason": "other", "reason": "damaged", "words": "Wet.", "lines": [{"line": %d, "amount": 9, "amount": 7}]}'
    )
    answer = buyer.client.post(
        f"{HERE}{order.reference}/claims/", text % line, content_type="application/json", headers=named
    )
    assert (answer.json()["reason"], answer.json()["asked"]["minor"]) == ("damaged", 7)


SCRIPT = "<script>alert('x')</script>{{ 7*7 }}{% now 'Y' %}=1+1\u202e"


def test_markup_is_data_here_and_words_on_the_page(buyer: Program, seller: Program, order: Order, person: User) -> None:
    asked = {"reason": "damaged", "words": SCRIPT, "lines": [{"line": order.lines.get().pk, "amount": 100}]}
    claim = buyer.post(f"{HERE}{order.reference}/claims/", asked)[1]
    told = seller.get(f"/api/v1/claims/{claim['id']}/")[1]
    assert told["said"][0]["words"] == SCRIPT.rstrip("\u202e")
    assert (seller.last["Content-Type"], seller.last["X-Content-Type-Options"]) == ("application/json", "nosniff")
    browser = Client()
    browser.force_login(person)
    page = browser.get(f"/buy/orders/{order.reference}/claims/{claim['id']}/").content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page, "{{ 7*7 }}" in page) == (False, True, True)


def test_a_token_works_in_its_header_alone(buyer: Program, nobody: Program, order: Order) -> None:
    key = buyer.headers["Authorization"].removeprefix("Bearer ")
    place = f"{HERE}{order.reference}/"
    for query in ("token", "access_token", "api_key", "key"):
        assert nobody.get(f"{place}?{query}={key}")[0] == 401
    for scheme in (f"Token {key}", f"Basic {key}", key, f"Bearer\t{key}", f"Bearer {key}x", f"Bearer {key} {key}"):
        assert nobody.get(place, Authorization=scheme)[0] == 401
    nobody.client.cookies["token"] = key
    assert nobody.get(place)[0] == 401


def test_no_other_site_is_let_in(buyer: Program, order: Order) -> None:
    buyer.get(f"{HERE}{order.reference}/", Origin="https://evil.example")
    assert [name for name in buyer.last.headers if name.lower().startswith("access-control")] == []
    assert code(buyer.get(HERE, Host="evil.example")) == (400, "unreadable")


def test_a_picture_of_another_order_is_not_shown_in_this_one(buyer: Program, order: Order, person: User) -> None:
    other = make.delivered_order(buyer=person)
    photo = buyer.upload(f"{HERE}{other.reference}/photos/", {"photo": make.picture()})[1]
    asked = {
        "reason": "damaged",
        "words": "Wet.",
        "photos": [photo["id"]],
        "lines": [{"line": order.lines.get().pk, "amount": 100}],
    }
    assert code(buyer.post(f"{HERE}{order.reference}/claims/", asked)) == (400, "photos_unknown")


def test_a_line_of_another_order_is_not_asked_back_here(buyer: Program, order: Order, person: User) -> None:
    other = make.delivered_order(buyer=person)
    lines = [{"line": other.lines.get().pk, "amount": 100}]
    asked = {"reason": "damaged", "words": "Wet.", "lines": lines}
    assert code(buyer.post(f"{HERE}{order.reference}/claims/", asked)) == (409, "line_not_open")


def test_a_key_in_flight_is_refused_and_then_gets_the_first_answer(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    order = make.delivered_order(now=now)
    buyer, place = program_of(order.buyer), f"{HERE}{order.reference}/receipt/"
    held, go_on = threading.Event(), threading.Event()
    thread = threading.Thread(target=_hold_key, args=(order.buyer_id, held, go_on))
    thread.start()
    assert held.wait(20)
    assert code(buyer.post(place, key="k")) == (409, "in_flight")
    go_on.set()
    thread.join()
    first = buyer.post(place, key="k")
    assert (first[0], first[1]["status"]) == (200, "completed")
    assert (buyer.post(place, key="k"), buyer.last["Idempotency-Replayed"]) == (first, "true")
    assert code(buyer.post(place, key="other")) == (409, "hold_ended")


def _hold_key(user_id: int, held: threading.Event, go_on: threading.Event) -> None:
    """As a request that is still under way holds its key (`marketplace.api.once`)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(fingerprint([f"user:{user_id}", "k"])[:15], 16)])
        held.set()
        go_on.wait(20)
    connection.close()


def _at_once(asks: list[Callable[[], tuple[int, Any]]]) -> list[tuple[int, str]]:
    """The status and the code (of an answer: its state) of requests sent at the same moment."""
    answers: list[tuple[int, str]] = []
    ready = threading.Barrier(len(asks))

    def send(ask: Callable[[], tuple[int, Any]]) -> None:
        ready.wait(20)
        status, body = ask()
        answers.append((status, body["code"] if status >= 400 else ""))
        connection.close()

    threads = [threading.Thread(target=send, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_five_claims_at_once_are_one(committed_db: CommittedDatabase, now: datetime) -> None:
    order = make.delivered_order(now=now)
    asked = {"reason": "damaged", "words": "Wet.", "lines": [{"line": order.lines.get().pk, "amount": 100}]}
    token = program_of(order.buyer).headers

    def ask(number: int) -> Callable[[], tuple[int, Any]]:
        program = Program()
        program.headers = token
        return lambda: program.post(f"{HERE}{order.reference}/claims/", json.loads(json.dumps(asked)), key=f"k{number}")

    answers = _at_once([ask(number) for number in range(5)])
    assert (answers.count((201, "")), {told for told in answers if told[0] != 201}) == (
        1,
        {(409, "claim_open_already")},
    )
    assert (Claim.objects.count(), Hold.objects.get(pk=order.hold_id).freeze_count) == (1, 1)
