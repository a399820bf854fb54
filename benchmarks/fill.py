"""Deals in the state a measurement begins in, written in bulk by the owner of the tables; true to every invariant."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg2

from escrow.chart import GATEWAYS, Account, Kind

AMOUNT, FEE_BASE, RATE, FEE = 12_800, 12_000, 250, 300
CURRENCY = "CNY"

#: Ids of a deal: payment n, capture n + 1, hold n + 2, entries n + 3 and n + 4, allocation n + 5.
STEP = 8
PAYMENT, CAPTURE, HOLD, ENTRIES, ALLOCATION = 0, 1, 2, 3, 5


@dataclass(frozen=True, slots=True)
class Deals:
    """`count` deals whose numbers begin at `start`, spread over the `books` in turn."""

    start: int
    count: int
    books: Sequence[int]

    def payment(self, index: int) -> int:
        return self.start + index * STEP

    def hold(self, index: int) -> int:
        return self.start + index * STEP + HOLD

    def capture(self, index: int) -> int:
        return self.start + index * STEP + CAPTURE


_FOLDER = Path(__file__).parent
_ROWS = (_FOLDER / "deals.sql").read_text()
_FUNDED = (_FOLDER / "funded.sql").read_text()
_RELEASED = (_FOLDER / "released.sql").read_text()


def fill(deals: Deals, *, funded: bool, now: datetime, due_at: datetime, released: bool = False) -> None:
    """Write `deals`: the capture still to be allotted; or the money in the hold and a release at `due_at`; or, with
    `released`, the money at the shops.
    """
    values = {
        "start": deals.start,
        "count": deals.count,
        "books": list(deals.books),
        "step": STEP,
        "amount": AMOUNT,
        "base": FEE_BASE,
        "rate": RATE,
        "fee": FEE,
        "funded": funded,
        "now": now,
        "due_at": due_at,
        "provider": Account(Kind.PROVIDER, GATEWAYS["sandbox"], CURRENCY).number,
        "payment": Account(Kind.PAYMENT, 0, CURRENCY).number,
        "hold": Account(Kind.HOLD, 0, CURRENCY).number,
        "payable": Account(Kind.PAYABLE, 0, CURRENCY).number,
        "fees": Account(Kind.FEES, 0, CURRENCY).number,
    }
    with psycopg2.connect(os.environ["DATABASE_OWNER_URL"]) as owner, owner.cursor() as cursor:
        cursor.execute(_ROWS, values)
        if funded:
            cursor.execute(_FUNDED, values)
        if released:
            cursor.execute(_RELEASED, values)
        cursor.execute("DROP TABLE deal")
    owner.close()
