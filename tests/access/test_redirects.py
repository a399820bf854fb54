"""Nobody is led off the site by an address that somebody else wrote."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from marketplace.users.models import User
from tests import make
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:evil.example",
    "http:///evil.example/",
    "https://127.0.0.1@evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "\thttps://evil.example/",
    "/\t/evil.example/",
    "https://testserver.evil.example/",
]
off_the_site = pytest.mark.parametrize("place", ELSEWHERE)


@pytest.fixture(autouse=True)
def _often(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def person() -> User:
    return make.user(password=PASSWORD)


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@off_the_site
def test_signing_in_leads_back_to_this_site_alone(place: str, person: User) -> None:
    known = {"login": person.email, "password": PASSWORD}
    assert Client().post("/accounts/login/", {**known, "next": place})["Location"] == "/"
    assert Client().post("/accounts/login/", known, query_params={"next": place})["Location"] == "/"
    assert _signed_in(person).get("/accounts/login/", {"next": place})["Location"] == "/"
    assert Client().post("/accounts/login/", {**known, "next": "/buy/orders/"})["Location"] == "/buy/orders/"


@off_the_site
def test_signing_up_leads_back_to_this_site_alone(place: str) -> None:
    sent = {"name": "New", "email": "new.person@example.org", "password1": PASSWORD, "next": place}
    answer = Client().post("/accounts/signup/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/")


@off_the_site
def test_signing_out_leads_back_to_this_site_alone(place: str, person: User) -> None:
    assert _signed_in(person).post("/accounts/logout/", {"next": place})["Location"] == "/"


@off_the_site
def test_saying_the_password_again_leads_back_to_this_site_alone(place: str, person: User) -> None:
    answer = _signed_in(person).post("/accounts/reauthenticate/", {"password": PASSWORD, "next": place})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@off_the_site
def test_choosing_a_language_leads_back_to_this_site_alone(place: str) -> None:
    sent = {"language": "zh-hans", "next": place}
    assert Client().post("/i18n/setlang/", sent)["Location"] == "/"
    assert Client().post("/i18n/setlang/", {"language": "en"}, headers={"referer": place})["Location"] == "/"


@off_the_site
def test_the_basket_leads_back_to_this_site_alone(place: str) -> None:
    assert Client().post("/basket/", {"sku": 1, "quantity": 0, "next": place})["Location"] == "/basket/"
