"""A shop's statement in words: what each line of its account was for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.money import Money
from escrow.payments.models import Payout
from escrow.statement import StatementLine, statement
from marketplace.catalog.models import Shop
from marketplace.orders.models import Order

_KEY = re.compile(r"(hold|payout):(\d+):(\w+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as a seller reads it: when, what, how much (signed), our charge in it, what was there after."""

    at: datetime
    what: str
    change: Money
    fee: Money
    balance: Money
    reference: str = ""
    key: str = ""


def entries(shop: Shop, *, limit: int | None = None) -> list[Entry]:
    """The shop's statement, latest first. Three queries."""
    lines = statement(shop.book_id, shop.currency, limit=limit)
    orders = _orders(lines)
    payouts = _payouts(lines)
    return [_entry(line, shop.currency, orders, payouts) for line in lines]


def _numbers(lines: Iterable[StatementLine], kind: str) -> list[int]:
    matches = [_KEY.match(line.key) for line in lines]
    return [int(match[2]) for match in matches if match and match[1] == kind]


def _orders(lines: Sequence[StatementLine]) -> dict[int, str]:
    return dict(Order.objects.filter(pk__in=_numbers(lines, "hold")).values_list("pk", "reference"))


def _payouts(lines: Sequence[StatementLine]) -> dict[int, str]:
    found = Payout.objects.filter(pk__in=_numbers(lines, "payout")).select_related("account")
    return {payout.pk: masked(payout.account.bank, payout.account.number) for payout in found}


def masked(bank: str, number: str) -> str:
    """A bank account as it may stand on a page: "ICBC …4471"."""
    return f"{bank} …{number[-4:]}"


def _entry(line: StatementLine, currency: str, orders: dict[int, str], payouts: dict[int, str]) -> Entry:
    match = _KEY.match(line.key)
    kind, number, fact = (match[1], int(match[2]), match[3]) if match else ("", 0, "")
    reference = orders.get(number, "") if kind == "hold" else ""
    return Entry(
        at=line.at,
        what=_what(kind, fact, reference, payouts.get(number, "")) or line.key,
        change=Money(line.change, currency),
        fee=Money(line.fee, currency),
        balance=Money(line.balance, currency),
        reference=reference,
        key=line.key,
    )


def _what(kind: str, fact: str, reference: str, account: str) -> str:
    if kind == "hold":
        return _("Order {reference}").format(reference=reference)
    if (kind, fact) == ("payout", "request"):
        return _("Payout to {account}").format(account=account)
    if (kind, fact) == ("payout", "return"):
        return _("Came back from {account}").format(account=account)
    return ""
