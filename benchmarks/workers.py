"""Two processes with some connections each, that run one act over and over until time is up or nothing is left."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from threading import Barrier, Event, Thread
from typing import Any

from django.db import connection

PROCESSES = 2
#: Acts of a connection before the clock runs: the first makes plans, the next five are planned each anew.
WARM = 6

Act = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Ran:
    """How many acts ended, and in how many seconds."""

    acts: int
    seconds: float

    @property
    def rate(self) -> float:
        """Acts a second."""
        return self.acts / self.seconds


def run(act: Act, subjects: Sequence[Any], *, connections: int, seconds: float) -> Ran:
    """Do `act` to every subject, each once, over so many connections, until `seconds` have passed.

    The clock runs from the moment at which every connection is warm; what it did until then is not counted. An act
    that answers a number counts for that many.
    Raises RuntimeError when a worker failed.
    """
    connection.close()
    context = get_context("fork")
    ready, done = context.Barrier(PROCESSES + 1), context.SimpleQueue()
    each = connections // PROCESSES
    workers = [
        context.Process(target=_worker, args=(act, subjects[number::PROCESSES], each, seconds, (ready, done)))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    ready.wait(60)
    began = time.monotonic()
    for worker in workers:
        worker.join()
    took = time.monotonic() - began
    if any(worker.exitcode for worker in workers):
        message = f"a worker of {act.__name__} failed"
        raise RuntimeError(message)
    return Ran(sum(done.get() for _worker in workers), took)


def _worker(act: Act, subjects: Sequence[Any], threads: int, seconds: float, meet: tuple[Any, Any]) -> None:
    ready, done = meet
    counts = [0] * threads
    failed: list[BaseException] = []
    warm, may_start = Barrier(threads + 1), Event()

    def go_on(number: int) -> None:
        mine = iter(subjects[number::threads])
        try:
            for subject in islice(mine, WARM):
                act(subject)
            warm.wait(60)
            may_start.wait(60)
            limit = time.monotonic() + seconds
            for subject in mine:
                answer = act(subject)
                counts[number] += answer if isinstance(answer, int) else 1
                if time.monotonic() > limit:
                    break
        except BaseException as error:
            failed.append(error)
            warm.abort()
            raise
        finally:
            connection.close()

    running = [Thread(target=go_on, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    warm.wait(60)
    ready.wait(60)
    may_start.set()
    for thread in running:
        thread.join()
    done.put(sum(counts))
    if failed:
        raise SystemExit(1)
