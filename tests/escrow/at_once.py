"""Several connections that act at the same moment."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

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
