"""What accounts stand at: the checkpoint, plus the postings since the mark. One statement, so one snapshot."""

from dataclasses import dataclass

from django.db import connection

from escrow.chart import Account, Kind, Nature
from escrow.currencies import NUMBERS

#: Kinds of which every subject has its own checkpoint. The others live for one deal: a few postings each, added up
#: under subject 0 in the checkpoints.
LASTING = frozenset(
    {
        Kind.PROVIDER,
        Kind.PAYABLE,
        Kind.DEPOSIT,
        Kind.TAX_DUE,
        Kind.SUSPENSE,
        Kind.RECEIVABLE,
        Kind.AGENT_FLOAT,
        Kind.FEES,
        Kind.PROVIDER_COST,
        Kind.PROMOTIONS,
        Kind.GOODWILL,
        Kind.LOSSES,
        Kind.CAPITAL,
    }
)

#: What is owed or spoken for: cover is what lies at providers (and in dispute) less these.
OWED = (
    Kind.PAYMENT,
    Kind.HOLD,
    Kind.PAYABLE,
    Kind.REFUND_DUE,
    Kind.PAYOUT_DUE,
    Kind.DEPOSIT,
    Kind.TAX_DUE,
    Kind.SUSPENSE,
)
OWNED = (Kind.PROVIDER, Kind.CHARGEBACK)

#: Up to which transaction the checkpoints go. A mark ahead of the server's own transactions came with the dump of
#: another one, and what is posted now lies below it: until the next roll-up the checkpoints are not read then.
MARK = """(SELECT coalesce(max(xid), 0) FROM ledger_checkpoint WHERE number = 0 AND book_id = 0
        AND xid <= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"""

#: Debits less credits of an account, as a piece of SQL; `book` and `since` are conditions.
_NET = """
    (SELECT coalesce(sum(debit - credit), 0) FROM ledger_checkpoint
     WHERE number = %(number)s AND {book} AND {mark} > 0)
    + (SELECT coalesce(sum(amount), 0) FROM ledger_posting WHERE debit = %(number)s AND xid >= {since} AND {book})
    - (SELECT coalesce(sum(amount), 0) FROM ledger_posting WHERE credit = %(number)s AND xid >= {since} AND {book})
"""

#: What a lasting account of `%(book)s` that grows by credits stands at, for a statement that reads more of it besides.
STANDS_AT = "-({})::bigint".format(_NET.format(book="book_id = %(book)s", since=MARK, mark=MARK))

_BALANCE = """
SELECT ({net})::bigint, (SELECT version FROM ledger_account WHERE book_id = %(book)s AND number = %(number)s)
"""

_TOTALS = f"""
WITH moved AS (
    SELECT number, book_id, debit, credit FROM ledger_checkpoint WHERE number <> 0 AND {MARK} > 0
    UNION ALL
    SELECT debit, book_id, amount, 0 FROM ledger_posting WHERE xid >= {MARK}
    UNION ALL
    SELECT credit, book_id, 0, amount FROM ledger_posting WHERE xid >= {MARK}
)
SELECT number >> 10 & 63, sum(debit)::bigint, sum(credit)::bigint FROM moved
WHERE number & 1023 = %(currency)s AND (%(book)s IS NULL OR book_id = %(book)s) GROUP BY 1 ORDER BY 1
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Total:
    """All that was ever debited and credited to the accounts of one kind, minor units of one currency."""

    kind: Kind
    debit: int
    credit: int

    @property
    def balance(self) -> int:
        """On the side on which the kind grows."""
        return _signed(self.kind.nature, self.debit - self.credit)


def _signed(nature: Nature, debit_less_credit: int) -> int:
    return debit_less_credit if nature.grows_by_debit else -debit_less_credit


def balance(book_id: int | None, account: Account) -> int:
    """On the side on which the account grows; None takes the account's postings of all books together."""
    return balance_to_take_from(book_id, account)[0]


def balance_to_take_from(book_id: int | None, account: Account) -> tuple[int, int]:
    """The balance and the version of the account's row, read together.

    While the version stands nobody has taken anything, so the balance can only have grown.
    """
    book = "true" if book_id is None else "book_id = %(book)s"
    net = _NET.format(book=book, since=MARK if account.kind in LASTING else "0", mark=MARK)
    row = _one(_BALANCE.format(net=net), {"number": account.number, "book": book_id})
    return _signed(account.kind.nature, row[0]), row[1] or 0


def _one(statement: str, parameters: dict[str, int | None]) -> tuple[int, int | None]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[int, int | None] = cursor.fetchone()
    return row


def totals(currency: str, book_id: int | None = None) -> list[Total]:
    """By kind of account, in the order of the chart; kinds that never moved are left out."""
    kinds = {kind.code: kind for kind in Kind}
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"currency": NUMBERS[currency], "book": book_id})
        return [Total(kinds[code], debit, credit) for code, debit, credit in cursor.fetchall()]


def total(kind: Kind, currency: str, book_id: int | None = None) -> int:
    """The balance of all accounts of one kind together."""
    return sum(row.balance for row in totals(currency, book_id) if row.kind is kind)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Minor units: `held` for buyers, `owed` to anybody (held included), `owned`: what lies at providers for it."""

    held: int
    owed: int
    owned: int

    @property
    def cover(self) -> int:
        """What is the host's own."""
        return self.owned - self.owed


def keeping(currency: str) -> Keeping:
    """What is kept, what is owed, and what lies at providers, of one moment. One statement."""
    by_kind = {row.kind: row.balance for row in totals(currency)}
    owed, owned = (sum(by_kind.get(kind, 0) for kind in kinds) for kinds in (OWED, OWNED))
    return Keeping(by_kind.get(Kind.HOLD, 0), owed, owned)


def cover(currency: str) -> int:
    """What is the host's own: provider + chargeback, less all that is owed."""
    return keeping(currency).cover


def currencies() -> list[str]:
    """Every currency that was ever posted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(DISTINCT n & 1023) FROM (SELECT number AS n FROM ledger_checkpoint WHERE number <> 0"  # noqa: S608
            f" UNION ALL SELECT debit FROM ledger_posting WHERE xid >= {MARK}) AS known"
        )
        numbers = cursor.fetchone()[0] or []
    return sorted(code for code, number in NUMBERS.items() if number in numbers)
