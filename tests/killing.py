"""A child process that is killed in the middle of an act."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep

from django.db import connections

from core import failpoints


def killed_at(point: str, act: Callable[[], object]) -> None:
    """Fork; the child runs `act` and is killed with -9 at `point`. Fails when it never came there."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            _forget_connections()
            with failpoints.armed(point, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                act()
        finally:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    _wait_until_it_let_go()


def _wait_until_it_let_go() -> None:
    """The server notices a dead client a moment later; until then what it had locked is passed over."""
    limit = monotonic() + 20
    while monotonic() < limit:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0] == 0:
                return
        sleep(0.02)


def _forget_connections() -> None:
    """Where a browser runs, the parent keeps its connections by event loop; the child has none and would find an older
    one, to another database.
    """
    for alias in connections:
        with suppress(AttributeError):
            del connections[alias]
