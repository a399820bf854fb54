"""The names under which endpoints leave facts; ids and states only, never an address or a secret.

| audit action (subject "endpoint"), and its data | outbox topic, and its payload |
|---|---|
| add, change, remove, pause, resume, roll_secret, test: {} | - |
| send_again: delivery | - |
| stop: why | endpoint.stopped: endpoint, why |
"""

from datetime import datetime
from typing import Any

from core import effects
from core.actor import Actor
from core.effects import Audit, Effects, Subject
from marketplace.webhooks.models import Endpoint


def subject(endpoint: Endpoint) -> Subject:
    """The endpoint as the subject of an audit row."""
    return Subject("endpoint", endpoint.pk, endpoint.shop_id)


def write_down(endpoint: Endpoint, action: str, actor: Actor, *, now: datetime, **data: Any) -> None:
    """An audit row about the endpoint, in the caller's transaction."""
    effects.write(Effects(audits=(Audit(subject(endpoint), action, actor, data),)), now=now)
