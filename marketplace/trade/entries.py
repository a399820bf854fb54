"""Entries of the journal as the desk's pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from core.money import Money
from escrow.queries import JournalLine


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One line of an entry as the page shows it."""

    debit: str
    credit: str
    amount: Money


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One journal entry with its lines."""

    key: str
    at: datetime
    postings: list[PostingRow]


def entries_of(lines: Iterable[JournalLine]) -> list[EntryRow]:
    """The lines of a journal, entry by entry, in their order."""
    return [
        EntryRow(key, at, [PostingRow(x.debit_label, x.credit_label, Money(x.amount, x.currency)) for x in same])
        for (key, at), same in groupby(lines, key=lambda line: (line.key, line.at))
    ]
