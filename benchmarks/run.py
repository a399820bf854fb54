"""Measure how fast money moves, against pgbench on the same server in the same run: `make bench`."""

import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

import django

from benchmarks import beside
from benchmarks import server as bench
from marketplace.demo import servers

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Answers 1 when a ratio is below its target."""
    began = time.monotonic()
    with bench.running(ROOT / ".state" / "bench") as server:
        bench.prepare_environment(server)
        _migrate(server)
        django.setup()
        # Models can be imported only now.
        reached: bool = importlib.import_module("benchmarks.measure").measure(server)
    print(f"\n{time.monotonic() - began:.0f} s in all")
    return 0 if reached else 1


def _migrate(server: servers.Postgres) -> None:
    server.create_database("bench")
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
    subprocess.run(command, check=True, env=os.environ | {"DB_ROLE": "owner"})
    beside.prepare(server)


if __name__ == "__main__":
    sys.exit(main())
