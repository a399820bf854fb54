"""A move: a journal entry together with everything that must be true at the same moment. Pure data.

What it was decided on stands in its changes (the row as it was read, with its version) and takings (an account with the
version of its row); `escrow.commit` sends it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from core import effects
from core.effects import Effects
from core.idempotency import Idempotency
from core.ids import new_id
from escrow.chart import Account
from escrow.models import Hold
from escrow.payments.models import Capture, Chargeback, Payment, Payout, Refund

Changeable = Payment | Capture | Chargeback | Hold | Refund | Payout
Row = dict[str, Any]

#: The function's word for the table, and the columns a change may set; all others are facts and never change.
CHANGEABLE: dict[type[Changeable], tuple[str, frozenset[str]]] = {
    Payment: ("payment", frozenset({"state", "ended_at"})),
    Capture: ("capture", frozenset({"payment_id", "allotted", "returned", "verdict"})),
    Chargeback: ("chargeback", frozenset({"state", "shares", "ended_at"})),
    Hold: (
        "hold",
        frozenset(
            {
                "state",
                "remaining",
                "goods_back",
                "other_back",
                "tax_back",
                "discount_back",
                "fee",
                "freeze_count",
                "funded_at",
                "ended_at",
            }
        ),
    ),
    Refund: ("refund", frozenset({"state", "tries", "problem", "ended_at"})),
    Payout: ("payout", frozenset({"state", "tries", "problem", "ended_at"})),
}


class Change(NamedTuple):
    """A row as it was read, its version to be compared, and what becomes of it (never None); without `new` a guard."""

    row: Changeable
    new: Mapping[str, Any] = MappingProxyType({})

    def apply(self) -> None:
        """Bring the object up to date once the change is written."""
        for name, value in self.new.items():
            setattr(self.row, name, value)
        self.row.version += 1


class Taking(NamedTuple):
    """An account that the move takes from, with the version of its row when its balance was read (0: no row yet)."""

    book_id: int
    account: Account
    version: int


class NewRow(NamedTuple):
    """A row to insert; `part` is the function's word for its table ("new_refund")."""

    part: str
    values: Row


class Line(NamedTuple):
    """`amount` minor units (> 0) from the debit to the credit account."""

    debit: Account
    credit: Account
    amount: int


class Entry(NamedTuple):
    """A journal entry of one book: a key named after the fact, and its lines."""

    book_id: int
    key: str
    lines: tuple[Line, ...]


class Move(NamedTuple):
    """All that is committed together. May have no entry (a freeze) and no change (capital paid in)."""

    changes: tuple[Change, ...] = ()
    takings: tuple[Taking, ...] = ()
    rows: tuple[NewRow, ...] = ()
    entries: tuple[Entry, ...] = ()
    effects: Effects = Effects()
    idempotency: Idempotency | None = None

    def with_effects(self, effects: Effects) -> "Move":
        """The same move with the caller's by-products."""
        both = self.effects + effects
        return Move(self.changes, self.takings, self.rows, self.entries, both, self.idempotency)

    def apply(self) -> None:
        """Bring all objects up to date once the move is written."""
        for change in self.changes:
            change.apply()


def entry(book_id: int, key: str, *lines: Line) -> Entry:
    """An entry without the lines that came to nothing."""
    return Entry(book_id, key, tuple([line for line in lines if line.amount]))


def as_parts(moves: Iterable[Move], *, now: datetime) -> dict[str, Any]:
    """What `commit_move` reads: the lists of all moves put together."""
    parts: dict[str, Any] = {"now": now}
    for move in moves:
        if move.idempotency:
            parts["idempotency"] = move.idempotency.document()
        for change in move.changes:
            part, columns = CHANGEABLE[type(change.row)]
            if not change.new.keys() <= columns or None in change.new.values():
                message = f"{part}: {dict(change.new)} is not a change"
                raise ValueError(message)
            parts.setdefault(part, []).append({"id": change.row.id, "version": change.row.version, **change.new})
        for taking in move.takings:
            parts.setdefault("account", []).append(
                {"book_id": taking.book_id, "number": taking.account.number, "version": taking.version}
            )
        for new in move.rows:
            parts.setdefault(new.part, []).append(new.values)
        for fact in move.entries:
            _add_entry(parts, fact)
        effects.add_to(parts, move.effects)
    return parts


def _add_entry(parts: dict[str, Any], fact: Entry) -> None:
    entry_id = new_id()
    parts.setdefault("entry", []).append({"id": entry_id, "book_id": fact.book_id, "key": fact.key})
    postings = parts.setdefault("posting", [])
    for number, line in enumerate(fact.lines):
        postings.append(
            {
                "entry_id": entry_id,
                "line": number,
                "book_id": fact.book_id,
                "debit": line.debit.number,
                "credit": line.credit.number,
                "amount": line.amount,
            }
        )
