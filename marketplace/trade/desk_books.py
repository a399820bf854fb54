"""The books as the desk reads them: what every kind of account moved, what is the host's own, what always holds."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from core.money import Money
from escrow import invariants, queries
from escrow.bank.telling import SOURCE
from escrow.invariants import Broken


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One kind of account in the trial balance."""

    name: str
    debit: Money
    credit: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Books:
    """`sums` are of all debits and all credits; `broken` are the invariants that do not hold, `names` those that do."""

    rows: list[BalanceRow]
    sums: tuple[Money, Money]
    cover: Money
    broken: list[Broken]
    names: list[str]


def books(now: datetime) -> Books:
    """The trial balance of the site's currency, cover, and every invariant by name."""
    currency = settings.CURRENCY
    totals = queries.trial_balance(currency)
    broken = invariants.check_site(now)
    return Books(
        rows=[_row(total, currency) for total in totals],
        sums=(
            Money(sum(total.debit for total in totals), currency),
            Money(sum(total.credit for total in totals), currency),
        ),
        cover=Money(queries.cover(currency), currency),
        broken=broken,
        names=sorted(set(invariants.names_of_site()) - {one.name for one in broken}),
    )


def at_bank() -> Money:
    """What lies in the host's own account, if all that was booked is so."""
    return Money(queries.at_provider(SOURCE, settings.CURRENCY), settings.CURRENCY)


def _row(total: queries.Total, currency: str) -> BalanceRow:
    return BalanceRow(
        total.kind.label, Money(total.debit, currency), Money(total.credit, currency), Money(total.balance, currency)
    )
