"""A child process that is killed in the middle of an act."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress

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


def _forget_connections() -> None:
    """Where a browser runs, the parent keeps its connections by event loop; the child has none and would find an older
    one, to another database.
    """
    for alias in connections:
        with suppress(AttributeError):
            del connections[alias]
