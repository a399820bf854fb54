"""Several connections that act at the same moment."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from time import monotonic

from django.db import connection

from core.errors import DomainError


def at_once(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Run all `acts` together, a connection each; answers "done" or the code of the refusal, in their order."""
    barrier = Barrier(len(acts))
    answers = ["crashed"] * len(acts)

    def run(number: int) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            barrier.wait(20)
            acts[number]()
            answers[number] = "done"
        except DomainError as refusal:
            answers[number] = refusal.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def wait_for_a_lock(limit: float = 20.0) -> None:
    """Go on once another connection waits for what this one holds."""
    end = monotonic() + limit
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
            assert monotonic() < end, "nobody waits"
