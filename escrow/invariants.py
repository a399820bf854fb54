"""What must always be true of the books, each by a name and a statement that answers the rows that break it.

They run after every journey of the tests, every few minutes by beat, and by `manage.py books`. Layers above have their
own, listed in the setting INVARIANTS.
"""

# ruff: noqa: S608 - statements are put together from parts of this file alone
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import connection

from escrow.balances import LASTING, OWED, OWNED, totals
from escrow.balances import currencies as posted_currencies
from escrow.chart import GATEWAYS, Kind, Nature
from escrow.currencies import NUMBERS

#: How long a good capture may take to be decided hold by hold.
DECIDED_WITHIN = timedelta(minutes=10)

#: Whoever acts reads the time before waiting for a lock: so much may lie between two acts that met.
AT_ONCE = "interval '1 minute'"

#: Broken rows that are named; more only repeat the message.
SHOWN = 20

_MOVED = """(
    SELECT credit AS number, book_id, amount AS net FROM ledger_posting
    UNION ALL SELECT debit, book_id, -amount FROM ledger_posting
)"""


def _net(kind: Kind) -> str:
    return (
        f"(SELECT number >> 16 AS subject, sum(net) AS net FROM {_MOVED} AS m"
        f" WHERE number >> 10 & 63 = {kind.code} GROUP BY 1)"
    )


