"""Settings of the tests: the site's own, quicker where nothing is proved by being slow."""

import os

from marketplace.settings import *  # noqa: F403 a test runs what the site runs

# Templates are tested without collecting static files first.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Static files are served from where they lie: nothing need be collected first.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# The workers of one run share a cache, but each numbers its own people.
CACHES["default"]["KEY_PREFIX"] = f"danbao-{os.environ.get('PYTEST_XDIST_WORKER', '')}"  # noqa: F405

# All tests ask from one address; those about limits set their own.
API_LIMIT_SIGNED_IN = API_LIMIT_ADDRESS = 1_000_000
