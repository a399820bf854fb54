"""Refusals are problem details, in the reader's language, whoever refuses; limits, ETags, pages."""

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from rest_framework.exceptions import ValidationError

from marketplace.api.serializers import choice
from marketplace.api.serializers.choice import Choice
from marketplace.catalog.models import Shop
from tests import make
from tests.api.programs import Program, code, program_of

pytestmark = pytest.mark.django_db
PLACE = "/api/v1/shop/listings/"


def test_a_problem_has_its_type_title_status_detail_and_code(nobody: Program) -> None:
    assert nobody.get("/api/v1/orders/") == (
        401,
        {
            "type": "about:blank",
            "title": "Sign in first",
            "status": 401,
            "detail": "Authentication credentials were not provided.",
            "code": "not_authenticated",
            "errors": [],
        },
    )
    assert nobody.last["Content-Type"] == "application/problem+json"
    assert nobody.last["WWW-Authenticate"] == "Bearer"


def test_it_speaks_the_readers_language_by_header_or_else_as_their_letters(shop: Shop) -> None:
    program = program_of(shop.owner)
    assert program.get("/api/v1/orders/x/", **{"Accept-Language": "zh-hans"})[1]["title"] == "找不到"
    shop.owner.language = "zh-hans"
    shop.owner.save()
    assert program.get("/api/v1/orders/x/")[1]["title"] == "找不到"
    assert program.get("/api/v1/orders/x/", **{"Accept-Language": "en"})[1]["title"] == "Not found"


def test_each_field_that_cannot_be_taken_is_named(seller: Program) -> None:
    status, body = seller.post(PLACE, {"title": "", "variants": [{"price": -1, "stock": 1.5}]})
    assert (status, [(error["field"], error["code"]) for error in body["errors"]]) == (
        400,
        [("title", "blank"), ("variants.0.price", "min_value"), ("variants.0.stock", "invalid")],
    )


@pytest.mark.parametrize(
    ("place", "field", "words"),
    [
        ("listings/?sort=best", "sort", "newest, price, price_down, bought"),
        ("shop/numbers/?days=8", "days", "30, 90, 365"),
    ],
)
def test_who_sends_a_word_that_nobody_knows_is_told_which_there_are(
    place: str, field: str, words: str, seller: Program
) -> None:
    status, body = seller.get(f"/api/v1/{place}")
    told = {"field": field, "code": "invalid_choice", "detail": f"Choose one of: {words}."}
    assert (status, body["errors"]) == (400, [told])


def test_in_a_list_it_is_told_for_each_and_in_the_readers_language(seller: Program) -> None:
    sent = {"url": "https://example.com/", "kinds": ["x" * 5_000, ["orders"], None]}
    _status, body = seller.post("/api/v1/shop/webhooks/", sent, **{"Accept-Language": "zh-hans"})
    words = "请从以下选项中选择一个：order, hold, claim, payout, deposit, review。"
    assert [error["detail"] for error in body["errors"]] == [words, words, "该字段不能为 null。"]


def test_very_many_words_are_not_all_told() -> None:
    with pytest.raises(ValidationError) as refusal:
        Choice([f"word-{number}" for number in range(1_000)]).run_validation("x")
    told = " ".join(map(str, refusal.value.detail))
    assert (len(told) < 270, told.startswith("Choose one of: word-0, word-1, "), told.endswith(", ….")) == (True,) * 3


def test_every_choice_of_the_api_tells_what_could_be_chosen() -> None:
    shapes = Path(choice.__file__).parent
    assert [file.name for file in shapes.glob("*.py") if "serializers.ChoiceField(" in file.read_text()] == []


@pytest.mark.parametrize(
    ("body", "kind", "wanted"),
    [
        (b"{", "application/json", (400, "parse_error")),
        (b"[1]", "application/json", (400, "parse_error")),
        (b"[" * 100_000, "application/json", (400, "parse_error")),
        (b'{"title": NaN}', "application/json", (400, "parse_error")),
        (b'{"title": "a\\u0000b", "variants": []}', "application/json", (400, "invalid")),
        (b'{"title": "\\ud800", "variants": []}', "application/json", (400, "invalid")),
        (b"title=x", "application/x-www-form-urlencoded", (415, "unsupported_media_type")),
        (b"\xff\xfe", "application/json", (400, "parse_error")),
    ],
)
def test_a_body_nobody_can_read_is_refused(body: bytes, kind: str, wanted: tuple[int, str], seller: Program) -> None:
    named = {**seller.headers, "Idempotency-Key": "k"}
    answer = seller.client.post(PLACE, body, content_type=kind, headers=named)
    assert (answer.status_code, answer.json()["code"]) == wanted