STATEMENTS: dict[str, str] = {
    "entries_and_postings_belong_together": """
        SELECT 'entry ' || e.key || ' has no posting' FROM ledger_journalentry e
        WHERE NOT EXISTS (SELECT FROM ledger_posting p WHERE p.entry_id = e.id)
        UNION ALL
        SELECT 'posting of entry ' || p.entry_id || ' has no entry in its book' FROM ledger_posting p
        WHERE NOT EXISTS (SELECT FROM ledger_journalentry e
                          WHERE e.id = p.entry_id AND e.book_id = p.book_id AND e.xid = p.xid)""",
    "no_stray_account": f"""
        SELECT 'account ' || number || ' in book ' || book_id
        FROM (SELECT DISTINCT number, book_id FROM {_MOVED} AS m) AS a
        WHERE NOT EXISTS (SELECT FROM jsonb_each_text(%(numbers)s::jsonb) AS c WHERE c.value::int = number & 1023)
           OR CASE number >> 10 & 63
              WHEN 1 THEN NOT number >> 16 = ANY(%(gateways)s)
              WHEN 2 THEN NOT EXISTS (SELECT FROM payments_payment p WHERE p.id = number >> 16)
              WHEN 3 THEN NOT EXISTS (SELECT FROM escrow_hold h WHERE h.id = number >> 16 AND h.book_id = a.book_id
                                      AND (%(numbers)s::jsonb->>h.currency)::int = number & 1023)
              WHEN 5 THEN NOT EXISTS (SELECT FROM payments_refund r WHERE r.id = number >> 16 AND r.book_id = a.book_id
                                      AND (%(numbers)s::jsonb->>r.currency)::int = number & 1023)
              WHEN 6 THEN NOT EXISTS (SELECT FROM payments_payout o WHERE o.id = number >> 16 AND o.book_id = a.book_id
                                      AND (%(numbers)s::jsonb->>o.currency)::int = number & 1023)
              WHEN 10 THEN NOT EXISTS (SELECT FROM payments_chargeback c WHERE c.id = number >> 16
                                       AND (%(numbers)s::jsonb->>c.currency)::int = number & 1023)
              WHEN 12 THEN false
              ELSE NOT ((number >> 10 & 63) = ANY(%(of_book)s) AND number >> 16 = book_id)
                   AND NOT ((number >> 10 & 63) = ANY(%(single)s) AND number >> 16 = 0)
              END""",
    "remaining_is_what_was_posted": f"""
        SELECT 'hold ' || h.id || ': remaining ' || h.remaining || ', posted ' || coalesce(n.net, 0)
        FROM escrow_hold h LEFT JOIN {_net(Kind.HOLD)} AS n ON n.subject = h.id
        WHERE h.remaining <> coalesce(n.net, 0)""",
    "an_ended_hold_is_empty": f"""
        SELECT 'hold ' || h.id || ' is ' || h.state || ' with ' || n.net
        FROM escrow_hold h JOIN {_net(Kind.HOLD)} AS n ON n.subject = h.id
        WHERE h.ended_at IS NOT NULL AND n.net <> 0""",
    "a_hold_ends_once": """
        SELECT 'hold ' || id || ' is ' || state FROM escrow_hold
        WHERE (ended_at IS NOT NULL) <> (state IN ('released', 'refunded', 'settled', 'void'))""",
    "every_change_has_its_entry": """
        SELECT 'hold ' || h.id || ' is ' || h.state || ', ' || v.verb
               || CASE WHEN v.must THEN ' not posted' ELSE ' posted' END
        FROM escrow_hold h
        CROSS JOIN LATERAL (VALUES ('fund', h.funded_at IS NOT NULL), ('release', h.state = 'released'),
                                   ('settle', h.state = 'settled')) AS v(verb, must)
        LEFT JOIN ledger_journalentry e ON e.book_id = h.book_id AND e.key = 'hold:' || h.id || ':' || v.verb
        WHERE v.must <> (e.id IS NOT NULL)
        UNION ALL
        SELECT 'capture ' || c.id || ' not posted' FROM payments_capture c
        WHERE NOT EXISTS (SELECT FROM ledger_journalentry e
                          WHERE e.book_id = 0 AND e.key = 'capture:' || c.gateway || ':' || c.reference)
        UNION ALL
        SELECT 'refund ' || r.id || ' is ' || r.state || ', done '
               || CASE WHEN e.done = 0 THEN 'not posted' ELSE 'posted' END
        FROM payments_refund r
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE v.verb = ':done') - count(*) FILTER (WHERE v.verb = ':return') AS done
            FROM generate_series(1, r.tries + 1) AS n CROSS JOIN (VALUES (':done'), (':return')) AS v(verb)
            JOIN ledger_journalentry j ON j.book_id = r.book_id
                AND j.key = 'refund:' || r.id || v.verb || CASE n WHEN 1 THEN '' ELSE ':' || n END) AS e
        WHERE e.done <> CASE r.state WHEN 'succeeded' THEN 1 ELSE 0 END
        UNION ALL
        SELECT 'payout ' || o.id || ' is ' || o.state || ', not posted' FROM payments_payout o
        WHERE o.state IN ('paid', 'returned')
          AND NOT EXISTS (SELECT FROM ledger_journalentry e WHERE e.book_id = o.book_id
              AND e.key = 'payout:' || o.id || CASE WHEN o.state = 'paid' THEN ':paid'
                                                 WHEN o.agreement = 'needed' THEN ':refuse' ELSE ':return' END)
        UNION ALL
        SELECT 'chargeback ' || c.id || ' is ' || c.state || ', ' || v.verb
               || CASE WHEN v.must THEN ' not posted' ELSE ' posted' END
        FROM payments_chargeback c
        CROSS JOIN LATERAL (VALUES ('open', true), ('won', c.state = 'won')) AS v(verb, must)
        LEFT JOIN ledger_journalentry e ON e.book_id = 0 AND e.key = 'chargeback:' || c.id || ':' || v.verb
        WHERE v.must <> (e.id IS NOT NULL)""",
    "what_was_given_back_was_posted": """
        SELECT 'hold ' || h.id || ': given back ' || h.goods_back + h.other_back + h.tax_back || ', refunded ' || r.sum
               || ', charged back ' || c.sum || ', promotion ' || h.discount_back
        FROM escrow_hold h
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS sum FROM payments_refund
                            WHERE hold_id = h.id AND book_id = h.book_id AND reason <> 'goodwill') AS r
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(p.amount), 0) AS sum
            FROM payments_chargeback b
            JOIN payments_capture t ON t.id = b.capture_id AND t.payment_id = h.payment_id
            JOIN ledger_journalentry e ON e.book_id = h.book_id AND e.key = 'chargeback:' || b.id || ':hold:' || h.id
            JOIN ledger_posting p ON p.entry_id = e.id AND p.credit >> 10 & 63 = 10) AS c
        WHERE h.goods_back + h.other_back + h.tax_back <> r.sum + c.sum + h.discount_back""",
    "chargebacks_are_open_rows": f"""
        SELECT 'chargeback ' || c.id || ' is ' || c.state || ', taken ' || -coalesce(n.net, 0) || ' of ' || c.amount
        FROM payments_chargeback c LEFT JOIN {_net(Kind.CHARGEBACK)} AS n ON n.subject = c.id
        WHERE CASE WHEN c.state = 'open' THEN coalesce(n.net, 0) <> -c.amount
                   WHEN c.ended_at IS NOT NULL THEN coalesce(n.net, 0) <> 0
                   ELSE coalesce(n.net, 0) NOT BETWEEN -c.amount AND 0 END""",
    "a_capture_is_spent_once": """
        SELECT 'capture ' || c.id || ': allotted ' || c.allotted || ' (rows ' || a.sum || '), returned ' || c.returned
               || ' (rows ' || r.sum || ', charged back ' || b.sum || ') of ' || c.amount
        FROM payments_capture c
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS sum FROM payments_allocation
                            WHERE capture_id = c.id) AS a
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS sum FROM payments_refund
                            WHERE capture_id = c.id AND book_id = 0) AS r
        CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount), 0) AS sum FROM payments_chargeback b
                            JOIN ledger_journalentry e ON e.book_id = 0 AND e.key = 'chargeback:' || b.id || ':suspense'
                            JOIN ledger_posting p ON p.entry_id = e.id WHERE b.capture_id = c.id) AS b
        WHERE c.allotted + c.returned > c.amount OR c.allotted <> a.sum OR c.returned <> r.sum + b.sum""",
    "a_payment_is_divided_soon": f"""
        SELECT 'payment ' || p.id || ' still keeps ' || n.net
        FROM payments_payment p JOIN {_net(Kind.PAYMENT)} AS n ON n.subject = p.id
        WHERE n.net <> 0 AND NOT EXISTS (SELECT FROM payments_capture c
                                         WHERE c.payment_id = p.id AND c.recorded_at > %(undecided_since)s)""",
    "refunds_due_are_open_rows": f"""
        SELECT 'refund ' || r.id || ' is ' || r.state || ', due ' || coalesce(n.net, 0) || ' of ' || r.amount
        FROM payments_refund r LEFT JOIN {_net(Kind.REFUND_DUE)} AS n ON n.subject = r.id
        WHERE coalesce(n.net, 0) <> CASE WHEN r.state IN ('due', 'sent', 'rejected') THEN r.amount ELSE 0 END""",
    "payouts_due_are_open_rows": f"""
        SELECT 'payout ' || o.id || ' is ' || o.state || ', due ' || coalesce(n.net, 0) || ' of ' || o.amount
        FROM payments_payout o LEFT JOIN {_net(Kind.PAYOUT_DUE)} AS n ON n.subject = o.id
        WHERE coalesce(n.net, 0) <> CASE WHEN o.state IN ('requested', 'sent') THEN o.amount ELSE 0 END""",
    "nothing_is_sent_while_payouts_are_stopped": f"""
        SELECT 'payout ' || o.id || ' was sent at ' || a.at FROM payments_payoutstop s
        JOIN payments_payout o ON o.book_id = s.book_id AND o.refund_id IS NULL
        JOIN core_auditrecord a ON a.subject_type = 'payout' AND a.subject_id = o.id AND a.action = 'send'
        WHERE a.at > s.stopped_at + {AT_ONCE} AND a.at < coalesce(s.lifted_at, 'infinity') - {AT_ONCE}""",
    "large_payouts_were_agreed_on": """
        SELECT 'payout ' || o.id || ' is ' || o.state || ', agreement ' || o.agreement FROM payments_payout o
        WHERE (o.agreement = 'needed' AND o.state NOT IN ('requested', 'returned'))
           OR (o.agreement = 'given' AND NOT EXISTS (SELECT FROM payments_decision d
               WHERE d.kind = 'payout_send' AND d.subject_id = o.id AND d.agreed))""",
    "no_account_is_overdrawn": f"""
        SELECT 'account ' || number || ' stands at ' || sum(net) FROM {_MOVED} AS m
        WHERE (number >> 10 & 63) = ANY(%(never_negative)s)
        GROUP BY number HAVING sum(net) * CASE number >> 10 & 63 WHEN {Kind.RECEIVABLE.code} THEN -1 ELSE 1 END < 0""",
    "freezes_are_counted": """
        SELECT 'hold ' || h.id || ' counts ' || h.freeze_count || ', open are ' || f.open
        FROM escrow_hold h
        CROSS JOIN LATERAL (SELECT count(*) AS open FROM escrow_freeze WHERE hold_id = h.id AND lifted_at IS NULL) AS f
        WHERE h.freeze_count <> f.open""",
    "checkpoints_are_sums": """
        WITH mark AS (SELECT coalesce(max(xid), 0) AS xid FROM ledger_checkpoint WHERE number = 0 AND book_id = 0),
        moved AS (
            SELECT debit AS number, book_id, amount AS debit, 0 AS credit FROM ledger_posting, mark
            WHERE ledger_posting.xid < mark.xid
            UNION ALL
            SELECT credit, book_id, 0, amount FROM ledger_posting, mark WHERE ledger_posting.xid < mark.xid
        ),
        sums AS (
            SELECT CASE WHEN (number >> 10 & 63) = ANY(%(lasting)s) THEN number ELSE number & 65535 END AS number,
                   book_id, sum(debit) AS debit, sum(credit) AS credit
            FROM moved GROUP BY 1, 2
        )
        SELECT 'checkpoint ' || coalesce(c.number, s.number) || ' in book ' || coalesce(c.book_id, s.book_id)
        FROM sums s FULL JOIN (SELECT * FROM ledger_checkpoint WHERE number <> 0) AS c
            ON c.number = s.number AND c.book_id = s.book_id
        WHERE (c.debit, c.credit) IS DISTINCT FROM (s.debit, s.credit)""",
}

