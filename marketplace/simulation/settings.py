"""Settings of `manage.py simulate`: a site nobody visits. Its database is made for it; no other can be reached."""

import os

os.environ |= {
    "DATABASE_URL": "postgresql://danbao_app@127.0.0.1:1/a-simulation-has-its-own",
    "DB_ROLE": "",
    "DEMO": "1",
    "SANDBOX_KEY": "a-key-between-a-simulation-and-its-provider",
    "SANDBOX_URL": "http://provider.simulation",
    "SECRET_KEY": "a-key-of-a-simulation-and-of-nothing-else-0123456789",
}

from marketplace.settings import *  # noqa: F403 the site's own, with the environment above

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Nobody else's worker hears of it.
CELERY_BROKER_URL = ""
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Letters are proof that people were told; what they look like takes longer than everything else.
TEMPLATES[0]["DIRS"].insert(0, BASE_DIR / "marketplace" / "simulation" / "letters")  # noqa: F405
LOGGING_CONFIG = None
