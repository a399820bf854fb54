"""Whoever can move other people's money signs in with a second factor. Only the demo asks for none."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

Answer = Callable[[HttpRequest], HttpResponseBase]
#: What an operator without a second factor may still open: signing in and out, setting it up, another language.
OPEN = ("/accounts/", "/i18n/", "/livez", "/readyz")


def middleware(get_response: Answer) -> Answer:
    """Lead an operator who has no second factor to where it is set up. One query, for operators alone."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if _lacks_one(request):
            messages.warning(request, _("Set up a second factor first: you can move other people’s money."))
            return redirect(reverse("mfa_activate_totp"))
        return get_response(request)

    return answer


def _lacks_one(request: HttpRequest) -> bool:
    if settings.DEMO or request.path_info.startswith(OPEN):
        return False
    user = request.user
    return user.is_authenticated and user.is_operator and not is_mfa_enabled(user)
