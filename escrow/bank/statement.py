"""A bank statement as the bank's own page exports it: CSV with a heading, read into lines. Pure.

Nothing is guessed: a date or an amount that could mean two things is a problem with the number of its row, and a
statement with a problem is entered not at all.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.errors import Invalid
from core.money import parse_money
from escrow.bank.lines import Line
from escrow.currencies import NUMBERS

MOST_ROWS = 2_000
#: A cell longer than this is no line of a statement.
LONGEST_CELL = 1_000

#: What banks write above a column, in small letters, for each thing we want to know.
HEADINGS: Mapping[str, frozenset[str]] = {
    "value_on": frozenset(
        {"date", "value date", "booking date", "日期", "交易日期", "入账日期", "记账日期", "交易时间"}
    ),
    "amount": frozenset({"amount", "credit", "credit amount", "金额", "交易金额", "收入金额", "贷方金额", "收入"}),
    "currency": frozenset({"currency", "币种", "货币"}),
    "payer": frozenset({"payer", "name", "counterparty", "对方户名", "对方名称", "付款人", "付款人名称"}),
    "number": frozenset(
        {"account", "account number", "iban", "counterparty account", "对方账号", "付款账号", "付款人账号"}
    ),
    "text": frozenset(
        {"text", "reference", "purpose", "description", "remittance information", "摘要", "附言", "用途", "备注"}
    ),
    "bank_reference": frozenset(
        {"bank reference", "transaction id", "transaction reference", "流水号", "交易流水号", "交易序号"}
    ),
}
NEEDED = ("value_on", "amount")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|(\d{2}))(\d{1,2})(?:[ T].*)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A line that brought money, and that it is the `nth` of those in this statement that say the same."""

    line: Line
    nth: int


@dataclass(frozen=True, slots=True)
class Statement:
    """`outgoing` rows took money away: they are none of ours here. `problems` are words for people, at most twenty."""

    rows: tuple[Row, ...]
    outgoing: int
    problems: tuple[str, ...]


def read(text: str, *, currency: str) -> Statement:
    """Read a statement; where it has no column of currencies, amounts are in `currency`.

    Raises Invalid: `statement_headless` (no heading names a date and an amount), `statement_too_long`.
    """
    table = _table(text)
    places = _places(table[0]) if table else {}
    if any(name not in places for name in NEEDED):
        raise Invalid(
            "statement_headless",
            _("The first row must name the columns; one must be the date and one the amount."),
            field="text",
        )
    if len(table) - 1 > MOST_ROWS:
        raise Invalid("statement_too_long", _("At most %(most)s rows at once."), {"most": MOST_ROWS}, field="text")
    lines, outgoing, problems = [], 0, []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            line = _line(
                {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}, currency
            )
        except Invalid as problem:
            problems.append(_("Row %(row)s: %(problem)s") % {"row": number, "problem": problem.words})
            continue
        outgoing += line is None
        lines += [line] if line else []
    return Statement(tuple(_numbered(lines)), outgoing, tuple(problems[:20]))


def _table(text: str) -> list[list[str]]:
    """The cells, by whichever separator parts the first row most often."""
    text = text.lstrip("\ufeff").replace("\0", "").strip()
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        return list(csv.reader(text.splitlines(), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Invalid(
            "statement_unreadable", _("This is not CSV: a quotation mark is missing."), field="text"
        ) from error


def _places(heading: Sequence[str]) -> dict[str, int]:
    """Where each thing stands; the first column that names it counts."""
    names = [" ".join(cell.lower().split()) for cell in heading]
    return {
        thing: min(names.index(word) for word in words if word in names)
        for thing, words in HEADINGS.items()
        if any(word in names for word in words)
    }


def _line(cells: dict[str, str], currency: str) -> Line | None:
    """None for a row that took money away, or moved none. Raises Invalid."""
    if any(len(cell) > LONGEST_CELL for cell in cells.values()):
        raise Invalid("cell_too_long", _("A cell is too long."))
    named = cells.pop("currency", "").upper() or currency
    if named not in NUMBERS:
        raise Invalid("currency_unknown", _("There is no such currency."))
    amount = cells.pop("amount")
    if not amount:
        return None
    minor = parse_money(amount, named).minor
    if minor <= 0:
        return None
    return Line(value_on=_date(cells.pop("value_on")), amount=minor, currency=named, **cells).cleaned()


def _date(text: str) -> date:
    found = _DATE.fullmatch(text)
    year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Invalid("date_unreadable", _("Write the date as 2026-11-23.")) from error


def _numbered(lines: Sequence[Line]) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    for line in lines:
        key = line.key()
        seen[key] += 1
        yield Row(line, seen[key])
