"""The Celery application. Every timer of the site stands in `TIMERS`, on one screen."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

TIMERS: dict[str, dict[str, Any]] = {}

app = Celery("danbao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMERS
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]  # Celery has no types
def _refuse_moved_clock(**kwargs: Any) -> None:
    """A worker, like web, never works for a site whose clock a demo has moved."""
    from marketplace.guard import refuse_moved_clock  # noqa: PLC0415 it needs Django to be set up

    refuse_moved_clock()
