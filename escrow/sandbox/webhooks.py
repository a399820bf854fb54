"""Webhooks: written in the transaction of what they tell, sent later by the background sender until accepted.

The signature is that of standardwebhooks.com: `v1,` and base64 of HMAC-SHA256(key, "id.timestamp.body").
"""

import base64
import hashlib
import hmac
import http.client
import json
import urllib.request
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import transaction

from escrow.sandbox import bell, clock
from escrow.sandbox.models import Control, Webhook, message_id

BACKOFF_SECONDS: Final = (1, 5, 30, 300, 1800, 3600)
TIMEOUT_SECONDS: Final = 5
GATHER_SECONDS: Final = 0.5
BATCH: Final = 50


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is not an acceptance: it stays the 3xx answer it is, and is tried again."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """Follow nothing."""


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def tell(url: str, kind: str, data: Mapping[str, object], *, not_before: float = 0) -> None:
    """Write a webhook for `url`, not sent before `not_before` (real Unix seconds); inside a transaction."""
    switches = Control.current()
    if switches.webhooks == "lose":
        return
    message = message_id()
    body = {"type": kind, "id": message, "at": clock.now().isoformat(), "data": data}
    pause = max(switches.delay_seconds, GATHER_SECONDS if switches.reorder else 0)
    Webhook.objects.create(
        message=message,
        url=url,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        copies=max(switches.repeat, 1),
        due=max(clock.real() + pause, not_before),
        state="held" if switches.webhooks == "hold" else "waiting",
    )
    transaction.on_commit(bell.ring)


def flush() -> None:
    """Let go of every held webhook, and of every one that waits for its delay or its next try; inside a transaction."""
    Webhook.objects.filter(state__in=("held", "waiting")).update(state="waiting", due=clock.real())
    transaction.on_commit(bell.ring)


def send_due() -> int:
    """Send what is due, oldest first (newest first under `reorder`); answers how many messages were tried."""
    order = "-id" if Control.current().reorder else "id"
    due = list(Webhook.objects.filter(state="waiting", due__lte=clock.real()).order_by(order)[:BATCH])
    for webhook in due:
        _send(webhook)
    return len(due)


def _send(webhook: Webhook) -> None:
    """Send the copies not accepted yet; on the first failure put the rest off."""
    accepted = webhook.accepted
    while accepted < webhook.copies and _accepted(webhook):
        accepted += 1
    row = Webhook.objects.filter(pk=webhook.pk)
    if accepted >= webhook.copies:
        row.update(state="done", accepted=accepted, attempts=webhook.attempts + 1)
        return
    pause = BACKOFF_SECONDS[min(webhook.attempts, len(BACKOFF_SECONDS) - 1)]
    row.update(accepted=accepted, attempts=webhook.attempts + 1, due=clock.real() + pause)


def _accepted(webhook: Webhook) -> bool:
    """Whether the merchant answered one POST of this message with a 2xx."""
    timestamp = str(int(clock.real()))
    body = webhook.body.encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "danbao-sandbox",
        "webhook-id": webhook.message,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(webhook.message, timestamp, body),
    }
    # The address was seen to be http or https when it was given (fields.address).
    request = urllib.request.Request(webhook.url, data=body, headers=headers, method="POST")  # noqa: S310
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return bool(HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES)
    except (OSError, ValueError, http.client.HTTPException):
        return False


def signature(message: str, timestamp: str, body: bytes) -> str:
    """The value of the webhook-signature header."""
    signed = f"{message}.{timestamp}.".encode() + body
    digest = hmac.new(settings.SANDBOX_KEY.encode(), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()
