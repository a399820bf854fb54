"""Asking a provider over HTTP: with time limits, outside every transaction, one connection pool a process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from django.db import transaction
from requests.adapters import BaseAdapter, HTTPAdapter

from escrow.payments.providers.protocol import GatewayError

#: Seconds to reach the provider, and seconds to wait for its answer.
TIMEOUT = (3.05, 10.0)

#: Done, or refused for good: asking again would not help. Everything else (401, 408, 429, 5xx, a redirect) says nothing
#: about the money.
UNDERSTOOD = frozenset({200, 201, 400, 404, 409, 410, 422})

_local = threading.local()


def ask(
    method: str, url: str, *, headers: dict[str, str], json: object = None, params: dict[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """One question: answers the status (one of `UNDERSTOOD`) and the JSON object that came.

    Raises `GatewayError` when there is no clear answer, and RuntimeError inside a transaction: locks are not held
    while somebody else's machine thinks.
    """
    with transaction.atomic(durable=True):
        pass
    try:
        answer = _session().request(
            method, url, headers=headers, json=json, params=params, timeout=TIMEOUT, allow_redirects=False
        )
        if answer.status_code not in UNDERSTOOD:
            raise GatewayError(f"{method} {url}: {answer.status_code}")
        body = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise GatewayError(f"{method} {url}: {type(error).__name__}") from error
    if not isinstance(body, dict):
        raise GatewayError(f"{method} {url}: no JSON object")
    return answer.status_code, body


def _session() -> requests.Session:
    """This thread's connections; neither proxies nor passwords are taken from the environment."""
    session: requests.Session | None = getattr(_local, "session", None)
    if session is None:
        session = _local.session = requests.Session()
        session.trust_env = False
    return session


@contextmanager
def over(line: BaseAdapter) -> Iterator[None]:
    """Send what this thread asks inside the block over `line` instead of the network: a simulation's provider."""
    session = _session()
    session.mount("http://", line)
    try:
        yield
    finally:
        session.mount("http://", HTTPAdapter())
