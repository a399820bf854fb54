"""The site's web and worker as they are, but for a failpoint at which the whole process is killed with -9.

`DIES_AT` is "point:n": the n-th time the point is reached.
"""

import os
import signal
from contextlib import ExitStack
from itertools import count
from typing import Any

from celery.signals import worker_ready

from core import failpoints
from marketplace.celery import app
from marketplace.wsgi import application

__all__ = ["app", "application"]

_until_the_end = ExitStack()


def arm() -> None:
    """Kill this process and its group when the point is reached for the n-th time."""
    point, number = os.environ["DIES_AT"].rsplit(":", 1)
    reached = count(1)

    def die() -> None:
        if next(reached) == int(number):
            os.killpg(os.getpgrp(), signal.SIGKILL)

    _until_the_end.enter_context(failpoints.armed(point, die))


@worker_ready.connect  # type: ignore[untyped-decorator]  # Celery has no types
def _arm_worker(**_signal: Any) -> None:
    arm()


if os.environ["DIES_AT"].startswith(("orders.", "claims.")):
    from marketplace import urls  # noqa: F401 the views' actions name their failpoints

    arm()
