"""Commits that nobody waits for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def unawaited() -> Iterator[None]:
    """A transaction of its own that ends before the disk has taken it (decision 0018).

    For what a timer does: nobody is told that it is done. When the database dies within the next second, it may be as
    if none of it had happened, and the timer does it again. A commit that does wait takes everything before it along;
    so what is acknowledged to a person, or sent to anybody, never rests on something that can still be lost.
    Raises RuntimeError inside another transaction, whose commit would not wait either.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        yield


def never_wait() -> None:
    """Let no transaction of this connection wait: a fill of the demo that is broken off is begun again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
