"""Signatures by the scheme of standardwebhooks.com: HMAC-SHA256 over id, timestamp and body.

No secret is kept. It follows from the endpoint's nonce and the site's SECRET_KEY, so a copy of the database alone signs
nothing.
"""

import base64
from datetime import datetime

from django.utils.crypto import salted_hmac
from standardwebhooks import Webhook

from core import chance
from marketplace.webhooks.models import Delivery, Endpoint


def new_nonce() -> str:
    """What a new secret follows from."""
    return chance.token(24)


def secret_of(nonce: str) -> str:
    """The secret both sides sign with: `whsec_` and 32 bytes in base64."""
    digest = salted_hmac("marketplace.webhooks.secret", nonce, algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(digest).decode()}"


def headers_of(delivery: Delivery, endpoint: Endpoint, *, now: datetime, at: datetime) -> dict[str, str]:
    """The three headers of one try, `at` a moment of real time: receivers compare it with their own clocks.

    For a day after a secret was replaced (`now` is the site's time), the one before signs as well.
    """
    nonces = [endpoint.nonce]
    if endpoint.old_until is not None and endpoint.old_until > now:
        nonces.append(endpoint.old_nonce)
    signatures = [Webhook(secret_of(nonce)).sign(delivery.event, at, delivery.body) for nonce in nonces]
    return {
        "webhook-id": delivery.event,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
