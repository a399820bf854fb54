import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core import clock
from marketplace import doorbell, tasks
from marketplace.celery import app
from tests import make


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The tasks the bell asks for."""
    names: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, **_options: names.append(name))
    yield names
    _until(lambda: not doorbell._rung.is_set())


def _until(true: Callable[[], bool]) -> None:
    limit = time.monotonic() + 5
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.005)


def test_a_request_that_may_have_changed_something_rings(sent: list[str]) -> None:
    answer = doorbell.middleware(lambda _request: HttpResponse("done"))
    assert answer(RequestFactory().post("/")).content == b"done"
    _until(lambda: sent == ["marketplace.tasks.answer_bell"])


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_does_not_ring(method: str, sent: list[str]) -> None:
    request: HttpRequest = getattr(RequestFactory(), method)("/")
    doorbell.middleware(lambda _request: HttpResponse())(request)
    time.sleep(0.05)
    assert sent == []


@pytest.mark.usefixtures("db")
def test_time_that_has_done_something_rings_and_else_it_is_quiet(sent: list[str]) -> None:
    tasks.release()
    tasks.act_on_deadlines()
    time.sleep(0.05)
    assert sent == []
    make.placed_order(now=clock.now() - timedelta(days=2))
    assert tasks.act_on_deadlines() > 0
    _until(lambda: sent == ["marketplace.tasks.answer_bell"])


def test_a_dead_redis_costs_nobody_any_time_and_the_next_ring_works(
    monkeypatch: pytest.MonkeyPatch, sent: list[str]
) -> None:
    def dead(_name: str, **_options: object) -> None:
        time.sleep(0.3)
        raise ConnectionError("nobody there")

    with monkeypatch.context() as patch:
        patch.setattr(app, "send_task", dead)
        began = time.perf_counter()
        for _time in range(100):
            doorbell.ring()
        assert time.perf_counter() - began < 0.1
        time.sleep(0.7)
    doorbell.ring()
    _until(lambda: sent == ["marketplace.tasks.answer_bell"])
