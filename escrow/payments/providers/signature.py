"""Signed webhooks by the scheme of standardwebhooks.com: HMAC-SHA256 over id, timestamp and the raw body."""

import json
from collections.abc import Mapping

from standardwebhooks import Webhook, WebhookVerificationError

from escrow.payments.providers.protocol import BadSignature, Event

LONGEST_ID = 80
LONGEST_TYPE = 48


def verified(key: bytes, headers: Mapping[str, str], body: bytes) -> Event:
    """The event in `body`. Its age is measured by real time, never the site's clock: five minutes at most.

    Raises `BadSignature` for a missing, wrong or stale signature, and for a signed body that is no event.
    """
    try:
        content = Webhook(key).verify(body, dict(headers))
        # Python reads what no database keeps: NaN, Infinity, half a sign.
        json.dumps(content, allow_nan=False, ensure_ascii=False).encode()
    except (WebhookVerificationError, ValueError, RecursionError) as error:
        raise BadSignature(str(error)) from error
    event_id = next(value for name, value in headers.items() if name.lower() == "webhook-id")
    kind = content.get("type") if isinstance(content, dict) else None
    if not isinstance(kind, str) or len(kind) > LONGEST_TYPE or len(event_id) > LONGEST_ID or b"\\u0000" in body:
        raise BadSignature("signed, but no event")
    return Event(event_id, kind, content)
