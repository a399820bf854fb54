"""A shop's statement in words: what each line of its account was for, day by day, and what a payout is made of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from core.money import Money
from escrow import itemised
from escrow.payments.models import Payout
from escrow.statement import StatementLine, by_day, statement
from marketplace.catalog.models import Shop
from marketplace.orders.models import Order

_KEY = re.compile(r"(?:(chargeback):\d+:)?(hold|payout|offset):(\d+)(?::(\w+))?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as a seller reads it: when, what, how much (signed), our charge in it, what was there after. It leads to
    the order of `reference` or to the payout.
    """

    at: datetime
    what: str
    change: Money
    fee: Money
    balance: Money
    reference: str = ""
    key: str = ""
    payout: int = 0


@dataclass(frozen=True, slots=True)
class DayOfEntries:
    """A day from midnight `at`, with what was there when it began and ended; its lines, latest first."""

    at: datetime
    opening: Money
    closing: Money
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Some days, latest first, and what was there before and after all of them."""

    opening: Money
    closing: Money
    days: tuple[DayOfEntries, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What a payout takes of a line (signed); `whole` when that is all of it."""

    entry: Entry
    amount: Money
    whole: bool


def entries(shop: Shop, *, limit: int | None = None) -> list[Entry]:
    """The shop's statement, latest first. Three queries."""
    return _in_words(statement(shop.book_id, shop.currency, limit=limit), shop.currency)


def statement_by_day(shop: Shop, first: date, last: date, zone: ZoneInfo) -> Statement:
    """The days from `first` to `last`, both included. Four queries at most."""
    found = by_day(shop.book_id, shop.currency, first=first, last=last, zone=zone.key)
    told = iter(_in_words([line for day in found.days for line in day.lines], shop.currency))
    days = (
        DayOfEntries(
            datetime.combine(day.date, datetime.min.time(), tzinfo=zone),
            Money(day.opening, shop.currency),
            Money(day.closing, shop.currency),
            tuple(next(told) for _line in day.lines),
        )
        for day in found.days
    )
    return Statement(Money(found.opening, shop.currency), Money(found.closing, shop.currency), tuple(days))


def parts_of(payout: Payout) -> list[Part]:
    """What a payout is made of; nothing when it is a deposit that goes back. Three queries."""
    found = itemised.items(payout)
    told = _in_words([item.line for item in found], payout.currency)
    return [
        Part(entry, Money(item.part, payout.currency), whole=item.part == item.line.change)
        for item, entry in zip(found, told, strict=True)
    ]


def _in_words(lines: Sequence[StatementLine], currency: str) -> list[Entry]:
    orders, payouts = _orders(lines), _payouts(lines)
    return [_entry(line, currency, orders, payouts) for line in lines]


def _numbers(lines: Iterable[StatementLine], kind: str) -> list[int]:
    matches = [_KEY.match(line.key) for line in lines]
    return [int(match[3]) for match in matches if match and match[2] == kind]


def _orders(lines: Sequence[StatementLine]) -> dict[int, str]:
    return dict(Order.objects.filter(pk__in=_numbers(lines, "hold")).values_list("pk", "reference"))


def _payouts(lines: Sequence[StatementLine]) -> dict[int, Payout]:
    return Payout.objects.select_related("account").in_bulk(_numbers(lines, "payout"))


def masked(bank: str, number: str) -> str:
    """A bank account as it may stand on a page: "ICBC …4471"."""
    return f"{bank} …{number[-4:]}"


def _entry(line: StatementLine, currency: str, orders: dict[int, str], payouts: dict[int, Payout]) -> Entry:
    match = _KEY.match(line.key)
    kind, number, fact = (match[2], int(match[3]), match[1] or match[4] or "") if match else ("", 0, "")
    reference = orders.get(number, "") if kind == "hold" else ""
    payout = payouts.get(number) if kind == "payout" else None
    account = masked(payout.account.bank, payout.account.number) if payout else ""
    return Entry(
        at=line.at,
        what=_what(kind, fact).format(reference=reference, account=account) or line.key,
        change=Money(line.change, currency),
        fee=Money(line.fee, currency),
        balance=Money(line.balance, currency),
        reference=reference,
        key=line.key,
        payout=number if kind == "payout" else 0,
    )


def _what(kind: str, fact: str) -> str:
    """The fact alone decides, or its kind."""
    return str(_WORDS.get((kind, fact)) or _WORDS.get((kind, "")) or "")


_WORDS = {
    ("hold", "claw_back"): _("Given back for order {reference}"),
    ("hold", "chargeback"): _("Taken back by the buyer’s bank, order {reference}"),
    ("hold", ""): _("Order {reference}"),
    ("payout", "request"): _("Payout to {account}"),
    ("payout", "return"): _("Came back from {account}"),
    ("payout", "refuse"): _("Payout to {account} not sent"),
    ("offset", ""): _("Debt paid off"),
}
