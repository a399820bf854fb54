"""Every load in turn, three rounds of all, so that what disturbs one disturbs its neighbours; then the table."""

import json
import os
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import beside, cost, loads, trading
from benchmarks import server as bench
from core.models import Deadline
from escrow import invariants
from marketplace.demo import servers

OUT = Path(__file__).parent / "out" / "bench.json"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
ONLY = os.environ.get("BENCH_ONLY", "").split()

#: Ratio -> the least it should be, the load, and what it is measured by: the yardstick, or another load.
RATIOS: dict[str, tuple[float | None, str, str]] = {
    "release": (0.40, "release", "yardstick"),
    "fund": (0.30, "fund", "yardstick"),
    "refund": (0.30, "refund", "yardstick"),
    "due_release": (3.0, "due_release", "yardstick"),
    "flash_32_over_8": (0.8, "flash_32", "flash_8"),
    "one_shop_32_over_8": (0.8, "one_shop_32", "one_shop_8"),
    "confirm": (None, "confirm", "yardstick"),
    "life": (0.06, "life", "yardstick"),
    "hordak": (1.3, "deal", "hordak"),
}
#: The same of a site with a million postings, by one with ten thousand: releases a second, and how quickly is read.
GROWTH = {
    "growth_1m": "release",
    "growth_1m_balance": "balance",
    "growth_1m_order": "order page",
    "growth_1m_statement": "statement",
}
GREW = (0.9, "large", "small")


def measure(server: servers.Postgres) -> bool:
    """Print the table and write out/bench.json; False when a ratio is below its target."""
    now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    on = loads.Bench(server, now, SECONDS, at_most=round(SECONDS * 3_000))
    print("pgbench fills its tables ...", flush=True)
    bench.prepare_yardstick(server)
    found = _rounds(_loads(on)) | _growth(server)
    costs = cost.of_a_life(on)
    broken = [one.name for one in invariants.check_all(now)]
    left = Deadline.objects.filter(error__gt="").count()
    print(f"\ninvariants broken: {', '.join(broken) or 'none'}; deadlines put aside: {left}")
    print(f"\nOf one life, on one connection:\n{cost.table(costs)}")
    return _report(found, costs["life"]) and not broken and not left


def _loads(on: loads.Bench) -> dict[str, Callable[[], float]]:
    return {
        "yardstick": lambda: bench.yardstick(on.server, SECONDS),
        "release": lambda: loads.release(on).rate,
        "fund": lambda: loads.fund(on).rate,
        "refund": lambda: loads.refund(on).rate,
        "due_release": lambda: loads.due_release(on).rate,
        "one_shop_8": lambda: loads.one_shop(on, loads.CONNECTIONS).rate,
        "one_shop_32": lambda: loads.one_shop(on, loads.MANY).rate,
        "flash_8": lambda: trading.flash(on, loads.CONNECTIONS).rate,
        "flash_32": lambda: trading.flash(on, loads.MANY).rate,
        "confirm": lambda: trading.confirm(on).rate,
        "life": lambda: trading.life(on).rate,
        "deal": lambda: loads.deal(on).rate,
        "hordak": lambda: beside.hordak(on.server, SECONDS, on.at_most),
    }


@dataclass(frozen=True, slots=True)
class Found:
    """Acts a second of one load in every round, and of what stood beside it."""

    rates: list[float]
    beside: list[float]

    @property
    def ratio(self) -> float:
        """The median of the rounds' own ratios: what slows the machine for a while slows both."""
        return statistics.median(rate / other for rate, other in zip(self.rates, self.beside, strict=True))


def _rounds(wanted: dict[str, Callable[[], float]]) -> dict[str, Found]:
    found = {name: Found([], []) for name in RATIOS if not ONLY or name in ONLY}
    for number in range(ROUNDS):
        for name, row in found.items():
            _target, load, other = RATIOS[name]
            row.beside.append(wanted[other]())
            row.rates.append(wanted[load]())
            print(
                f"round {number + 1}  {name:<20}{row.rates[-1]:>8.0f} a second, {other} {row.beside[-1]:.0f}",
                flush=True,
            )
    return found


def _growth(server: servers.Postgres) -> dict[str, Found]:
    """Both sites in turn, as often as everything else."""
    if ONLY and not GROWTH.keys() & set(ONLY):
        return {}
    print("a site grows to a million postings ...", flush=True)
    found = {name: Found([], []) for name in GROWTH}
    with beside.grown(server, "small", SECONDS) as small, beside.grown(server, "large", SECONDS) as large:
        for number in range(ROUNDS):
            few, many = small.measured(), large.measured()
            for name, what in GROWTH.items():
                # Of milliseconds, how many there are in a second: more is better, as with the rest.
                beside_it, it = (one[what] if what == "release" else 1_000 / one[what] for one in (few, many))
                found[name].beside.append(beside_it)
                found[name].rates.append(it)
                print(f"round {number + 1}  {name:<20}{it:>8.0f} a second, small {beside_it:.0f}", flush=True)
    return found


def _report(found: dict[str, Found], life: cost.Cost) -> bool:
    tps = [one for name, row in found.items() if RATIOS.get(name, GREW)[2] == "yardstick" for one in row.beside]
    yardstick = statistics.median(tps or [0])
    print(f"\n{'':<20}{'a second':>10}{'ratio':>8}{'target':>8}\n{'yardstick':<20}{yardstick:>10.0f}{'1.00':>8}")
    for name, row in found.items():
        target = RATIOS.get(name, GREW)[0]
        print(f"{name:<20}{statistics.median(row.rates):>10.0f}{row.ratio:>8.2f}{target or '':>8}")
    OUT.parent.mkdir(exist_ok=True)
    ratios = {name: round(row.ratio, 3) for name, row in found.items()}
    out = {"yardstick_tps": round(yardstick, 1), "ratios": ratios, "life": asdict(life)}
    OUT.write_text(json.dumps(out, indent=2) + "\n")
    return all(ratios[name] >= (RATIOS.get(name, GREW)[0] or 0) for name in ratios)
