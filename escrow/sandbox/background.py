"""The two threads that work without being asked: one settles what is due, one sends webhooks.

All they do is decided by rows, so a killed sandbox goes on where it was after a restart.
"""

import fcntl
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Min

from escrow.sandbox import bell, chargebacks, charges, clock, payouts, refunds, webhooks
from escrow.sandbox.models import Payout, Refund, Webhook

logger = logging.getLogger(__name__)
LOOK_AT_LEAST_EVERY_SECONDS: Final = 1.0
LOOK_AT_MOST_EVERY_SECONDS: Final = 0.02


def start() -> None:
    """Start both threads; they end with the process."""
    work: dict[str, tuple[Callable[[], int], Callable[[], float | None]]] = {
        "settle": (settle_due, next_to_settle),
        "send": (webhooks.send_due, next_to_send),
    }
    for name, how in work.items():
        threading.Thread(target=_keep_looking, args=(name, *how), name=f"sandbox-{name}", daemon=True).start()


def settle_due() -> int:
    """One look at everything that falls due; answers how many things were finished."""
    sweeps = (charges.charge_due, refunds.finish_due, payouts.finish_due, payouts.return_due, chargebacks.lose_due)
    return sum(sweep() for sweep in sweeps)


def next_to_settle() -> float | None:
    """When the next refund or payout is finished (Unix time, seconds); the rest goes by days."""
    pending = [kind.objects.filter(state="pending").aggregate(due=Min("due"))["due"] for kind in (Refund, Payout)]
    return min((due for due in pending if due is not None), default=None)


def next_to_send() -> float | None:
    """When the next webhook is sent (Unix time, seconds)."""
    due: float | None = Webhook.objects.filter(state="waiting").aggregate(due=Min("due"))["due"]
    return due


def _keep_looking(name: str, look: Callable[[], int], coming: Callable[[], float | None]) -> None:
    """Look, then sleep until the bell rings or something is due, for a second at most; an error is logged, no end.

    The lock on a file beside the SQLite file lets one process at a time do this: two would send everything twice.
    """
    with Path(f"{settings.DATABASES['default']['NAME']}.{name}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        pause = LOOK_AT_LEAST_EVERY_SECONDS
        while True:
            bell.wait(name, pause)
            pause = LOOK_AT_LEAST_EVERY_SECONDS
            try:
                look()
                due = coming()
            except Exception:
                logger.exception("The sandbox's %s thread failed and goes on.", name)
            else:
                if due is not None:
                    pause = min(max(due - clock.real(), LOOK_AT_MOST_EVERY_SECONDS), pause)
