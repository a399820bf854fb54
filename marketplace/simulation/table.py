"""What a world came to, on one screen."""

from collections import Counter
from collections.abc import Iterator

from django.conf import settings

from core.money import Money, format_money
from marketplace.simulation.model.books import CODES, GROWS_BY_DEBIT
from marketplace.simulation.report import Report
from marketplace.simulation.wanted import Wanted

WIDTH = 32


def lines(wanted: Wanted, report: Report) -> Iterator[str]:
    """Orders by end, money by account, what people did and were refused, faults, what was checked; the digest last."""
    sizes = report.sizes
    people = f"{wanted.buyers} buyers, {wanted.shops} shops"
    yield f"Seed {wanted.seed}: {wanted.days} days, {people}, {sizes['steps']} steps"
    yield from _counts("Orders by end", report.orders)
    yield from _counts("Claims by state", report.claims)
    yield from _counts("Chargebacks by state", report.disputes)
    yield "\nMoney by account"
    for name in filter(report.money.__contains__, ("bank account", *CODES)):
        stands = -report.money[name] if name == "bank account" or name in GROWS_BY_DEBIT else report.money[name]
        yield _line(name, format_money(Money(stands, settings.CURRENCY)))
    yield from _counts("Done", report.done)
    yield from _counts("Refused, in words", report.refused)
    yield from _counts("Promised times", report.timers)
    yield from _counts("Faults injected", report.faults)
    yield f"\n{sizes['sentences']} sentences checked, {sizes['postings']} postings read: all is as the model says."
    yield f"journal sha256: {report.sha256}"


def _counts(title: str, counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield f"\n{title}"
    for name, count in sorted(counts.items()):
        yield _line(name, str(count))


def _line(name: str, value: str) -> str:
    return f"  {name:<{WIDTH}} {value:>16}"
