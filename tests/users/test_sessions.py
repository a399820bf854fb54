"""Where somebody is signed in, and how that ends."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from marketplace.users.models import User
from tests import make
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db

ADDRESS = "lin@example.org"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(settings: Any, request: pytest.FixtureRequest) -> None:
    """Tries are counted in the cache: one of this test's own."""
    cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": request.node.nodeid}
    settings.CACHES = {"default": cache}


def sign_in(client: Client, **form: str) -> Any:
    return client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD} | form)


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_other_sessions_end_and_this_one_goes_on(client: Client) -> None:
    make.user(email=ADDRESS, password=PASSWORD)
    elsewhere, again = Client(), Client()
    for browser in (client, elsewhere):
        sign_in(browser)
    answer = client.post("/account/sessions/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")
    assert (signed_in(client), signed_in(elsewhere)) == (True, False)
    sign_in(again)
    assert signed_in(again)


def test_a_link_alone_ends_nothing(client: Client) -> None:
    client.force_login(make.user())
    assert client.get("/account/sessions/").status_code == 405
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    client.post("/accounts/logout/")
    assert not signed_in(client)


@pytest.mark.parametrize("there", ["https://example.com/", "//example.com", "javascript:alert(1)", "/\\example.com"])
def test_signing_in_leads_to_no_other_site(client: Client, there: str) -> None:
    make.user(email=ADDRESS, password=PASSWORD)
    assert sign_in(client, next=there).headers["Location"] == "/"


def test_an_address_is_one_whatever_its_letters(client: Client) -> None:
    make.user(email=ADDRESS, password=PASSWORD)
    sign_in(client, login="LIN@Example.ORG")
    assert signed_in(client)


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once_and_ends_sessions(client: Client) -> None:
    make.user(email=ADDRESS, password=PASSWORD)
    thief = Client()
    sign_in(thief)
    client.post("/accounts/password/reset/", {"email": ADDRESS})
    (letter,) = mail.outbox
    link = next(word for word in str(letter.body).split() if "/password/reset/key/" in word).partition("testserver")[2]
    form = client.get(link).headers["Location"]
    client.post(form, {"password1": "plums-in-the-snow-3", "password2": "plums-in-the-snow-3"})
    assert (User.objects.get().check_password("plums-in-the-snow-3"), signed_in(thief)) == (True, False)
    assert "Location" not in Client().get(link).headers


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client: Client) -> None:
    make.user(email=ADDRESS, password=PASSWORD)
    known, unknown = (
        client.post("/accounts/password/reset/", {"email": address}) for address in (ADDRESS, "nobody@example.org")
    )
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert client.get(known.headers["Location"]).status_code == 200


def test_a_session_that_has_ended_is_nobodys(client: Client) -> None:
    make.user(email=ADDRESS, password=PASSWORD)
    sign_in(client)
    assert signed_in(client)
    Session.objects.update(expire_date=timezone.now())
    assert not signed_in(client)


def test_a_session_of_a_closed_account_is_nobodys(client: Client) -> None:
    make.user(email=ADDRESS, password=PASSWORD)
    sign_in(client)
    User.objects.update(is_active=False)
    assert not signed_in(client)
    User.objects.update(is_active=True)
    assert signed_in(client)
