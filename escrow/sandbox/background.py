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

from escrow.sandbox import bell, chargebacks, charges, payouts, refunds, webhooks

logger = logging.getLogger(__name__)
LOOK_EVERY_SECONDS: Final = 0.2


def start() -> None:
    """Start both threads; they end with the process."""
    work: dict[str, Callable[[], int]] = {"settle": settle_due, "send": webhooks.send_due}
    for name, look in work.items():
        threading.Thread(target=_keep_looking, args=(name, look), name=f"sandbox-{name}", daemon=True).start()


def settle_due() -> int:
    """One look at everything that falls due; answers how many things were finished."""
    sweeps = (charges.charge_due, refunds.finish_due, payouts.finish_due, payouts.return_due, chargebacks.lose_due)
    return sum(sweep() for sweep in sweeps)


def _keep_looking(name: str, look: Callable[[], int]) -> None:
    """Look, then sleep until the bell rings or a fifth of a second has passed; an error is logged and never ends it.

    The lock on a file beside the SQLite file lets one process at a time do this: two would send everything twice.
    """
    with Path(f"{settings.DATABASES['default']['NAME']}.{name}.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        while True:
            bell.wait(name, LOOK_EVERY_SECONDS)
            try:
                look()
            except Exception:
                logger.exception("The sandbox's %s thread failed and goes on.", name)
