"""The site's own settings, but its pages are read without collecting static files first."""

from marketplace.settings import *  # noqa: F403 the site that is measured is the site
from marketplace.settings import STORAGES as OF_THE_SITE

STORAGES = {
    **OF_THE_SITE,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
