"""A program that speaks to the API for somebody, with nothing but a token."""

import json
from collections.abc import Sequence
from io import BytesIO
from itertools import count
from typing import Any

from django.test import Client
from PIL import Image

from core import clock
from marketplace.api.models import Scope
from marketplace.api.tokens import make_token
from marketplace.users.models import User

_keys = count(1)
ALL = tuple(Scope.values)


class Program:
    """Answers are (status, body); `last` is the whole last answer."""

    def __init__(self, key: str = "") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.last: Any = None

    def get(self, place: str, **headers: str) -> tuple[int, Any]:
        return self._told(self.client.get(place, headers={**self.headers, **headers}))

    def post(self, place: str, sent: Any = None, *, key: str = "", **headers: str) -> tuple[int, Any]:
        """Under a fresh key, unless one is given."""
        named = {**self.headers, "Idempotency-Key": key or f"key-{next(_keys)}", **headers}
        return self._told(self.client.post(place, sent or {}, content_type="application/json", headers=named))

    def upload(self, place: str, form: dict[str, Any], *, key: str = "") -> tuple[int, Any]:
        """POST files as a form would."""
        named = {**self.headers, "Idempotency-Key": key or f"key-{next(_keys)}"}
        return self._told(self.client.post(place, form, headers=named))

    def picture(self, place: str) -> Image.Image:
        """The picture at an address."""
        self.last = self.client.get(place, headers=self.headers)
        assert (self.last.status_code, self.last["Content-Type"]) == (200, "image/webp")
        return Image.open(BytesIO(b"".join(self.last.streaming_content)))

    def put(self, place: str, sent: Any) -> tuple[int, Any]:
        return self._told(self.client.put(place, sent, content_type="application/json", headers=self.headers))

    def patch(self, place: str, sent: Any) -> tuple[int, Any]:
        return self._told(self.client.patch(place, sent, content_type="application/json", headers=self.headers))

    def delete(self, place: str) -> tuple[int, Any]:
        return self._told(self.client.delete(place, headers=self.headers))

    def _told(self, answer: Any) -> tuple[int, Any]:
        self.last = answer
        return answer.status_code, json.loads(answer.content) if answer.content else None


def program_of(owner: User, scopes: Sequence[str] = ALL) -> Program:
    """A program of `owner` with a token of these scopes."""
    _token, key = make_token(owner, name="A program", scopes=scopes, days=30, now=clock.real_now())
    return Program(key)


def operator_of(person: User) -> Program:
    """A program of somebody who is an operator as well."""
    person.is_staff = True
    person.save()
    return program_of(person)


def code(answer: tuple[int, Any]) -> tuple[int, str]:
    """The status and code of a refusal."""
    status, body = answer
    return status, body["code"]
