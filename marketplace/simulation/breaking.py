"""How a process dies, meets another, or is let down by the database, at a place that was drawn."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from django.db import connection

from core import failpoints

MARK = "brought about by a simulation"
Count = Callable[[str], None]

#: Statements that only say how a transaction goes on: no lock is waited for in them.
_BOOKKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK")
_NAMES = {"40P01": "deadlock", "55P03": "lock time-out"}


class Crash(BaseException):
    """The process is gone: no `except Exception` sees it. What was not committed never was."""


def bury() -> None:
    """What is left of a process that died: no connection, and so no ids drawn ahead."""
    connection.close()


@contextmanager
def crash(number: int, count: Count) -> Iterator[None]:
    """Die at the `number`-th failpoint that is reached."""

    def die(name: str) -> None:
        count(f"crash {name.rsplit('.', 1)[-1].replace('_', ' ')}")
        raise Crash(name)

    with _at_point(number, die):
        yield


@contextmanager
def rival(number: int, work: Callable[[], object], count: Count) -> Iterator[None]:
    """Another worker does all there is to do when the `number`-th failpoint outside a transaction is reached."""

    def meet(_name: str) -> None:
        count("a rival in between")
        work()

    with _at_point(number, meet, outside=True):
        yield


@contextmanager
def _at_point(number: int, act: Callable[[str], None], *, outside: bool = False) -> Iterator[None]:
    """Once, at the `number`-th failpoint, whichever it is; with `outside` those within a transaction do not count."""
    left = number

    def reached(name: str) -> None:
        nonlocal left
        if outside and connection.in_atomic_block:
            return
        left -= 1
        if left == 0:
            act(name)

    with ExitStack() as stack:
        for name in failpoints.names():
            stack.enter_context(failpoints.armed(name, partial(reached, name)))
        yield


@contextmanager
def broken_statement(code: str, number: int, count: Count) -> Iterator[None]:
    """The database breaks off the `number`-th statement with the SQLSTATE `code`: a real error, by the real server."""
    left = number

    def execute(run: Callable[..., Any], sql: str, params: Any, *more: Any) -> Any:
        nonlocal left
        left -= not sql.startswith(_BOOKKEEPING)
        if left != 0 or sql.startswith(_BOOKKEEPING):
            return run(sql, params, *more)
        count(_NAMES[code])
        return run(f"DO $$ BEGIN RAISE EXCEPTION '{MARK}' USING ERRCODE = '{code}'; END $$", None, *more)

    with connection.execute_wrapper(execute):
        yield
