"""A shop's own account, line by line, by day and by week: what a seller compares. Amounts in minor units."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from escrow.balances import STANDS_AT
from escrow.chart import Account, Kind
from escrow.currencies import NUMBERS
from escrow.payments.models import Payout
from escrow.payments.states import PayoutState

# From what the account stands at now, back: only what is as young as `since` is read, however old the account is.
_LINES = f"""
WITH touched AS (
    SELECT e.id, e.key, e.at FROM ledger_journalentry e
    WHERE e.book_id = %(book)s AND e.at >= %(since)s AND EXISTS (
        SELECT FROM ledger_posting p WHERE p.entry_id = e.id AND (p.debit = %(number)s OR p.credit = %(number)s)
    )
    ORDER BY e.at DESC, e.id DESC LIMIT %(newest)s
), lines AS (
    SELECT t.id, t.key, t.at,
        (coalesce(sum(p.amount) FILTER (WHERE p.credit = %(number)s), 0)
         - coalesce(sum(p.amount) FILTER (WHERE p.debit = %(number)s), 0))::bigint AS change,
        coalesce(sum(p.amount) FILTER (WHERE p.credit = %(fees)s), 0)::bigint AS fee
    FROM touched t JOIN ledger_posting p ON p.entry_id = t.id GROUP BY t.id, t.key, t.at
), running AS (
    SELECT id, key, at, change, fee, ({STANDS_AT} - coalesce(
        sum(change) OVER (ORDER BY at DESC, id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0
    ))::bigint AS balance FROM lines
)
SELECT key, at, change, fee, balance FROM running
WHERE %(until)s::timestamptz IS NULL OR at < %(until)s
ORDER BY at DESC, id DESC LIMIT %(limit)s
"""  # noqa: S608

_STOOD_AT = f"""
SELECT ({STANDS_AT} - coalesce((
    SELECT sum(CASE WHEN p.credit = %(number)s THEN p.amount ELSE -p.amount END)
    FROM ledger_journalentry e JOIN ledger_posting p ON p.entry_id = e.id
    WHERE e.book_id = %(book)s AND e.at >= %(since)s AND (p.debit = %(number)s OR p.credit = %(number)s)
), 0))::bigint
"""  # noqa: S608

_FLOWS = """
SELECT date_trunc('week', e.at AT TIME ZONE %(zone)s)::date,
    (coalesce(sum(p.amount) FILTER (WHERE p.credit >> 10 & 63 = %(hold)s), 0)
     - coalesce(sum(p.amount) FILTER (WHERE p.debit >> 10 & 63 = %(hold)s), 0))::bigint,
    (coalesce(sum(p.amount) FILTER (WHERE p.credit = %(payable)s), 0)
     - coalesce(sum(p.amount) FILTER (WHERE p.debit = %(payable)s), 0))::bigint
FROM ledger_journalentry e JOIN ledger_posting p ON p.entry_id = e.id
WHERE e.book_id = %(book)s AND e.at >= %(since)s AND p.debit & 1023 = %(currency)s
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One entry on a shop's account: its key, what it changed (signed), the fee taken in it, what was there after."""

    key: str
    at: datetime
    change: int
    fee: int
    balance: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something moved: what was there when it began and ended, and its lines, latest first."""

    date: date
    opening: int
    closing: int
    lines: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Some days: what stood there before the first and after the last; those on which something moved, latest first."""

    opening: int
    closing: int
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday: what was held and the shop's own at its end (now, for this one), what was paid out."""

    start: date
    held: int
    payable: int
    paid_out: int


def statement(
    book_id: int,
    currency: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
) -> list[StatementLine]:
    """The entries of a shop's payable, latest first, from `since` to before `until`. One statement."""
    asked = {
        **_account(book_id, currency),
        "fees": Account(Kind.FEES, 0, currency).number,
        "since": since or "-infinity",
        "until": until,
        "newest": limit if until is None else None,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINES, asked)
        return [StatementLine(*row) for row in cursor.fetchall()]


def _account(book_id: int, currency: str) -> dict[str, int]:
    return {"book": book_id, "number": Account(Kind.PAYABLE, book_id, currency).number}


def _stood_at(book_id: int, currency: str, moment: datetime) -> int:
    """What a shop's payable stood at when `moment` came."""
    with connection.cursor() as cursor:
        cursor.execute(_STOOD_AT, {**_account(book_id, currency), "since": moment})
        stood_at: int = cursor.fetchone()[0]
    return stood_at


def by_day(book_id: int, currency: str, *, first: date, last: date, zone: str) -> Days:
    """The days from `first` to `last`, both included, as the time zone `zone` has them. Two statements at most.

    The closing of one day is the opening of the next; that of today is what the books say the payable stands at.
    """
    here = ZoneInfo(zone)
    since, until = _midnight(first, here), _midnight(last + timedelta(days=1), here)
    lines = statement(book_id, currency, since=since, until=until)
    if not lines:
        stood_at = _stood_at(book_id, currency, until)
        return Days(stood_at, stood_at, ())
    days = []
    for day, several in groupby(lines, lambda line: line.at.astimezone(here).date()):
        rows = tuple(several)
        days.append(Day(day, rows[-1].balance - rows[-1].change, rows[0].balance, rows))
    return Days(days[-1].opening, days[0].closing, tuple(days))


def _midnight(day: date, here: ZoneInfo) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=here)


def weeks(book_id: int, currency: str, *, held: int, payable: int, now: datetime, zone: str, count: int) -> list[Week]:
    """The last `count` weeks as the time zone `zone` has them, latest first.

    Counted back from what the books say is `held` and `payable` now: only those weeks are read. Two statements.
    """
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in range(count)]
    since = _midnight(starts[-1], here)
    flows = _flows(book_id, currency, since, zone)
    paid = _paid(book_id, currency, since, here)
    found = []
    for start in starts:
        found.append(Week(start, held, payable, paid.get(start, 0)))
        held_change, payable_change = flows.get(start, (0, 0))
        held, payable = held - held_change, payable - payable_change
    return found


def _flows(book_id: int, currency: str, since: datetime, zone: str) -> dict[date, tuple[int, int]]:
    parameters: dict[str, Any] = {
        "zone": zone,
        "since": since,
        "book": book_id,
        "currency": NUMBERS[currency],
        "hold": Kind.HOLD.code,
        "payable": Account(Kind.PAYABLE, book_id, currency).number,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS, parameters)
        return {start: (held, payable) for start, held, payable in cursor.fetchall()}


def _paid(book_id: int, currency: str, since: datetime, here: ZoneInfo) -> dict[date, int]:
    """What the shop earned and has at its bank, by week: no refund that went to a buyer's bank, no deposit."""
    paid = Payout.objects.filter(
        book_id=book_id,
        currency=currency,
        state=PayoutState.PAID,
        refund=None,
        from_deposit=False,
        ended_at__gte=since,
    )
    sums: dict[date, int] = {}
    for ended_at, amount in paid.values_list("ended_at", "amount"):
        if ended_at is None:
            continue
        day = ended_at.astimezone(here).date()
        start = day - timedelta(days=day.weekday())
        sums[start] = sums.get(start, 0) + amount
    return sums
