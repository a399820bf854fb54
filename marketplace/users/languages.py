"""The language somebody chose on the site is the one their letters are written in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.i18n import set_language

from marketplace.users.models import User

CODES = frozenset(code for code, _name in settings.LANGUAGES)


def choose(request: HttpRequest) -> HttpResponseBase:
    """Django's own view; who has signed in is remembered."""
    chosen = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and chosen in CODES:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)


def present() -> str:
    """The language of this page, as a user keeps it."""
    language = get_language() or ""
    return language if language in CODES else settings.LANGUAGE_CODE
