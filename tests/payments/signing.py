"""Webhooks as the sandbox signs them, written apart from the code that checks them."""

import base64
import hashlib
import hmac
import json
import os
import time
from typing import Any

HOOK = "/hooks/payments/sandbox/"


def body(kind: str, **data: Any) -> bytes:
    return json.dumps({"type": kind, "id": "evt", "at": "2026-11-23T04:00:00+00:00", "data": data}).encode()


def headers(content: bytes, *, event_id: str = "evt_1", age_seconds: int = 0, key: str = "") -> dict[str, str]:
    stamp = str(int(time.time()) - age_seconds)
    secret = (key or os.environ["SANDBOX_KEY"]).encode()
    digest = hmac.new(secret, f"{event_id}.{stamp}.".encode() + content, hashlib.sha256).digest()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }
