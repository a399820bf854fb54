"""What runs as a program of its own: a peer, and our own site with little and with much in its books."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from benchmarks import server as bench
from marketplace.demo import servers

#: Postings in the books of the small and of the large site.
SIZES = {"small": 10_000, "large": 1_000_000}


def prepare(server: servers.Postgres) -> None:
    """Databases for them, as empty as the one that was just made."""
    server.execute("CREATE DATABASE hordak")
    for size in SIZES:
        server.execute(f"CREATE DATABASE growth_{size} TEMPLATE bench OWNER danbao_owner")


def hordak(server: servers.Postgres, seconds: float, at_most: int) -> float:
    """Holds and releases a second by django-hordak. Raises CalledProcessError."""
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.hordak.settings", "HORDAK_URL": server.url("hordak", "postgres")}
    command = [sys.executable, "-m", "benchmarks.hordak", str(seconds), str(at_most)]
    ran = subprocess.run(command, env=os.environ | settings, stdout=subprocess.PIPE, text=True, check=True)
    return float(ran.stdout.split()[-1])


class Grown:
    """A site with so much in its books."""

    def __init__(self, into: IO[str], out: IO[str]) -> None:
        self._into, self._out = into, out
        self._line()

    def measured(self) -> dict[str, float]:
        """Releases a second, and milliseconds, by name."""
        self._into.write("\n")
        self._into.flush()
        found: dict[str, float] = json.loads(self._line())
        return found

    def _line(self) -> str:
        line = self._out.readline()
        if not line:
            message = "a site that was to grow has ended"
            raise RuntimeError(message)
        return line


@contextmanager
def grown(server: servers.Postgres, size: str, seconds: float) -> Iterator[Grown]:
    """One of the two; it takes its time to grow, and ends with the block."""
    command = [sys.executable, "-m", "benchmarks.growth", str(server.home), str(SIZES[size]), str(seconds)]
    environment = os.environ | bench.environment(server, f"growth_{size}")
    environment["DJANGO_SETTINGS_MODULE"] = "benchmarks.growth_settings"
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        if program.stdin is None or program.stdout is None:
            raise OSError
        yield Grown(program.stdin, program.stdout)
        program.stdin.close()
