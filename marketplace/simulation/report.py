"""What a world came to, as plain data: it may come from another process, and be added to others."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import BANK
from marketplace.simulation.world import World

BANK_ACCOUNT = Account("provider", BANK)
COUNTS = ("orders", "claims", "disputes", "money", "done", "refused", "faults", "timers", "sizes")


@dataclass(frozen=True, slots=True)
class Report:
    """Orders, claims and disputes by how they stand; minor units by account (credits less debits); what was done,
    refused and broken; promised times that passed, were paused, ran on or were put off; sizes: steps, postings,
    sentences checked. `sha256` is the journal's.
    """

    orders: Counter[str]
    claims: Counter[str]
    disputes: Counter[str]
    money: Counter[str]
    done: Counter[str]
    refused: Counter[str]
    faults: Counter[str]
    timers: Counter[str]
    sizes: Counter[str]
    sha256: str


def of(world: World) -> Report:
    """What there is to tell of a world that was lived."""
    money: Counter[str] = Counter()
    for account, amount in world.checks.feed.balances.items():
        money["bank account" if account == BANK_ACCOUNT else account.name] += amount
    return Report(
        orders=Counter(hold.state for hold in world.model.holds.values()),
        claims=Counter(claim.state for claim in world.model.claims.values()),
        disputes=Counter(dispute.state for dispute in world.model.disputes.values()),
        money=money,
        done=Counter(world.tally.done),
        refused=Counter({f"{what}: {code}": count for (what, code), count in world.tally.refused.items()}),
        faults=Counter(world.tally.faults),
        timers=world.checks.timers.counts(),
        sizes=Counter(steps=world.steps, postings=world.checks.feed.postings, sentences=world.checks.count),
        sha256=world.checks.feed.sha256,
    )


def together(reports: Sequence[Report]) -> Report:
    """Several worlds as one; its digest is that of theirs, in order."""
    if len(reports) == 1:
        return reports[0]
    counts = {name: Counter[str]() for name in COUNTS}
    for report in reports:
        for name, count in counts.items():
            count.update(getattr(report, name))
    digest = hashlib.sha256("".join(report.sha256 for report in reports).encode()).hexdigest()
    return Report(**counts, sha256=digest)
