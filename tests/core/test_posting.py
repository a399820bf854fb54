"""A posted form acts once, and once more when only the moment was bad."""

from datetime import datetime

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import RequestFactory

from core.errors import DomainError, Mismatch
from core.models import IdempotencyKey
from core.posting import Act, act_once
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.usefixtures("committed_db")


def _request(rf: RequestFactory, **sent: str) -> HttpRequest:
    request = rf.post("/sell/", {"idempotency_key": "k", **sent})
    request.user = make.user()
    return request


def _fails_first(error: Exception) -> tuple[Act, list[int]]:
    calls: list[int] = []

    def act() -> dict[str, int]:
        calls.append(1)
        if len(calls) == 1:
            raise error
        return {"calls": len(calls)}

    return act, calls


class Broken(Exception):
    """What the driver says of a deadlock."""

    pgcode = "40P01"


def test_what_changed_meanwhile_is_tried_once_more(rf: RequestFactory, now: datetime) -> None:
    act, _calls = _fails_first(DomainError("changed_meanwhile", "x"))
    assert act_once(_request(rf), act, now=now) == {"calls": 2}


def test_a_broken_deadlock_is_tried_once_more_and_another_fault_is_not(rf: RequestFactory, now: datetime) -> None:
    deadlock = OperationalError("deadlock detected")
    deadlock.__cause__ = Broken()
    act, _calls = _fails_first(deadlock)
    assert act_once(_request(rf), act, now=now) == {"calls": 2}
    act, calls = _fails_first(OperationalError("disk full"))
    with pytest.raises(OperationalError):
        act_once(_request(rf), act, now=now)
    assert len(calls) == 1


def test_a_form_without_a_key_is_done_whole_or_not_at_all(rf: RequestFactory, now: datetime) -> None:
    request = _request(rf, idempotency_key="")

    def act() -> dict[str, int]:
        make.user("Half Done")
        raise DomainError("sold_out", "x")

    with pytest.raises(DomainError):
        act_once(request, act, now=now)
    assert not User.objects.filter(name="Half Done").exists()


def test_a_refusal_leaves_the_key_free(rf: RequestFactory, now: datetime) -> None:
    act, calls = _fails_first(DomainError("sold_out", "x"))
    request = _request(rf)
    with pytest.raises(DomainError):
        act_once(request, act, now=now)
    assert (len(calls), IdempotencyKey.objects.count()) == (1, 0)
    assert act_once(request, act, now=now) == {"calls": 2}
    assert act_once(request, act, now=now) == {"calls": 2}


def test_the_same_key_with_other_words_is_refused_and_another_person_has_their_own(
    rf: RequestFactory, now: datetime
) -> None:
    first = _request(rf, amount="1")
    other_words, somebody_else = _request(rf, amount="2"), _request(rf, amount="2")
    other_words.user = first.user
    assert act_once(first, lambda: {"n": 1}, now=now) == {"n": 1}
    with pytest.raises(Mismatch):
        act_once(other_words, lambda: {"n": 2}, now=now)
    assert act_once(somebody_else, lambda: {"n": 3}, now=now) == {"n": 3}
