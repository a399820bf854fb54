"""People of the tests: a cast with names, and strangers."""

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from marketplace.users.models import User

_numbers = count(1)
PASSWORD = "tea-in-the-mountains-9"


def user(name: str = "Lin Yue", *, email: str = "", password: str | None = None, **fields: Any) -> User:
    """A person, with an address of their own unless one is given. They can sign in when they have a `password`."""
    email = email or f"person{next(_numbers)}@example.org"
    return User.objects.create_user(email, password, name=name, **fields)


def confirmed(person: User) -> User:
    """The same person, who has opened the letter that asks whether the address is theirs."""
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def operator(name: str = "Officer Zhou", **fields: Any) -> User:
    """An operator."""
    return user(name, is_staff=True, **fields)
