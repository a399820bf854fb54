"""A shop's statement as a spreadsheet reads it."""

import csv
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from core.money import Money
from core.spreadsheets import harmless
from marketplace.trade.statement import DayOfEntries, Entry, Statement


class _Echo:
    """Hands each written line back, so that a long file is sent while it is made."""

    def write(self, value: str) -> str:
        return value


def as_csv(statement: Statement) -> Iterator[str]:
    """The days, oldest first, each between what was there when it began and ended: times in the active zone, amounts in
    figures without a sign of money.
    """
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(
        [_("Day"), _("Time"), _("What"), _("Currency"), _("Moved"), _("Our charge"), _("Available after")]
    )
    for day in reversed(statement.days):
        yield writer.writerow(_standing(day, _("At the beginning"), day.opening))
        for entry in reversed(day.entries):
            yield writer.writerow(_line(day, entry))
        yield writer.writerow(_standing(day, _("At the end"), day.closing))


def _standing(day: DayOfEntries, words: str, balance: Money) -> list[object]:
    return [day.at.date().isoformat(), "", words, balance.currency, "", "", balance.major]


def _line(day: DayOfEntries, entry: Entry) -> list[object]:
    return [
        day.at.date().isoformat(),
        timezone.localtime(entry.at).isoformat(timespec="seconds"),
        harmless(entry.what),
        entry.change.currency,
        entry.change.major,
        entry.fee.major,
        entry.balance.major,
    ]
