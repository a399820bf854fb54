"""How provider and courier ring: signed as the sandbox signs, through the site's own views, again until accepted."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve

from core.retrying import wait_after
from marketplace.simulation.happening import Doing

if TYPE_CHECKING:
    from marketplace.simulation.world import World

#: Seconds until the next try of a webhook that was not accepted; the last one repeats.
RETRY_AFTER = (5, 30, 300, 1800, 3600)
OK = 200


class Bell:
    """Sends webhooks of one world, each as often as the faults say and until it is accepted."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._requests = RequestFactory()
        self._number = 0

    def ring(self, url: str, kind: str, data: Mapping[str, Any]) -> None:
        """Tell the site what happened; lost, late or more than once when the world is faulty."""
        self._number += 1
        now = self._world.now
        event = {"type": kind, "id": f"msg_{self._number:08d}", "at": now.isoformat(), "data": data}
        body = json.dumps(event).encode()
        about = f"{kind} {data.get('reference', data.get('number'))}"
        for delay in self._world.faults.deliveries(about):
            self._send_at(delay, url, str(event["id"]), body, 0)

    def _send_at(self, delay: timedelta, url: str, number: str, body: bytes, tries: int) -> None:
        doing = Doing("webhook", "provider", partial(self._send, url, number, body, tries))
        self._world.at(self._world.now + delay, doing)

    def _send(self, url: str, number: str, body: bytes, tries: int) -> None:
        status = None
        try:
            status = self._post(url, number, body, tries)
        finally:
            if status != OK:
                self._send_at(wait_after(tries + 1, RETRY_AFTER), url, number, body, tries + 1)

    def _post(self, url: str, number: str, body: bytes, tries: int) -> int:
        """Signed by real time, as the site checks it; its view gets the raw bytes."""
        stamp = str(int(time.time()) - self._world.faults.stale(number, tries))
        key = str(settings.SANDBOX_KEY).encode()
        signed = hmac.new(key, f"{number}.{stamp}.".encode() + body, hashlib.sha256).digest()
        path = urlsplit(url).path
        request = self._requests.post(
            path,
            body,
            content_type="application/json",
            headers={
                "webhook-id": number,
                "webhook-timestamp": stamp,
                "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
            },
        )
        view, args, kwargs = resolve(path)
        status: int = view(request, *args, **kwargs).status_code
        return status
