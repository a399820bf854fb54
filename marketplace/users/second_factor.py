"""Whoever can move other people's money signs in with a second factor. Only the demo asks for none."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.users.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]
#: What an operator without a second factor may still open: signing in and out, setting it up, another language.
#: The API refuses them in its own way.
OPEN = ("/accounts/", "/i18n/", "/livez", "/readyz", "/api/")


def middleware(get_response: Answer) -> Answer:
    """Lead an operator who has no second factor to where it is set up. One query, for operators alone."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(OPEN) and lacks_one(request.user):
            messages.warning(request, _("Set up a second factor first: you can move other people’s money."))
            return redirect(reverse("mfa_activate_totp"))
        return get_response(request)

    return answer


def lacks_one(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether somebody must set up a second factor before anything else. One query, for operators alone."""
    if settings.DEMO:
        return False
    return isinstance(user, User) and user.is_operator and not is_mfa_enabled(user)
