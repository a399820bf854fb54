import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from core.errors import DomainError, Invalid, Mismatch
from core.idempotency import once
from core.models import IdempotencyKey


@pytest.mark.django_db
def test_the_second_request_gets_the_first_ones_answer(now: datetime) -> None:
    acts: list[int] = []

    def act() -> dict[str, Any]:
        acts.append(1)
        return {"order": 7}

    answers = [once("user:1", "k", {"sku": 1}, act, now=now) for _ in range(3)]
    assert (answers, acts) == ([{"order": 7}] * 3, [1])


@pytest.mark.django_db
def test_the_same_key_with_other_content_is_refused(now: datetime) -> None:
    once("user:1", "k", {"sku": 1}, dict, now=now)
    with pytest.raises(Mismatch):
        once("user:1", "k", {"sku": 2}, dict, now=now)


@pytest.mark.django_db
def test_a_key_no_form_bears_is_refused_in_words(now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        once("user:1", "a\0b", {"sku": 1}, dict, now=now)
    assert (refused.value.code, IdempotencyKey.objects.count()) == ("idempotency_unreadable", 0)


@pytest.mark.django_db
def test_another_users_key_is_another_key(now: datetime) -> None:
    first = once("user:1", "k", {"sku": 1}, lambda: {"order": 1}, now=now)
    second = once("user:2", "k", {"sku": 2}, lambda: {"order": 2}, now=now)
    assert (first, second) == ({"order": 1}, {"order": 2})


@pytest.mark.django_db
def test_a_refusal_leaves_no_key_behind(now: datetime) -> None:
    def refuse() -> dict[str, Any]:
        raise DomainError("no", "No.")

    with pytest.raises(DomainError), transaction.atomic():
        once("user:1", "k", {}, refuse, now=now)
    assert not IdempotencyKey.objects.exists()


@pytest.mark.usefixtures("committed_db")
def test_ten_at_once_act_once(now: datetime) -> None:
    acts: list[int] = []
    answers: list[dict[str, Any]] = []

    def act() -> dict[str, Any]:
        acts.append(1)
        return {"order": 7}

    def request() -> None:
        with transaction.atomic():
            answers.append(once("user:1", "k", {}, act, now=now))
        connection.close()

    threads = [threading.Thread(target=request) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (acts, answers) == ([1], [{"order": 7}] * 10)
