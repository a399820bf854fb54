"""Sessions of people who have signed in, without the page they sign in on."""

import time

from allauth.account.internal.flows import login
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from marketplace.users.models import User
from marketplace.users.sessions import SessionStore


def session_of(user: User) -> str:
    """A session in which `user` is signed in and has just said the password again, for an hour; answers its key."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    said = {"method": "password", "at": time.time() + 3600, "reauthenticated": True}
    store[login.AUTHENTICATION_METHODS_SESSION_KEY] = [said]
    store[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    store.create()
    key = store.session_key
    assert key is not None
    return key
