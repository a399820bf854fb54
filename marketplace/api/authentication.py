"""Who asks: by a token, or by the session of a browser (then with its token against forged forms)."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from core import clock
from marketplace.api.models import Token
from marketplace.api.tokens import recognise
from marketplace.users.models import User

LONGEST_KEY = 200


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <key>`."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = key.strip()
        token = recognise(key, now=clock.real_now()) if key.isascii() and len(key) <= LONGEST_KEY else None
        if token is None:
            raise AuthenticationFailed(_("This token is not known, has expired or was revoked."), "token_unknown")
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def need_fresh_password(request: Request) -> None:
    """Refuse a browser whose person has not said the password lately; a token was made by saying it."""
    if request.auth is None and is_reauthentication_required(request._request, app="allauth.account"):  # noqa: SLF001 - as in `limits`
        words = _("Say your password once more at %(place)s, then ask again.")
        raise PermissionDenied(words % {"place": reverse("account_reauthenticate")}, "password_needed")


class SessionAuthentication(authentication.SessionAuthentication):
    """DRF's, with its refusal in our words."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            words = _("Send the token against forged forms in X-CSRFToken, or sign in with a token of the API.")
            raise PermissionDenied(words, "forged") from None
