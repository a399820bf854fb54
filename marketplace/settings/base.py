"""Django's own settings. Everything a host sets comes from the environment."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from marketplace.settings import environment as env

BASE_DIR = env.ROOT
STATE_DIR = env.folder("STATE_DIR", BASE_DIR / ".state")
DEMO = env.flag("DEMO")
DEBUG = False

SITE_NAME = env.text("SITE_NAME", "Danbao")
SITE_NAME_ZH = env.text("SITE_NAME_ZH", "担保" if SITE_NAME == "Danbao" else SITE_NAME)
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.text('PORT', '8700')}")
CURRENCY = env.text("CURRENCY", "CNY")
SANDBOX_URL = env.text("SANDBOX_URL", "http://127.0.0.1:8701")
SANDBOX_KEY = env.text("SANDBOX_KEY")
# Shops' programs may listen on this very machine, without TLS: in the demo and tests alone (marketplace/webhooks).
WEBHOOKS_TO_LOOPBACK = DEMO
# The providers that take new payments, as buyers see them, the one chosen beforehand first; none: the checkout says so.
GATEWAYS = env.words("GATEWAYS", "sandbox,bank_transfer" if DEMO else "")
# With `bank_transfer`: the account buyers are asked to pay into; its code (BIC, branch) where one is needed.
BANK_HOLDER = env.text("BANK_HOLDER")
BANK_NAME = env.text("BANK_NAME")
BANK_NUMBER = env.text("BANK_NUMBER")
BANK_CODE = env.text("BANK_CODE")

INSTALLED_APPS = [
    "core",
    "escrow",
    "escrow.ledger",
    "escrow.payments",
    "escrow.bank",
    "marketplace.users",
    "marketplace.suspensions",
    "marketplace.catalog",
    "marketplace.coupons",
    "marketplace.orders",
    "marketplace.claims",
    "marketplace.chargebacks",
    "marketplace.conversations",
    "reviews",
    "marketplace.trade",
    "marketplace.notifications",
    "marketplace.webhooks",
    "marketplace.api",
    "marketplace.demo",
    "marketplace.simulation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django_htmx",
    "django_structlog",
    "template_partials",
    "widget_tweaks",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
ASGI_APPLICATION = "marketplace.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.notifications.context.site",
            ],
            "libraries": {"desk": "marketplace.staff.tags"},
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# No view is wrapped in a transaction: an action says where its own begins and ends.
ATOMIC_REQUESTS = False
DATABASES = {"default": env.database()}

REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")

# A socket that does not answer in 0.1 s counts as gone; nobody waits for a doorbell.
REDIS_PATIENCE = 0.1
CACHES = {
    "default": {
        "BACKEND": "marketplace.cache.QuietRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "danbao",
        "OPTIONS": {
            "socket_connect_timeout": REDIS_PATIENCE,
            "socket_timeout": REDIS_PATIENCE,
            "retry": Retry(NoBackoff(), 0),
        },
    },
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "beat")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# In which zone a visitor reads times; whoever signs in has one of their own.
SITE_TIME_ZONE = env.text("SITE_TIME_ZONE", "Asia/Shanghai")

# What only its two sides and the desk may see lies under no address.
PRIVATE_ROOT = env.folder("PRIVATE_ROOT", STATE_DIR / "private")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "static/"
STATIC_ROOT = env.folder("STATIC_ROOT", BASE_DIR / "static-collected")
STATICFILES_DIRS = [BASE_DIR / "marketplace" / "static"]
WHITENOISE_MAX_AGE = 3600
# A name that was not collected is served under its own name: a page without its stylesheet beats no page.
WHITENOISE_MANIFEST_STRICT = False
MEDIA_URL = "media/"
MEDIA_ROOT = env.folder("MEDIA_ROOT", STATE_DIR / "media")

# Letters go by SMTP with STARTTLS; with EMAIL_DIR, as the demo has it, into a folder.
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", f"{SITE_NAME} <no-reply@localhost>")
EMAIL_DIR = env.text("EMAIL_DIR")
if EMAIL_DIR:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = EMAIL_DIR

# Modules with `check_all(now)` and `NAMES`: what must always be true, layer by layer.
INVARIANTS = [
    "escrow.invariants",
    "escrow.payments.reconcile",
    "marketplace.suspensions.invariants",
    "marketplace.orders.invariants",
    "marketplace.claims.invariants",
    "marketplace.chargebacks.invariants",
    "reviews.invariants",
    "marketplace.conversations.invariants",
]

# Whose a book is: of a person's id, rows whose `pk` is that of a book. Operators leave what is theirs to others.
BOOKS_OF = "marketplace.catalog.queries.books_of"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
