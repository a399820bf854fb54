"""What one life costs, act by act, on one connection: statements, processor time here and there, WAL, rows."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from time import process_time
from typing import Any

from django.db import connection

from benchmarks.loads import Bench
from benchmarks.trading import Life, lives_of

#: Lives before counting begins, so that code, plans and pages are warm, and lives that count.
WARM, COUNTED = 50, 200
ACTS = {"place": Life.place, "fund": Life.fund, "ship": Life.ship, "release": Life.release}


@dataclass(frozen=True, slots=True)
class Cost:
    """Statements but for BEGIN and COMMIT, milliseconds of processor in Python and in PostgreSQL, WAL bytes, rows."""

    statements: float = 0
    python: float = 0
    server: float = 0
    wal: float = 0
    rows: float = 0

    def since(self, before: "Cost", acts: int) -> "Cost":
        """What one of `acts` took from `before` to here."""
        return Cost(*((now - then) / acts for now, then in zip(astuple(self), astuple(before), strict=True)))

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(*map(sum, zip(astuple(self), astuple(other), strict=True)))


def of_a_life(on: Bench) -> dict[str, Cost]:
    """What each act of a life costs on average, and all of them together."""
    lives = lives_of(on, WARM + COUNTED)
    for life in lives[:WARM]:
        life.live()
    found = {name: _average(act, lives[WARM:]) for name, act in ACTS.items()}
    return found | {"life": sum(found.values(), Cost())}


def table(costs: dict[str, Cost]) -> str:
    """The costs for people."""
    head = f"{'':<10}{'statements':>12}{'Python ms':>12}{'server ms':>12}{'WAL bytes':>12}{'rows':>8}"
    rows = [
        f"{name:<10}{c.statements:>12.1f}{c.python:>12.2f}{c.server:>12.2f}{c.wal:>12.0f}{c.rows:>8.1f}"
        for name, c in costs.items()
    ]
    return "\n".join([head, *rows])


def _average(act: Callable[[Life], None], lives: Sequence[Life]) -> Cost:
    sent: list[str] = []

    def count(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        sent.append(statement)
        return execute(statement, *rest)

    before = _spent(0)
    with connection.execute_wrapper(count):
        for life in lives:
            act(life)
    return _spent(len(sent)).since(before, len(lives))


def _spent(statements: int) -> Cost:
    """So far: by this process, by the server's process behind this connection, by all in WAL and rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT pg_backend_pid(), pg_current_wal_insert_lsn() - '0/0', tup_inserted + tup_updated + tup_deleted"
            " FROM pg_stat_database WHERE datname = current_database()"
        )
        pid, wal, rows = cursor.fetchone()
    return Cost(statements, process_time() * 1_000, _milliseconds(pid), float(wal), float(rows))


def _milliseconds(pid: int) -> float:
    """Of processor time; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1_000_000
    except OSError:
        return 0
