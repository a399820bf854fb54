"""A throw-away PostgreSQL of the simulation's own, without safety against a power cut; it ends with us."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connections

from marketplace.demo import children, cluster, servers

TEMPLATE = "danbao_simulation"


class Databases:
    """One server, and an empty site's database on it for each world."""

    def __init__(self, server: servers.Postgres) -> None:
        self.home = server.home
        self._server = server
        self._numbers = itertools.count(1)

    def make_template(self) -> None:
        """The tables, made once."""
        self._server.create_database(TEMPLATE)
        self._use(TEMPLATE, "danbao_owner")
        call_command("migrate", verbosity=0)
        connections["default"].close()

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """A database of one world alone; gone afterwards."""
        name = f"world_{os.getpid()}_{next(self._numbers)}"
        self._server.clone(name, TEMPLATE)
        self._use(name, "danbao_app")
        try:
            yield
        finally:
            connections["default"].close()
            self._server.drop(name)

    def _use(self, name: str, role: str) -> None:
        connections["default"].close()
        connections["default"].settings_dict.update(NAME=name, USER=role, HOST=str(self._server.sockets), PORT="")


def server_in(home: Path) -> servers.Postgres:
    """The server that runs there."""
    return servers.Postgres(home, quick=True)


@contextmanager
def own() -> Iterator[Databases]:
    """Start the server; stop it and remove everything. Raises ServerError."""
    folder = Path(tempfile.mkdtemp(prefix="danbao-simulation-"))
    folder.chmod(0o711)
    server = server_in(cluster.home(folder))
    log = folder / "postgresql.log"
    started: list[children.Child] = []
    try:
        started.append(children.start(server.prepare(), log))
        servers.wait_until(server.ready, started[0], log)
        databases = Databases(server)
        databases.make_template()
        yield databases
    finally:
        connections["default"].close()
        children.stop(started)
        shutil.rmtree(folder, ignore_errors=True)
