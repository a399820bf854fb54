"""The Celery application. Every timer of the site stands in `TIMERS`, on one screen."""

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

TIMERS: dict[str, dict[str, Any]] = {}

app = Celery("danbao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = TIMERS
app.autodiscover_tasks()
