"""Who tries passwords or makes accounts by the hundred is held up, whether Redis answers or not."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from pytest_django import Settings
from redis.exceptions import RedisError

from marketplace.users.models import User
from tests import make
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db
#: Where nobody listens.
GONE = "redis://127.0.0.1:1/0"


@pytest.fixture(params=["with Redis", "without Redis"], autouse=True)
def nobody_has_tried_yet(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Tries are counted in the cache, each test's under keys of its own."""
    place = {"LOCATION": GONE} if request.param == "without Redis" else {}
    cache = {**settings.CACHES["default"], **place, "KEY_PREFIX": uuid4().hex}
    settings.CACHES = {"default": cache}
    if place:
        with pytest.raises(RedisError):
            RedisCache(GONE, {}).get("anything")


def _sign_in(email: str, password: str, number: int = 0) -> Any:
    """Each time from a new browser, which says that it asks for somebody else."""
    browser = Client(headers={"x-forwarded-for": f"198.51.100.{number}"})
    answer = browser.post("/accounts/login/", {"login": email, "password": password})
    return answer.status_code, "_auth_user_id" in browser.session


def test_after_five_wrong_passwords_the_right_one_is_refused_too() -> None:
    person, neighbour = make.user(password=PASSWORD), make.user(password=PASSWORD)
    assert [_sign_in(person.email, "a wrong one", n) for n in range(5)] == [(200, False)] * 5
    assert _sign_in(person.email, PASSWORD) == (200, False)
    assert _sign_in(neighbour.email, PASSWORD) == (302, True)


def test_from_one_address_ten_wrong_passwords_a_minute_are_tried() -> None:
    people = [make.user(password=PASSWORD) for _n in range(11)]
    assert [_sign_in(person.email, "a wrong one", n) for n, person in enumerate(people[:10])] == [(200, False)] * 10
    assert _sign_in(people[10].email, PASSWORD) == (200, False)


def test_from_one_address_twenty_accounts_a_minute_are_made() -> None:
    statuses = []
    for number in range(22):
        browser = Client(headers={"x-forwarded-for": f"198.51.100.{number}"})
        given = {"name": "Zhao Min", "email": f"zhao{number}@example.org", "password1": PASSWORD}
        statuses.append(browser.post("/accounts/signup/", given).status_code)
    assert statuses == [302] * 20 + [429] * 2
    assert User.objects.count() == 20
