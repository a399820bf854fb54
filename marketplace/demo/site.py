"""The whole site on one machine: servers, web, worker, beat and the sandbox provider, in one state folder.

`make demo` runs it, and so do the journeys of the tests, which give it a database of their own and free ports.
"""

import errno
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from marketplace.demo import children, processes
from marketplace.demo.servers import ServerError
from marketplace.demo.supervisor import Supervisor
from marketplace.demo.where import DATABASE, HOST, ROOT, Where

PATIENCE_FOR_A_PORT = 3.0


class PortTakenError(Exception):
    """Somebody else listens there."""


class ManageError(Exception):
    """A management command failed; the message is the end of what it said."""


class Site:
    """A running site; a context manager. `start_servers()` first, then `start_all()` or single processes by name.

    Raises AlreadyRunningError when another runs in the folder, PortTakenError when a port cannot be had.
    """

    def __init__(self, where: Where) -> None:
        self.where = where
        where.state.mkdir(parents=True, exist_ok=True)
        where.state.chmod(0o711 if os.getuid() == 0 else 0o700)
        self.supervisor = Supervisor(where.state)
        self._sockets: dict[str, socket.socket] = {}
        try:
            self._sockets["web"] = bind(where.port)
            self._sockets["sandbox"] = bind(where.port + 1 if where.port else 0)
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the site answers."""
        return f"http://{HOST}:{self._port('web')}"

    @property
    def sandbox_url(self) -> str:
        """Where the sandbox provider answers."""
        return f"http://{HOST}:{self._port('sandbox')}"

    def environment(self) -> dict[str, str]:
        """The environment of every process of the site."""
        return self.where.environment(self._port("web"), self._port("sandbox"))

    def start_servers(self) -> bool:
        """Start PostgreSQL and Valkey unless their addresses were given. True when the database is a new one."""
        if not self.where.redis_url:
            self.start("valkey")
        if self.where.database_url:
            return False
        self.start("postgresql")
        return self.where.postgres.create_database(DATABASE)

    def start_all(self) -> None:
        """Start every process of the site that does not run yet; what pages need first, and wait until it is ready.

        Worker and beat come up while the first page is read: what they do waits in the database.
        """
        for names in (("sandbox", "web"), ("worker", "beat")):
            for name in names:
                if not self.supervisor.runs(name):
                    self.start(name)
            self.wait_ready()

    def start(self, name: str) -> None:
        """Start one process: postgresql, valkey, sandbox, web, worker or beat; also again, after `kill(name)`."""
        if name in {"postgresql", "valkey"}:
            server = self.where.postgres if name == "postgresql" else self.where.valkey
            self.supervisor.start(server.prepare(), server.ready)
            return
        bound = self._sockets.get(name)
        number = None if bound is None else bound.fileno()
        self.supervisor.start(processes.spec(name, self.environment(), str(ROOT), self.where.state, number))

    def kill(self, name: str) -> None:
        """Kill one process with -9, and all it started."""
        self.supervisor.kill(name)

    def wait_ready(self, seconds: float = 60.0) -> None:
        """Wait until site and sandbox answer 200. Raises ServerError, or ChildDiedError when a process ends first."""
        self.wait_for(f"{self.url}/readyz", seconds)
        self.wait_for(f"{self.sandbox_url}/healthz", seconds)

    def wait_for(self, address: str, seconds: float = 60.0) -> None:
        """Wait until a GET of `address` is answered with 200. Raises as `wait_ready`."""
        limit = time.monotonic() + seconds
        while not answers(address):
            self.supervisor.check()
            if time.monotonic() > limit:
                raise ServerError(f"{address} did not answer in {seconds:.0f} s.")
            time.sleep(0.05)

    def manage(self, *arguments: str, shown: bool = False) -> str:
        """Run manage.py in this site's environment; answers what it printed, unless shown. Raises ManageError."""
        return manage(self.environment(), *arguments, shown=shown, apart=True)

    def stop(self) -> None:
        """End every process; ask them first."""
        self.supervisor.stop()
        for bound in self._sockets.values():
            bound.close()

    def _port(self, name: str) -> int:
        port: int = self._sockets[name].getsockname()[1]
        return port


def manage(environment: Mapping[str, str], *arguments: str, shown: bool = False, apart: bool = False) -> str:
    """Run manage.py; it ends with us. Answers what it printed, unless shown. Raises ManageError.

    `apart` keeps the terminal's Ctrl-C from it: whoever keeps a site hears that, and ends it.
    """
    ran = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        cwd=ROOT,
        check=False,
        text=True,
        stdout=None if shown else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=apart,
        preexec_fn=children.bind_to_us(children.ENDS_AT_ONCE),
    )
    if ran.returncode:
        words = (ran.stdout or "").strip()[-2000:]
        raise ManageError(f"`manage.py {' '.join(arguments)}` failed. {words}".strip())
    return ran.stdout or ""


def bind(port: int) -> socket.socket:
    """Take a port before anything else is done; nobody is let in until gunicorn listens.

    Raises PortTakenError after 3 s: what held it may be the end of the last run.
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    limit = time.monotonic() + PATIENCE_FOR_A_PORT
    while True:
        try:
            bound.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < limit:
                time.sleep(0.1)
                continue
            bound.close()
            raise PortTakenError(
                f"Port {port} cannot be had ({(error.strerror or '').lower()}): try `make demo PORT=8800`."
            ) from error
        return bound


def answers(address: str) -> bool:
    """Whether a GET of `address` is answered with 200."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 our own http address
            return bool(response.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False
