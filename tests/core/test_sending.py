"""What is sent past Django's cursor is answered, watched and refused as if it had gone through it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from core.sending import connected, send
from tests.conftest import CommittedDatabase

VALUES = (5, "茶", None, datetime(2026, 3, 1, 12, tzinfo=UTC), ["a", "b"])
STATEMENT = "SELECT %s::int, %s::text, %s::text, %s::timestamptz, %s::text[]"


def test_the_answer_is_what_djangos_cursor_reads(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, VALUES)
        expected = cursor.fetchone()
    answer = send(STATEMENT, VALUES).fetchone()
    assert answer == expected
    assert answer[3].tzinfo is expected[3].tzinfo is UTC


def test_whoever_counts_or_watches_sees_it(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    seen: list[str] = []

    def watch(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        seen.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(watch):
        assert send("SELECT %s", [1]).fetchone() == (1,)
    assert seen == ["SELECT %s"]
    with django_assert_num_queries(1):
        send("SELECT %s", [1])


def test_an_error_is_djangos_and_a_broken_transaction_takes_no_more(db: None) -> None:
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        send("INSERT INTO core_clockoffset (id, by) VALUES (%s, interval '0')", [2])
    assert raised.value.__cause__ is not None
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            send("SELECT %s", [1])


def test_a_closed_connection_is_opened_and_a_lost_one_is_told(committed_db: CommittedDatabase) -> None:
    connection.close()
    (pid,) = send("SELECT pg_backend_pid()", []).fetchone()
    assert connected().connection is connection.connection
    with pytest.raises(OperationalError):
        send("SELECT pg_terminate_backend(%s)", [pid])
    assert connection.errors_occurred
    connection.close_if_unusable_or_obsolete()
    assert send("SELECT %s", [1]).fetchone() == (1,)
