"""The Celery application. Every timer of the site stands in `TIMERS`, on one screen."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")


def _every(seconds: float, task: str) -> dict[str, Any]:
    """A tick that nobody fetched in time is dropped: after an hour without a worker the queue holds one of each."""
    return {"task": f"marketplace.tasks.{task}", "schedule": seconds, "options": {"expires": max(seconds, 2)}}


#: name -> when, in seconds of real time. Each sweep asks the database what is due by the site's clock.
TIMERS: dict[str, dict[str, Any]] = {
    "release": _every(2, "release"),
    "deadlines": _every(2, "act_on_deadlines"),
    "deliver": _every(2, "deliver"),
    "send money": _every(3, "send_money"),
    "letters": _every(5, "send_letters"),
    "webhooks": _every(3, "send_webhooks"),
    "photos": _every(5, "prepare_photos"),
    "ask": _every(10, "ask"),
    "reports": _every(3600, "read_reports"),
    "checkpoints": _every(60, "roll_up"),
    "forget": _every(3600, "forget"),
    "invariants": _every(300, "check_invariants"),
}

app = Celery("danbao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMERS
app.autodiscover_tasks(["marketplace"])


@worker_init.connect  # type: ignore[untyped-decorator]  # Celery has no types
def _refuse_moved_clock(**kwargs: Any) -> None:
    """A worker, like web, never works for a site whose clock a demo has moved."""
    from marketplace.guard import refuse_moved_clock  # noqa: PLC0415 it needs Django to be set up

    refuse_moved_clock()
