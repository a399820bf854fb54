"""A PostgreSQL of its own, killed with -9 behind a sweep: `python -m tests.crashes.lost` prints what is there then."""

import importlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import django
from django.db import connections

from marketplace.demo import children, cluster, servers


def main() -> None:
    """Two crashes, right behind a sweep and behind an acknowledged act behind it; then another sweep.

    What writes the log in the background is stopped meanwhile: only a commit that waits brings it to the disk.
    """
    found = []
    with tempfile.TemporaryDirectory(prefix="danbao-lost-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        server = servers.Postgres(cluster.home(folder))
        with _running(server, folder):
            server.create_database("lost")
            os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = server.url("lost", "danbao_owner")
            django.setup()
            # Models can be imported only now.
            scene = importlib.import_module("tests.crashes.swept")
            scene.begin()
        for acknowledged in (False, True):
            with _running(server, folder) as parent:
                scene.window_passes()
                server.execute("CHECKPOINT")
                writer, *others = _processes(server)
                os.kill(writer, signal.SIGSTOP)
                scene.sweep()
                if acknowledged:
                    scene.acknowledge()
                _kill(parent, writer, *others)
            with _running(server, folder):
                found.append(scene.seen())
        with _running(server, folder):
            scene.sweep()
            found.append(scene.seen())
    json.dump(found, sys.stdout)


@contextmanager
def _running(server: servers.Postgres, folder: Path) -> Iterator[int]:
    log = folder / "postgresql.log"
    child = children.start(server.prepare(), log)
    try:
        servers.wait_until(server.ready, child, log)
        yield child.process.pid
    finally:
        connections.close_all()
        children.stop([child])


def _processes(server: servers.Postgres) -> list[int]:
    """All of the server's children, the writer of its log first."""
    asking = server.connect("postgres")
    try:
        with asking.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity ORDER BY backend_type <> 'walwriter'")
            return [pid for (pid,) in cursor.fetchall()]
    finally:
        asking.close()


def _kill(*processes: int) -> None:
    for process in processes:
        with suppress(ProcessLookupError):  # without their parent they end by themselves
            os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    main()
