"""Settings of the sandbox provider and courier: a Django project of its own, with its own SQLite file.

It mints money, so it refuses to start unless DEMO=1. Environment: SANDBOX_DB (path of the SQLite file), SANDBOX_KEY
(bearer key and HMAC secret shared with the merchant), optionally SANDBOX_URL and ALLOWED_HOSTS (comma-separated).
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

if os.environ.get("DEMO") != "1":
    raise ImproperlyConfigured("The sandbox provider makes money out of nothing: it starts only with DEMO=1.")


def _needed(name: str) -> str:
    """The value of an environment variable that must not be empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"The sandbox provider needs the environment variable {name}.")
    return value


def _hosts() -> list[str]:
    """Loopback names, the host of SANDBOX_URL, and what ALLOWED_HOSTS names."""
    named = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",")]
    own = urlsplit(os.environ.get("SANDBOX_URL", "")).hostname or ""
    return ["127.0.0.1", "localhost", "[::1]", *(host for host in [own, *named] if host)]


SANDBOX_KEY = _needed("SANDBOX_KEY")
SECRET_KEY = f"sandbox:{SANDBOX_KEY}"
DEBUG = False
ALLOWED_HOSTS = _hosts()
ROOT_URLCONF = "escrow.sandbox.urls"
INSTALLED_APPS = ["escrow.sandbox"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "escrow.sandbox.guard.page_guard"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {},
    },
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _needed("SANDBOX_DB"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
# The return address of a payment is on another port: the browser must still tell us where a form came from.
SECURE_REFERRER_POLICY = "same-origin"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
