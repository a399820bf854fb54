"""Whose basket a request is about: the reader's, or that of the session of a visitor."""

from datetime import datetime

from django.http import HttpRequest

from core import chance
from marketplace.orders.actions import basket as baskets
from marketplace.orders.models import Basket
from marketplace.orders.visitors import SESSION_KEY
from marketplace.users.models import User


def found(request: HttpRequest) -> Basket | None:
    """The basket, when there is one. Changes nothing."""
    if isinstance(request.user, User):
        return Basket.objects.filter(owner=request.user).first()
    token = request.session.get(SESSION_KEY)
    return Basket.objects.filter(session=token).first() if token else None


def made(request: HttpRequest, now: datetime) -> Basket:
    """The basket; made when there is none."""
    if isinstance(request.user, User):
        return baskets.basket_of_user(request.user, now=now)
    token = request.session.get(SESSION_KEY)
    if not token:
        token = request.session[SESSION_KEY] = chance.token(24)
    return baskets.basket_of_session(token, now=now)


def owner(request: HttpRequest) -> str:
    """Whose idempotency keys the request uses."""
    if isinstance(request.user, User):
        return f"user:{request.user.pk}"
    return f"visit:{request.session.get(SESSION_KEY, '')}"
