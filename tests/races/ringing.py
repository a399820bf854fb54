"""Somebody who rings like the provider does: signed, and many at the same moment."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import requests

from tests.journeys.site import PATIENCE, RunningSite
from tests.payments.signing import HOOK, headers


def ring_at_once(site: RunningSite, kind: str, data: object, ids: Sequence[str]) -> list[int]:
    """Post an event about `data` under each of the ids, together; answers the statuses."""
    key = site.environment()["SANDBOX_KEY"]
    barrier = Barrier(len(ids))

    def ring(event_id: str) -> int:
        event: dict[str, Any] = {"type": kind, "id": event_id, "at": site_time, "data": data}
        body = json.dumps(event).encode()
        signed = {**headers(body, event_id=event_id, key=key), "Content-Type": "application/json"}
        barrier.wait(30)
        return requests.post(f"{site.url}{HOOK}", data=body, headers=signed, timeout=PATIENCE).status_code

    site_time = site.now.isoformat()
    with ThreadPoolExecutor(len(ids)) as crowd:
        return list(crowd.map(ring, ids))
