"""Two operators at the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from escrow.payments.actions.decide import agree, propose
from escrow.payments.models import Decision

#: Nobody who is made has these ids.
ONE, TWO = 9_000_101, 9_000_102
TRANSFER = {"amount": 5_000, "currency": "CNY", "gateway": "sandbox", "reference": "bank-1"}
Data = Mapping[str, Any]


def proposed(kind: str, subject: int | None, data: Data, now: datetime) -> Decision:
    return propose(kind, subject, data, "It was on the statement.", operator_id=ONE, now=now)


def decided(kind: str, subject: int | None, data: Data, now: datetime) -> Decision:
    return agree(proposed(kind, subject, data, now).pk, operator_id=TWO, now=now)
