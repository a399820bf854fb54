"""The site's name as its readers write it."""

from django.conf import settings
from django.utils.translation import get_language


def site_name() -> str:
    """In the active language: a host may have a name for each."""
    return settings.SITE_NAME_ZH if (get_language() or "").startswith("zh") else settings.SITE_NAME
