"""One act is stopped before one of its statements, another one goes as far as it can, and both go on."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from django.db import connection

from core.errors import DomainError

PATIENCE = 30.0


class Stopped(Thread):
    """Runs an act on a connection of its own, and waits before its `number`-th statement (0: never)."""

    def __init__(self, act: Callable[[], object], number: int = 0) -> None:
        super().__init__()
        self.act = act
        self.left = number
        self.stands = Event()
        self.may_go_on = Event()
        self.ready = Event()
        self.pid = 0
        self.stopped = False
        self.answer = "crashed"

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.ready.set()
            with connection.execute_wrapper(self._wait):
                self.act()
            self.answer = "done"
        except DomainError as refusal:
            self.answer = refusal.code
        finally:
            connection.close()
            self.ready.set()
            self.stands.set()

    def _wait(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            self.stopped = True
            self.stands.set()
            assert self.may_go_on.wait(PATIENCE)
        return execute(*statement)


def meet(first: Callable[[], object], rival: Callable[[], object], number: int) -> tuple[bool, str, str]:
    """Whether `first` has so many statements, and what both were answered."""
    one, other = Stopped(first, number), Stopped(rival)
    one.start()
    assert one.stands.wait(PATIENCE)
    other.start()
    assert other.ready.wait(PATIENCE)
    while not other.stands.wait(0.01) and not _waits(other.pid):
        continue
    one.may_go_on.set()
    one.join(PATIENCE)
    other.join(PATIENCE)
    return one.stopped, one.answer, other.answer


def _waits(pid: int) -> bool:
    """Whether the connection waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        return bool(cursor.fetchone()[0])
