"""Every load in turn, three rounds of all, so that what disturbs one disturbs its neighbours; then the table."""

import json
import os
import statistics
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import loads, trading
from benchmarks import server as bench
from core.models import Deadline
from escrow import invariants
from marketplace.demo import servers

OUT = Path(__file__).parent / "out" / "bench.json"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
ONLY = os.environ.get("BENCH_ONLY", "").split()

#: Ratio -> the least it should be, and what it is measured by: a load over the yardstick, or over another load.
RATIOS: dict[str, tuple[float | None, str, str]] = {
    "release": (0.40, "release", "yardstick"),
    "fund": (0.30, "fund", "yardstick"),
    "refund": (0.30, "refund", "yardstick"),
    "due_release": (2.0, "due_release", "yardstick"),
    "flash_32_over_8": (0.8, "flash_32", "flash_8"),
    "one_shop_32_over_8": (0.8, "one_shop_32", "one_shop_8"),
    "confirm": (None, "confirm", "yardstick"),
}


def measure(server: servers.Postgres) -> bool:
    """Print the table and write out/bench.json; False when a ratio is below its target."""
    now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    on = loads.Bench(server, now, SECONDS, at_most=round(SECONDS * 2_500))
    print("pgbench fills its tables ...", flush=True)
    bench.prepare_yardstick(server)
    wanted: dict[str, Callable[[], float]] = {
        "yardstick": lambda: bench.yardstick(server, SECONDS),
        "release": lambda: loads.release(on).rate,
        "fund": lambda: loads.fund(on).rate,
        "refund": lambda: loads.refund(on).rate,
        "due_release": lambda: loads.due_release(on).rate,
        "one_shop_8": lambda: loads.one_shop(on, loads.CONNECTIONS).rate,
        "one_shop_32": lambda: loads.one_shop(on, loads.MANY).rate,
        "flash_8": lambda: trading.flash(on, loads.CONNECTIONS).rate,
        "flash_32": lambda: trading.flash(on, loads.MANY).rate,
        "confirm": lambda: trading.confirm(on).rate,
    }
    if ONLY:
        wanted = {name: load for name, load in wanted.items() if name in {"yardstick", *ONLY}}
    rates = _rounds(wanted)
    broken = [one.name for one in invariants.check_all(now)]
    left = Deadline.objects.filter(error__gt="").count()
    print(f"\ninvariants broken: {', '.join(broken) or 'none'}; deadlines put aside: {left}")
    return _report(rates) and not broken and not left


def _rounds(wanted: dict[str, Callable[[], float]]) -> dict[str, float]:
    rates: dict[str, list[float]] = {name: [] for name in wanted}
    for number in range(ROUNDS):
        for name, load in wanted.items():
            rates[name].append(load())
            print(f"round {number + 1}  {name:<12} {rates[name][-1]:>8.0f} a second", flush=True)
    return {name: statistics.median(several) for name, several in rates.items()}


def _report(rates: dict[str, float]) -> bool:
    ratios: dict[str, float] = {}
    reached = True
    print(
        f"\n{'':<20}{'a second':>10}{'ratio':>8}{'target':>8}\n{'yardstick':<20}{rates['yardstick']:>10.0f}{'1.00':>8}"
    )
    for name, (target, above, below) in RATIOS.items():
        if above not in rates or below not in rates:
            continue
        ratios[name] = round(rates[above] / rates[below], 3)
        reached = reached and (target is None or ratios[name] >= target)
        print(f"{name:<20}{rates[above]:>10.0f}{ratios[name]:>8.2f}{target or '':>8}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"yardstick_tps": round(rates["yardstick"], 1), "ratios": ratios}, indent=2) + "\n")
    return reached
