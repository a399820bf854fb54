"""A Django project of django-hordak alone."""

import os

import dj_database_url

SECRET_KEY = "of-a-benchmark-and-of-nothing-else"  # noqa: S105
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "djmoney",
    "mptt",
    "hordak",
]
# As ours: a connection of each thread that stays, and no check before each use.
DATABASES = {"default": dj_database_url.parse(os.environ["HORDAK_URL"])}
DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DEFAULT_CURRENCY = HORDAK_INTERNAL_CURRENCY = "CNY"
CURRENCIES = HORDAK_CURRENCIES = ["CNY"]
USE_TZ = True
