"""Requests no browser makes by itself: refused in words or read as nothing, never a fault of ours."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.wsgi import application
from tests import make
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db

NUL_COOKIE = '"' + "\\000" * 12 + '"'
PART = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
SIGN_UP = PART % (b"name", b"+2AA-") + PART % (b"email", b"a@example.org") + PART % (b"password1", b"x" * 12) + b"--b--"
MULTIPART = "multipart/form-data; boundary=b"
FORM = "application/x-www-form-urlencoded"


def _post(client: Client, where: str, body: bytes, kind: str, **headers: Any) -> Any:
    return client.generic("POST", where, body, content_type=kind, **headers)


Ask = Callable[[Client], Any]
ODD: dict[str, tuple[int, Ask]] = {
    "a host that is not ours": (400, lambda c: c.get("/", headers={"host": "evil.example"})),
    "half a host": (400, lambda c: c.get("/", headers={"host": "[::1"})),
    "a session of NULs": (200, lambda c: c.get("/", headers={"cookie": f"sessionid={NUL_COOKIE}"})),
    "a token of NULs": (200, lambda c: c.get("/", headers={"cookie": f"csrftoken={NUL_COOKIE}"})),
    "a language of NULs": (200, lambda c: c.get("/", headers={"cookie": f"django_language={NUL_COOKIE}"})),
    "messages of NULs": (200, lambda c: c.get("/basket/", headers={"cookie": f"messages={NUL_COOKIE}"})),
    "a huge cookie": (200, lambda c: c.get("/", headers={"cookie": "sessionid=" + "x" * 200_000})),
    "a form in UTF-8 that is none": (302, lambda c: _post(c, "/basket/", b"sku=%ff&quantity=\xff%ZZ", FORM)),
    "parts without a boundary": (400, lambda c: _post(c, "/basket/", b"sku", "multipart/form-data")),
    "parts that break off": (302, lambda c: _post(c, "/basket/", PART % (b"sku", b"1"), MULTIPART)),
    "JSON for a form": (302, lambda c: _post(c, "/basket/", b'{"sku": 1, "quantity": 1}', "application/json")),
    "JSON for signing in": (200, lambda c: _post(c, "/accounts/login/", b'{"login": "a"}', "text/plain")),
    "a body in chunks": (
        400,
        lambda c: _post(c, "/basket/", b"5\r\nsku=1\r\n0\r\n\r\n", FORM, HTTP_TRANSFER_ENCODING="chunked"),
    ),
    "more fields than any form has": (413, lambda c: _post(c, "/basket/", b"a&" * 1500, FORM)),
    "a malformed escape in the path": (404, lambda c: c.get("/s/%ff%fe%/")),
    "a malformed escape in the query": (200, lambda c: c.get("/search/?q=%ff%ZZ&page=%00&category=%ed%a0%80")),
    "a number no database holds": (404, lambda c: c.get(f"/l/{10**30}/tea/")),
    "such a number in a form": (302, lambda c: c.post("/basket/", {"sku": 10**30, "quantity": 1})),
    "such a number in a path": (302, lambda c: c.post(f"/basket/lines/{10**30}/", {"quantity": 1})),
    "a key to nobody": (200, lambda c: c.get("/accounts/password/reset/key/zzzzzzzzzzzzz-set-password/")),
    "half an address of a page": (200, lambda c: c.get("/", headers={"HX-Request": "true", "HX-Current-URL": "//["})),
    "languages without end": (200, lambda c: c.get("/", headers={"accept-language": "x," * 50_000})),
    "words for an address of a reader": (
        200,
        lambda c: c.post("/accounts/login/", {"login": "a@b.cd"}, headers={"x-forwarded-for": "\0, ,"}),
    ),
    "PUT": (405, lambda c: c.put("/basket/")),
    "DELETE": (405, lambda c: c.delete("/our-books/")),
    "OPTIONS": (405, lambda c: c.options("/")),
    "TRACE": (405, lambda c: c.trace("/search/")),
    "a form to the pieces of the look": (405, lambda c: c.post("/kit/", {"name": "x"})),
}


@pytest.mark.parametrize(("status", "ask"), ODD.values(), ids=list(ODD))
def test_an_odd_request_is_answered(status: int, ask: Ask) -> None:
    answer = ask(Client(raise_request_exception=False))
    assert answer.status_code == status
    if status in {400, 413}:
        assert "<h1>That" in answer.content.decode()


def _served(method: str, where: str, kind: str, body: bytes = b"") -> tuple[str, str]:
    """The status and the page as the server sends them; the test client builds its requests past the entrance."""
    path, _, query = where.partition("?")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_TYPE": kind}
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), "HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    # As the test client does: the connection of the test's transaction stays.
    request_started.disconnect(close_old_connections)
    try:
        page = b"".join(application(environ, lambda status, _headers: statuses.append(status)))
    finally:
        request_started.connect(close_old_connections)
    return statuses[0].split()[0], page.decode()


OTHER = ("rot13", "undefined", "base64", "unicode_escape", "idna", "utf-7", "latin-1", "nosuch", "a\0b", "\xff", '""')


@pytest.mark.parametrize("claim", [*(f"; charset={name}" for name in OTHER), "; charset*=undefined''%41"])
def test_a_claim_of_another_encoding_than_ours_is_refused(claim: str) -> None:
    for method, where, kind, body in (
        ("GET", "/", "text/plain", b""),
        ("GET", "/search/?q=%5cx", "text/plain", b""),
        ("POST", "/accounts/signup/", MULTIPART, SIGN_UP),
        ("POST", "/basket/", FORM, b"sku=1"),
    ):
        status, page = _served(method, where, kind + claim, body)
        assert (status, "<h1>That" in page) == ("400", True)


@pytest.mark.parametrize("kind", ["", "text/plain", "text/plain; charset=utf-8", 'text/plain; charset="UTF8"'])
def test_a_request_that_claims_our_encoding_is_read(kind: str) -> None:
    assert _served("GET", "/", kind)[0] == "200"


PAGES = ("99999999999999", "-1", "0", "1.5", "x", "", "９", "½", "9" * 5000, "1e9", "\0")
ASKED = ("page", "tab", "sort", "category", "from", "to", "limit", "quantity", "sku", "address", "kind")
LISTS = ("/search/", "/c/tea/", "/buy/orders/", "/notices/", "/sell/orders/", "/sell/listings/")


@pytest.mark.parametrize("where", LISTS)
def test_a_page_that_is_not_there_is_another_page(where: str, client: Client) -> None:
    client.force_login(make.shop().owner)
    asked = [client.get(where, dict.fromkeys(ASKED, page)).status_code for page in PAGES]
    assert asked == [200] * len(PAGES)


def test_a_search_of_100_000_characters_finds_nothing(client: Client) -> None:
    make.listing(title="Tea")
    page = client.get("/search/", {"q": "茶 tea'; DROP TABLE " * 5000})
    assert page.status_code == 200
    assert len(page.context["question"].typed["q"]) <= 100


@pytest.mark.parametrize("place", ["foo", "foo:bar", "buyers:orders", "?", "#", "..", "/\n", "livez", "\0", "/" * 5000])
def test_a_way_back_that_is_no_address_is_no_fault(place: str) -> None:
    browser = Client(raise_request_exception=False)
    person = make.user(password=PASSWORD)
    assert browser.post("/basket/", {"sku": 1, "quantity": 0, "next": place}).status_code == 302
    assert browser.post("/i18n/setlang/", {"language": "en", "next": place}).status_code == 302
    known = {"login": person.email, "password": PASSWORD}
    assert browser.post("/accounts/login/", {**known, "next": place}).status_code == 302


def _sent(client: Client, where: str, size: int) -> int:
    """The status for a body that says it has `size` bytes; not one of them is sent."""
    answer = client.generic("POST", where, b"", content_type=MULTIPART, CONTENT_LENGTH=str(size))
    assert (answer.status_code == 413) == ("That was too large" in answer.content.decode())
    return int(answer.status_code)


@pytest.mark.parametrize("where", ["/accounts/login/", "/basket/", "/sell/open/", "/hooks/payments/sandbox/"])
def test_a_body_too_large_is_refused_before_it_is_read(where: str, client: Client) -> None:
    client.force_login(make.shop().owner)
    assert _sent(client, where, 2_621_441) == 413
    assert _sent(client, where, 10**12) == 413


def test_only_a_page_that_takes_pictures_takes_more_and_only_from_who_has_signed_in(
    client: Client, settings: Settings
) -> None:
    photos = 100 * 1024 * 1024
    assert _sent(client, "/sell/listings/new/", photos) == 413
    client.force_login(make.shop().owner)
    assert _sent(client, "/sell/listings/new/", photos) == 422
    assert _sent(client, "/sell/listings/new/", 2 * photos) == 413
    settings.MOST_BODY = 10
    assert _sent(client, "/sell/shop/", 11) == 413


def test_the_pages_of_a_claim_take_pictures_as_telephones_make_them(client: Client) -> None:
    claim = make.claim()
    order, photos = claim.order, 30 * 1024 * 1024
    for person, face in ((order.buyer, "buy"), (order.shop.owner, "sell")):
        client.force_login(person)
        assert _sent(client, f"/{face}/orders/{order.reference}/claims/{claim.pk}/evidence/", photos) == 422
        assert _sent(client, f"/{face}/orders/{order.reference}/claims/{claim.pk}/evidence/", 10 * photos) == 413
    client.force_login(order.buyer)
    assert _sent(client, f"/buy/orders/{order.reference}/claim/", photos) == 422
