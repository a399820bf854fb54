"""After a request that changed something, ask a worker to look at once instead of at its next tick.

Redis is a doorbell, never the memory: when it is dead, slow or lying, nothing is lost and nobody waits. The ringing is
done by a thread of its own; many rings in a row are one.
"""

import logging
import os
import threading
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

TASK = "marketplace.tasks.answer_bell"
#: A message nobody fetched for so long (seconds) is dropped: the timers have done the work meanwhile.
STALE = 10

_rung = threading.Event()
_start = threading.Lock()
_ringer: tuple[int, threading.Thread] | None = None


def ring() -> None:
    """Ask for a worker, where there are any. Returns at once, whatever Redis does; never raises."""
    if not settings.CELERY_BROKER_URL:
        return
    _ensure_ringer()
    _rung.set()


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Ring after every request that may have changed something; its transactions have ended by then."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            ring()
        return response

    return answer


def _ensure_ringer() -> None:
    """One thread a process; a forked child starts its own."""
    global _ringer  # noqa: PLW0603 - it belongs to the process
    if _ringer is not None and _ringer[0] == os.getpid() and _ringer[1].is_alive():
        return
    with _start:
        if _ringer is None or _ringer[0] != os.getpid() or not _ringer[1].is_alive():
            thread = threading.Thread(target=_ring_forever, name="doorbell", daemon=True)
            _ringer = (os.getpid(), thread)
            thread.start()


def _ring_forever() -> None:
    while True:
        _rung.wait()
        _rung.clear()
        try:
            _send()
        except Exception:
            logger.info("the doorbell could not be rung", exc_info=True)


def _send() -> None:
    from marketplace.celery import app  # noqa: PLC0415 - the settings import this module by name, before Celery is up

    app.send_task(TASK, expires=STALE, retry=False, ignore_result=True)


def _after_fork() -> None:
    global _rung, _start, _ringer
    _rung, _start, _ringer = threading.Event(), threading.Lock(), None


os.register_at_fork(after_in_child=_after_fork)
