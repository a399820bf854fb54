"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from core.entrance import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

application = only_utf8(get_wsgi_application())

from marketplace.celery import app as _  # noqa: E402, F401 so that tasks started by a page go to our broker
from marketplace.guard import refuse_moved_clock  # noqa: E402 it needs Django to be set up

refuse_moved_clock()

# All pages are read in now, once: gunicorn forks afterwards, and nobody's first page waits for it.
len(get_resolver().url_patterns)
