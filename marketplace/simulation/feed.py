"""What the site did since somebody looked: accepted acts from its audit, money moved from its journal."""

import hashlib
import json
from collections import defaultdict
from typing import Any

from core.reading import Question
from marketplace.simulation.belonging import belonging
from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import NAMES, Account
from marketplace.simulation.model.record import Record

_ACTS = Question(
    "simulation_acts",
    "SELECT id, subject_type, subject_id, book_id, action, actor_role, data, at FROM core_auditrecord WHERE id > $1"
    " ORDER BY id",
)
_POSTINGS = Question(
    "simulation_postings",
    "SELECT p.xid, e.key, p.line, p.debit, p.credit, p.amount"
    " FROM ledger_posting p JOIN ledger_journalentry e ON e.id = p.entry_id"
    " WHERE p.xid > $1 ORDER BY p.xid, e.id, p.line",
)


class Feed:
    """Reads on from where it stood. `balances` is what the journal adds up to, `digest` what stands in it, in order."""

    def __init__(self) -> None:
        self.balances: dict[Account, int] = defaultdict(int)
        self.postings = 0
        self._digest = hashlib.sha256()
        self._last_act = 0
        self._last_xid = 0

    @property
    def sha256(self) -> str:
        """Of all keys and amounts in order."""
        return self._digest.hexdigest()

    def acts(self) -> list[Record]:
        """Acts that were accepted since. Those about claims come first: they say what the money does then."""
        rows = _ACTS.all(self._last_act)
        self._last_act = rows[-1][0] if rows else self._last_act
        return sorted(map(_record, rows), key=lambda record: record.subject != "claim")

    def moved(self) -> set[Account]:
        """Take in the postings since; answers the accounts they touched."""
        touched: set[Account] = set()
        for xid, key, line, debit, credit, amount in _POSTINGS.all(self._last_xid):
            taken, given = _account(debit), _account(credit)
            self.balances[taken] -= amount
            self.balances[given] += amount
            touched |= {taken, given}
            self._digest.update(f"{key} {line} {taken} {given} {amount}\n".encode())
            self.postings += 1
            self._last_xid = xid
        return touched


def _record(row: tuple[Any, ...]) -> Record:
    _id, subject, number, book, action, role, data, at = row
    known = json.loads(data) if isinstance(data, str) else data
    return Record(subject, number, book, action, role, known, at, belonging(subject, number, action, known))


def _account(number: int) -> Account:
    """An account by its number: what it belongs to, its kind, its currency."""
    try:
        return Account(NAMES[number >> 10 & 63], number >> 16)
    except KeyError:
        raise Disagreement("unknown account", f"the model has no name for account {number}") from None
