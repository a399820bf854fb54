"""Charges as a provider reports them, and what became of them."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connections

from core.errors import DomainError
from core.models import OutboxMessage
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.models import Capture, Payment
from escrow.payments.paying import Pays


def charge(
    payment: Payment | None,
    now: datetime,
    *,
    reference: str = "ch1",
    amount: int | None = None,
    currency: str = "CNY",
    gateway: str = "sandbox",
    pays: Pays | None = None,
) -> Capture:
    """Record a charge for `payment`, of its own amount when none is given."""
    return record_capture(
        gateway=gateway,
        reference=reference,
        claimed_reference=payment.reference if payment else "nobody",
        amount=amount or (payment.amount if payment else 500),
        currency=currency,
        captured_at=now,
        now=now,
        pays=pays,
    )


def told(topic: str) -> list[dict[str, Any]]:
    """The payloads of the messages under `topic`, in order."""
    return list(OutboxMessage.objects.filter(topic=topic).order_by("id").values_list("payload", flat=True))


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run each of `acts` in a thread; they begin together. Answers "done" or the refusal's code for each, sorted."""
    together = threading.Barrier(len(acts))
    ends: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            together.wait()
            act()
            ends.append("done")
        except DomainError as refusal:
            ends.append(refusal.code)
        except Exception as error:  # noqa: BLE001 - shown by the assertion that follows
            ends.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)
