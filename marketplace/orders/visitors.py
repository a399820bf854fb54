"""The basket of somebody who has not signed in: known by a token in the session, joined to theirs at signing in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from core import clock
from marketplace.orders.actions import basket as baskets
from marketplace.users.models import User

#: Where the token lies in the session. Signing in changes the session's key but keeps what lies in it.
SESSION_KEY = "basket"


def connect() -> None:
    """Join baskets whenever somebody signs in, by whatever way."""
    user_logged_in.connect(_bring_along, dispatch_uid="orders.bring_basket_along")


def _bring_along(request: HttpRequest, user: User, **_more: Any) -> None:
    token = request.session.pop(SESSION_KEY, None)
    if token:
        baskets.merge(token, user, now=clock.now())
