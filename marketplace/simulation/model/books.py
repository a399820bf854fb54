"""What every account holds, by code and owner. A debit takes from it, a credit adds to it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from marketplace.simulation.failure import Disagreement

#: The codes of docs/money.md, learnt by heart: nothing of the site's own chart is read.
CODES = {
    "provider": 1,
    "payment": 2,
    "hold": 3,
    "payable": 4,
    "refund_due": 5,
    "payout_due": 6,
    "deposit": 7,
    "tax_due": 8,
    "suspense": 9,
    "chargeback": 10,
    "receivable": 11,
    "fees": 13,
    "provider_cost": 14,
    "promotions": 15,
    "goodwill": 16,
    "losses": 17,
    "capital": 18,
}
NAMES = {code: name for name, code in CODES.items()}

#: What grows by debit: the host's assets and expenses.
GROWS_BY_DEBIT = frozenset(
    {"provider", "chargeback", "receivable", "provider_cost", "promotions", "goodwill", "losses"}
)


class Account(NamedTuple):
    """An account by its name in `CODES` and what it belongs to: a payment, hold, shop, refund ...; 0 for the host's."""

    name: str
    owner: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.owner}" if self.owner else self.name


class Books:
    """Balances as the model sees them, and which were touched since somebody looked."""

    def __init__(self) -> None:
        self.balances: dict[Account, int] = defaultdict(int)
        self.touched: set[Account] = set()

    def pour(self, sources: Sequence[tuple[Account, int]], targets: Sequence[tuple[Account, int]]) -> None:
        """Empty the sources, in their order, into the targets, in theirs. Raises Disagreement when the sums differ."""
        taken, given = sum(amount for _account, amount in sources), sum(amount for _account, amount in targets)
        if taken != given:
            raise Disagreement("does not add up", f"{taken} is taken, {given} given")
        waiting = list(targets)
        for source, amount in sources:
            rest = amount
            while rest:
                target, room = waiting.pop(0)
                part = min(rest, room)
                self.move(source, target, part)
                rest -= part
                if room > part:
                    waiting.insert(0, (target, room - part))

    def move(self, debit: Account, credit: Account, amount: int) -> None:
        """From one account to another; nothing for an amount of 0. Raises Disagreement when what is somebody's would
        fall below 0.
        """
        if amount < 0:
            raise Disagreement("negative amount", f"{debit} -> {credit} {amount}")
        if not amount:
            return
        self.balances[debit] -= amount
        self.balances[credit] += amount
        self.touched |= {debit, credit}
        if self.balances[debit] < 0 and debit.name not in GROWS_BY_DEBIT and debit.name != "capital":
            raise Disagreement("overdrawn", f"{debit} stands at {self.balances[debit]}")
