"""People of the tests: a cast with names, and strangers."""

from itertools import count
from typing import Any

from marketplace.users.models import User

_numbers = count(1)
PASSWORD = "tea-in-the-mountains-9"


def user(name: str = "Lin Yue", *, email: str = "", password: str | None = None, **fields: Any) -> User:
    """A person, with an address of their own unless one is given. They can sign in when they have a `password`."""
    email = email or f"person{next(_numbers)}@example.org"
    return User.objects.create_user(email, password, name=name, **fields)


def operator(name: str = "Officer Zhou", **fields: Any) -> User:
    """An operator."""
    return user(name, is_staff=True, **fields)
