"""What a world came to, on one screen."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.conf import settings

from core.money import Money, format_money
from marketplace.simulation.model.books import CODES, GROWS_BY_DEBIT
from marketplace.simulation.world import World

WIDTH = 26


def lines(world: World) -> Iterator[str]:
    """Orders by end, money by account, what people did and were refused, faults, what was checked; the digest last."""
    wanted, feed = world.wanted, world.checks.feed
    yield f"Seed {wanted.seed}: {wanted.days} days, {wanted.buyers} buyers, {wanted.shops} shops, {world.steps} steps"
    yield from _counts("Orders by end", Counter(hold.state for hold in world.model.holds.values()))
    yield from _counts("Claims by state", Counter(claim.state for claim in world.model.claims.values()))
    yield "\nMoney by account"
    for name in CODES:
        stands = sum(amount for account, amount in feed.balances.items() if account.name == name)
        stands = -stands if name in GROWS_BY_DEBIT else stands
        if any(account.name == name for account in feed.balances):
            yield _line(name, format_money(Money(stands, settings.CURRENCY)))
    yield from _counts("Done", world.tally.done)
    yield from _counts(
        "Refused, in words", Counter({f"{what}: {code}": n for (what, code), n in world.tally.refused.items()})
    )
    yield from _counts("Faults injected", world.tally.faults)
    yield f"\n{world.checks.count} sentences checked, {feed.postings} postings read, all as the model says."
    yield f"journal sha256: {feed.sha256}"


def _counts(title: str, counts: Counter[str]) -> Iterable[str]:
    if not counts:
        return
    yield f"\n{title}"
    for name, count in sorted(counts.items()):
        yield _line(name, str(count))


def _line(name: str, value: str) -> str:
    return f"  {name:<{WIDTH}} {value:>20}"
