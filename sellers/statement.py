"""A shop's statement as a spreadsheet reads it."""

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from core.spreadsheets import harmless
from marketplace.trade.statement import Entry


class _Echo:
    """Hands each written line back, so that a long file is sent while it is made."""

    def write(self, value: str) -> str:
        return value


def as_csv(rows: Iterable[Entry]) -> Iterator[str]:
    """The statement as a spreadsheet reads it: times in the active zone, amounts in figures without a sign of money."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow([_("Time"), _("What"), _("Currency"), _("Moved"), _("Our charge"), _("Available after")])
    for row in rows:
        yield writer.writerow(
            [
                timezone.localtime(row.at).isoformat(timespec="seconds"),
                harmless(row.what),
                row.change.currency,
                row.change.major,
                row.fee.major,
                row.balance.major,
            ]
        )