_BOOKS = "cover_is_capital_and_result"

NAMES = (*STATEMENTS, _BOOKS)


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold, and the first rows that break it."""

    name: str
    details: tuple[str, ...]


def check_all(now: datetime) -> list[Broken]:
    """Every invariant of the books that does not hold at `now`; an empty list when all is well."""
    found = [Broken(name, details) for name in STATEMENTS if (details := _ask(name, now))]
    if details := tuple(_uncovered()):
        found.append(Broken(_BOOKS, details))
    return found


def check_site(now: datetime) -> list[Broken]:
    """Those of the books and of every layer above."""
    return [broken for module in settings.INVARIANTS for broken in import_module(module).check_all(now)]


def broken_ones(statements: Mapping[str, str]) -> list[Broken]:
    """Those of a layer's own `statements` (by name, each the SQL of what breaks it) that do not hold."""
    return [Broken(name, details) for name, statement in statements.items() if (details := _broken(statement))]


def _broken(statement: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({statement}) AS broken LIMIT {SHOWN}")
        return tuple(row[0] for row in cursor.fetchall())


def names_of_site() -> list[str]:
    """The names of all invariants of the site."""
    return [name for module in settings.INVARIANTS for name in import_module(module).NAMES]


def _ask(name: str, now: datetime) -> tuple[str, ...]:
    codes = {
        "of_book": (Kind.PAYABLE, Kind.DEPOSIT, Kind.RECEIVABLE),
        "single": tuple(kind for kind in Kind if not kind.subject),
        "never_negative": (Kind.PAYABLE, Kind.DEPOSIT, Kind.RECEIVABLE),
        "lasting": tuple(LASTING),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({STATEMENTS[name]}) AS broken LIMIT {SHOWN}",
            {
                "numbers": json.dumps(NUMBERS),
                "gateways": sorted(GATEWAYS.values()),
                "undecided_since": now - DECIDED_WITHIN,
                **{name: sorted(kind.code for kind in kinds) for name, kinds in codes.items()},
            },
        )
        return tuple(row[0] for row in cursor.fetchall())


def _uncovered() -> Iterable[str]:
    """Cover counted from what lies there and what is owed, against the host's capital and result."""
    for currency in posted_currencies():
        by_kind = {row.kind: row.balance for row in totals(currency)}
        cover = sum(by_kind.get(kind, 0) for kind in OWNED) - sum(by_kind.get(kind, 0) for kind in OWED)
        result = sum(
            balance if kind.nature in {Nature.INCOME, Nature.EQUITY} else -balance
            for kind, balance in by_kind.items()
            if kind not in {*OWNED, *OWED}
        )
        if cover != result:
            yield f"{currency}: cover {cover}, capital and result {result}"