def test_what_is_too_large_and_what_is_nowhere_is_no_page_either(seller: Program, nobody: Program) -> None:
    named = {**seller.headers, "Idempotency-Key": "k"}
    answer = seller.client.post(PLACE, b"x" * 3_000_000, content_type="application/json", headers=named)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert code(nobody.get("/api/v1/nothing/here")) == (404, "not_found")
    assert code(nobody.get("/api/v1/shops/a%00b/")) == (404, "not_found")
    assert code(seller.put("/api/v1/orders/", {})) == (405, "method_not_allowed")


def test_a_session_acts_only_with_the_token_against_forged_forms(shop: Shop) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(shop.owner)
    named = {"Idempotency-Key": "k"}
    answer = browser.post(PLACE, {}, content_type="application/json", headers=named)
    assert (answer.status_code, answer.json()["code"]) == (403, "forged")
    browser.get("/account/tokens/", follow=True)
    named["X-CSRFToken"] = browser.cookies["csrftoken"].value
    answer = browser.post(PLACE, {}, content_type="application/json", headers=named)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_who_asks_too_often_is_told_how_long_to_wait(seller: Program, nobody: Program, settings: Settings) -> None:
    settings.API_LIMIT_SIGNED_IN = 2
    assert [seller.get("/api/v1/orders/")[0] for _ in range(3)] == [200, 200, 429]
    assert seller.last["RateLimit-Policy"] == '"default";q=2;w=60'
    assert seller.last["RateLimit"].startswith('"default";r=0;t=')
    assert 1 <= int(seller.last["Retry-After"]) <= 60
    assert nobody.get("/api/v1/listings/")[0] == 200


def test_unknown_tokens_count_against_the_address(nobody: Program, settings: Settings) -> None:
    settings.API_LIMIT_ADDRESS = 0
    nobody.headers = {"Authorization": "Bearer danbao_x"}
    assert code(nobody.get("/api/v1/orders/")) == (429, "throttled")


def test_what_has_not_changed_is_not_sent_again(seller: Program, nobody: Program) -> None:
    assert seller.get("/api/v1/shop/")[0] == 200
    tag = seller.last["ETag"]
    assert seller.get("/api/v1/shop/", **{"If-None-Match": tag}) == (304, None)
    assert seller.patch("/api/v1/shop/", {"about": "Old trees"})[0] == 200
    assert seller.get("/api/v1/shop/", **{"If-None-Match": tag})[0] == 200
    assert "no-store" in seller.last["Cache-Control"]
    assert nobody.get("/api/v1/shelves/")[0] == 200
    assert nobody.last["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("sort", ["newest", "price", "price_down", "bought"])
def test_pages_follow_each_other_without_gap_or_repeat(sort: str, shop: Shop, nobody: Program, now: datetime) -> None:
    made = {make.listing(shop, title=f"Tea {n}", price=100 * (n % 3 + 1), now=now).pk for n in range(7)}
    seen, place = [], f"/api/v1/listings/?sort={sort}&limit=3"
    while place:
        _status, page = nobody.get(place)
        seen += [row["id"] for row in page["results"]]
        place = page["next"]
    assert (len(seen), set(seen)) == (7, made)


@pytest.mark.parametrize("cursor", ["x", "", "WzAsMCwiYSJd:x", "\x00", "é" * 400])
def test_a_cursor_that_was_made_up_is_refused(cursor: str, nobody: Program, seller: Program) -> None:
    for program, place in ((nobody, "/api/v1/listings/"), (seller, "/api/v1/shop/statement/")):
        answer = program.client.get(place, {"cursor": cursor}, headers=program.headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_unreadable")


def test_a_cursor_of_one_list_does_not_open_another(shop: Shop, nobody: Program, now: datetime) -> None:
    for n in range(3):
        make.listing(shop, title=f"Tea {n}", now=now)
    _status, page = nobody.get("/api/v1/listings/?limit=1")
    assert code(nobody.get(page["next"] + "&sort=price")) == (400, "cursor_unreadable")
