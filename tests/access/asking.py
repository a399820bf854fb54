"""Asking for an address as somebody, and what came of it in one word."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.access.row import Of, Row
from tests.access.scene import ROLES, Scene

#: What every request may write: the session. What only the pages of an order and of notices write: proof of reading.
SESSIONS = {"django_session"}
PROOF = {"core_deadline", "notifications_notification", "conversations_thread", "conversations_reading"}


def address(name: str, row: Row, scene: Scene) -> str:
    """The address of a row, pointing at something that exists."""
    return reverse(name, args=scene.args[row.about])


def browsers(row: Row, scene: Scene) -> Iterator[tuple[str, Client]]:
    """Each role with the browser of the person who has it at this row."""
    people = {"owner": row.owner, "other": "seller" if row.owner == "buyer" else "buyer"}
    for role in ROLES:
        yield role, scene.browser(people.get(role, role))


def post(browser: Client, place: str, row: Row, scene: Scene) -> Any:
    """Post what the row sends: a form, or to the API JSON under a key."""
    sent = {name: scene.args[value.about][-1] if isinstance(value, Of) else value for name, value in row.sent.items()}
    if row.program:
        named = {"Idempotency-Key": "only-once"}
        return browser.post(place, sent, content_type="application/json", headers=named)
    return browser.post(place, sent)


def outcome(answer: object, place: str) -> str:
    """`200`; `in` for the way to signing in and back here; `>buyers:order` for the way to another page."""
    status = getattr(answer, "status_code", 0)
    if status not in {301, 302, 303, 307, 308}:
        return str(status)
    target = str(answer["Location"])  # type: ignore[index]  # a response
    if target == f"/accounts/login/?next={place}":
        return "in"
    parts = urlsplit(target)
    if parts.netloc:
        return f">{parts.path}"
    try:
        return f">{resolve(parts.path).view_name}"
    except Resolver404:
        return f">{parts.path}"


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is rolled back. As around any test, a view may still begin what must stand outermost."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        yield
        transaction.set_rollback(True)


@contextmanager
def watched() -> Iterator[set[str]]:
    """What is done inside is rolled back; afterwards the set names the tables that it left otherwise than they were.

    PostgreSQL counts the rows that a transaction writes, so only tables that were written to are compared.
    """
    changed: set[str] = set()
    with undone():
        before = _written()
        yield changed
        touched = [table for table, rows in _written().items() if rows != before.get(table)]
        after = _contents(touched)
    changed |= {table for table, content in _contents(touched).items() if content != after[table]}


def _written() -> dict[str, int]:
    """Of every table it wrote to: how many rows this transaction has written, also where that was rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, rows FROM (SELECT relname, pg_stat_get_xact_tuples_inserted(oid)"
            " + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid) AS rows"
            " FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) AS t WHERE rows > 0"
        )
        return dict(cursor.fetchall())


def _contents(tables: list[str]) -> dict[str, tuple[int, int]]:
    """Of each: how many rows, and a sum over their contents."""
    if not tables:
        return {}
    with connection.cursor() as cursor:
        parts = [
            f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM \"{name}\" AS t"
            for name in tables
        ]
        cursor.execute(" UNION ALL ".join(parts))
        return {name: (count, total) for name, count, total in cursor.fetchall()}
