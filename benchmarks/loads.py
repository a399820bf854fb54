"""What is measured, each through the same Python action the site calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks import server as bench
from benchmarks.fill import Deals, fill
from benchmarks.workers import Ran, run
from core.actor import PROVIDER, SYSTEM, Actor, Role
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.release_due import BATCH, release_due
from escrow.terms import Back
from marketplace.demo import servers
from marketplace.orders.actions.release_by_silence import effects_of

CONNECTIONS = 8
MANY = 32
SHOPS = 40
DUE = 20_000
BUYER = Actor(Role.BUYER, 1)
TABLES = (
    "payments_payment",
    "payments_capture",
    "payments_allocation",
    "payments_refund",
    "escrow_hold",
    "ledger_journalentry",
    "ledger_posting",
    "core_deadline",
)


@dataclass
class Bench:
    """The server, the moment at which everything happens, and the next free number of a deal."""

    server: servers.Postgres
    now: datetime
    seconds: float
    at_most: int
    next_number: int = 10**9

    def deals(
        self, count: int, *, funded: bool = True, due: bool = False, books: Sequence[int] = range(1, SHOPS + 1)
    ) -> Deals:
        """Fresh deals, written and settled on disk."""
        deals = Deals(self.next_number, count, books)
        self.next_number += count * 8
        due_at = self.now - timedelta(seconds=1) if due else self.now + timedelta(days=7)
        fill(deals, funded=funded, now=self.now, due_at=due_at)
        bench.checkpoint(self.server, *TABLES)
        return deals


def release(on: Bench) -> Ran:
    """A buyer's receipt, as far as the books: read, decide, journal, audit, outbox, deadline closed."""
    return releases(on, CONNECTIONS, range(1, SHOPS + 1))


def releases(on: Bench, connections: int, books: Sequence[int]) -> Ran:
    """Receipts of these shops, over so many connections."""
    deals = on.deals(on.at_most, books=books)

    def act(index: int) -> object:
        return release_hold(deals.hold(index), now=on.now, actor=BUYER) and None

    return run(act, range(deals.count), connections=connections, seconds=on.seconds)


def fund(on: Bench) -> Ran:
    """A capture's share goes into its hold."""
    deals = on.deals(on.at_most, funded=False)

    def act(index: int) -> object:
        return fund_hold(deals.hold(index), capture_id=deals.capture(index), now=on.now, actor=PROVIDER) and None

    return run(act, range(deals.count), connections=CONNECTIONS, seconds=on.seconds)


def deal(on: Bench) -> Ran:
    """Both, one after the other: what stands beside a peer's two transfers."""
    deals = on.deals(on.at_most, funded=False)

    def act(index: int) -> object:
        fund_hold(deals.hold(index), capture_id=deals.capture(index), now=on.now, actor=PROVIDER)
        return release_hold(deals.hold(index), now=on.now, actor=BUYER) and None

    return run(act, range(deals.count), connections=CONNECTIONS, seconds=on.seconds)


def refund(on: Bench) -> Ran:
    """A line of an order goes back."""
    deals = on.deals(on.at_most)

    def act(index: int) -> object:
        back = Back(goods=4_000)
        return refund_hold(deals.hold(index), back, reason="damaged", now=on.now, actor=SYSTEM) and None

    return run(act, range(deals.count), connections=CONNECTIONS, seconds=on.seconds)


def due_release(on: Bench) -> Ran:
    """20,000 due releases through the real sweep, two workers."""
    on.deals(DUE, due=True)

    def act(_index: int) -> int:
        return release_due(now=on.now, effects_of=effects_of)

    return run(act, range(4 * DUE // BATCH), connections=2, seconds=60)


def one_shop(on: Bench, connections: int) -> Ran:
    """Releases to one shop."""
    return releases(on, connections, [1])
