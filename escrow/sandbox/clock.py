"""The sandbox's own clock: real time plus one stored offset, so that journeys of weeks need no waiting."""

import datetime as dt
import time

from escrow.sandbox.models import Control


def real() -> float:
    """Real Unix time in seconds: webhooks, retries and settling go by it."""
    return time.time()


def now() -> dt.datetime:
    """The sandbox's time (aware, UTC): charges, late payments and returned payouts go by it."""
    return dt.datetime.fromtimestamp(real() + Control.current().clock_offset_seconds, dt.UTC)
