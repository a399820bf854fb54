"""A second process that helps the fill with what takes long: pictures, half of the letters and messages."""

import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

import django

from core.durability import never_wait
from marketplace.demo import children

P = ParamSpec("P")
T = TypeVar("T")


class Hands:
    """One process beside this one, with a connection of its own. It never outlives us."""

    def __init__(self) -> None:
        # Spawned, not forked: a connection must not be shared.
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=error is not None)

    def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Let `work` be done there; its `result()` waits for it, and raises what it raised."""
        return self._pool.submit(work, *args, **kwargs)


def _begin() -> None:
    children.end_with_parent(signal.SIGKILL)
    django.setup()
    never_wait()
