"""Requests whose reader is known."""

from django.http import HttpRequest

from marketplace.users.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`."""

    user: User
