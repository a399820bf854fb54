"""The line to provider and courier, in this process: what the site asks over HTTP is answered by Python objects.

It hangs below `escrow.payments.providers.http`, so that time limits, statuses and unreadable answers are the real ones.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.models import PreparedRequest, Response

Body = Mapping[str, Any]
#: Answers a method, a path, a query and a body with a status and an object.
Answering = Callable[[str, list[str], Body], tuple[int, Body]]


class Line(BaseAdapter):
    """Hands each question to whoever sits at the first part of its path. `disturb` may cut it off: before it arrives
    ("asked"), or after it had its effect ("answered").
    """

    def __init__(self, ends: Mapping[str, Answering], disturb: Callable[[str, str], None]) -> None:
        super().__init__()
        self._ends = ends
        self._disturb = disturb

    def send(self, request: PreparedRequest, *_args: Any, **_more: Any) -> Response:
        """Raises requests' own errors when the line is disturbed."""
        address = urlsplit(str(request.url))
        path = [unquote(part) for part in address.path.strip("/").split("/")]
        asked: dict[str, Any] = {name: values[0] for name, values in parse_qs(address.query).items()}
        if request.body:
            asked |= json.loads(request.body)
        about = f"{request.method} {address.path} {asked.get('reference', asked.get('number', ''))}"
        self._disturb("asked", about)
        status, body = self._ends[path[0]](str(request.method), path[1:], asked)
        self._disturb("answered", about)
        answer = Response()
        answer.status_code = status
        answer.url = str(request.url)
        answer.request = request
        answer._content = json.dumps(body).encode()  # noqa: SLF001 - as tests of requests do
        return answer

    def close(self) -> None:
        """Nothing is open."""


class Cut(requests.ReadTimeout):
    """The line was cut before the answer came."""
