"""All test clients of a process share one chain of middleware, as the requests to a server do.

Django's client makes a chain of its own, which takes as long as a third of a page; a client for each person and test is
thousands of them. A setting that changes makes a new one: middleware reads settings when it is made.
"""

from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.signals import setting_changed
from django.test.client import ClientHandler

_PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
_kept: list[BaseHandler] = []


def share() -> None:
    """From now on, in this process."""
    ClientHandler.load_middleware = _load  # type: ignore[method-assign, assignment]
    setting_changed.connect(_forget)


def _load(client: BaseHandler) -> None:
    if not _kept:
        made = BaseHandler()
        made.load_middleware()
        _kept.append(made)
    for part in _PARTS:
        setattr(client, part, getattr(_kept[0], part))


def _forget(**_of_the_signal: Any) -> None:
    _kept.clear()
