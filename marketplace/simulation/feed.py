"""What the site did since somebody looked: accepted acts from its audit, money moved from its journal."""

import hashlib
import json
from collections import defaultdict
from typing import Any

from django.db import connection

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.books import NAMES, Account
from marketplace.simulation.model.record import Record

#: What an act belongs to is looked up by key, row by row: the tables are large, and the acts of a step are few.
_ACTS = """
SELECT a.id, a.subject_type, a.subject_id, a.book_id, a.action, a.actor_role, a.data, a.at,
    CASE WHEN a.subject_type = 'capture' OR a.data ? 'capture' THEN (SELECT c.reference FROM payments_capture c
        WHERE c.id = CASE a.subject_type WHEN 'capture' THEN a.subject_id ELSE (a.data->>'capture')::bigint END) END,
    CASE WHEN a.subject_type = 'payment' AND a.action IN ('capture', 'return_share') THEN (SELECT r.id
        FROM payments_refund r WHERE r.capture_id = (a.data->>'capture')::bigint AND r.book_id = 0
        AND r.hold_id IS NOT DISTINCT FROM (a.data->>'hold')::bigint LIMIT 1)
    WHEN a.subject_type = 'hold' AND a.action = 'claw_back' THEN (SELECT max(r.id)
        FROM payments_refund r WHERE r.hold_id = a.subject_id AND r.reason LIKE 'after_sale%%') END,
    CASE a.subject_type WHEN 'claim' THEN (SELECT c.order_id FROM claims_claim c WHERE c.id = a.subject_id) END,
    CASE WHEN a.subject_type = 'order' AND a.action = 'placed' THEN (SELECT c.payment_id FROM orders_order o
        JOIN orders_checkout c ON c.id = o.checkout_id WHERE o.id = a.subject_id) END,
    CASE WHEN a.subject_type = 'order' AND a.action = 'placed' THEN (SELECT p.reference FROM orders_order o
        JOIN orders_checkout c ON c.id = o.checkout_id JOIN payments_payment p ON p.id = c.payment_id
        WHERE o.id = a.subject_id) END,
    CASE a.subject_type WHEN 'chargeback' THEN (SELECT b.reference FROM payments_chargeback b
        WHERE b.id = a.subject_id) END
FROM core_auditrecord a WHERE a.id > %s ORDER BY a.id
"""
_ALSO = ("charge", "refund", "order", "payment", "reference", "dispute")

_POSTINGS = """
SELECT p.xid, e.key, p.line, p.debit, p.credit, p.amount
FROM ledger_posting p JOIN ledger_journalentry e ON e.id = p.entry_id
WHERE p.xid > %s ORDER BY p.xid, e.id, p.line
"""


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
        rows = _ask(_ACTS, self._last_act)
        self._last_act = rows[-1][0] if rows else self._last_act
        return sorted(map(_record, rows), key=lambda record: record.subject != "claim")

    def moved(self) -> set[Account]:
        """Take in the postings since; answers the accounts they touched."""
        touched: set[Account] = set()
        for xid, key, line, debit, credit, amount in _ask(_POSTINGS, self._last_xid):
            taken, given = _account(debit), _account(credit)
            self.balances[taken] -= amount
            self.balances[given] += amount
            touched |= {taken, given}
            self._digest.update(f"{key} {line} {taken} {given} {amount}\n".encode())
            self.postings += 1
            self._last_xid = xid
        return touched


def _ask(statement: str, value: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _record(row: tuple[Any, ...]) -> Record:
    _id, subject, number, book, action, role, data, at, *also = row
    known = json.loads(data) if isinstance(data, str) else data
    return Record(subject, number, book, action, role, known, at, dict(zip(_ALSO, also, strict=True)))


def _account(number: int) -> Account:
    """An account by its number: what it belongs to, its kind, its currency."""
    try:
        return Account(NAMES[number >> 10 & 63], number >> 16)
    except KeyError:
        raise Disagreement("unknown account", f"the model has no name for account {number}") from None
