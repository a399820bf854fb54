"""The real `make demo`, started, watched and ended as somebody at a terminal would."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from marketplace.demo import children
from tests.journeys.person import Page, Person
from tests.plugin import ROOT
from tests.tooling import family

#: Seconds for the first run; a machine that tests on all its cores is slow.
PATIENCE = 600.0
READY = "Ctrl-C ends everything and keeps the data."

_runs = count(1)


class Demo:
    """`make demo` with a state folder and two ports of its own; `given` are other variables. Leaving ends it."""

    def __init__(self, state: Path, port: int | None = None, **given: str) -> None:
        self.state = state
        self.port = port or free_ports()
        self._given = {"PYTHON": sys.executable, "STATE_DIR": str(state), "PORT": str(self.port), **given}
        self._output = state.with_name(f"{state.name}.{next(_runs)}.out")
        self._started: subprocess.Popen[bytes] | None = None
        self._seen: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.end()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The program `make` itself."""
        assert self._started is not None
        return self._started

    def start(self) -> Self:
        """Type `make demo`; its words go to a file, as into a pipe."""
        with self._output.open("wb") as output:
            self._started = subprocess.Popen(
                self._command("demo"),
                cwd=ROOT,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=children.bind_to_us(signal.SIGTERM),  # noqa: PLW1509 no threads by then
            )
        return self

    def ready(self) -> Self:
        """Wait until it says so."""
        return self.until(READY)

    def until(self, words: str) -> Self:
        """Wait until it has said `words`. Fails when it ends first."""
        limit = time.monotonic() + PATIENCE
        while words not in self._text():
            assert self.process.poll() is None, self._text()
            assert time.monotonic() < limit, self._text()
            time.sleep(0.1)
        self._seen |= family.sessions_below(self.process.pid)
        return self

    def words(self) -> list[str]:
        """What it has said, without what make says of an error; of a line written over, what was written last."""
        lines = (line.rsplit("\r", 1)[-1] for line in self._text().split("\n"))
        return [line for line in lines if line.strip() and not line.startswith("make: ***")]

    def steps(self) -> list[str]:
        """What it said it was doing."""
        return [line for line in self.words() if line.endswith(" ...")]

    def processes(self) -> dict[str, int]:
        """The ids of the site's processes by name, and of the one that keeps them, `supervisor`."""
        supervisor = int((self.state / "lock").read_text())
        marks = {
            "web": "marketplace.wsgi",
            "sandbox": "escrow.sandbox.wsgi",
            "worker": " worker ",
            "beat": " beat ",
            "valkey": "valkey-server",
            "postgresql": "/postgres ",
        }
        commands = family.children_of(supervisor)
        found = {name: pid for pid, command in commands.items() for name, mark in marks.items() if mark in command}
        return {**found, "supervisor": supervisor}

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ask `make` alone to end (a terminal's signals go to everybody in its foreground, make among them)."""
        self._seen |= family.sessions_below(self.process.pid)
        if number is signal.SIGTERM:
            self.process.send_signal(number)
        else:
            os.killpg(self.process.pid, number)
        self.process.wait(60)

    def kill(self, name: str) -> None:
        """Kill one process with -9: web, worker, beat, sandbox, valkey, postgresql or the supervisor."""
        os.kill(self.processes()[name], signal.SIGKILL)
        if name == "supervisor":
            self.process.wait(60)

    def ended(self) -> list[str]:
        """Wait until it has ended by itself; answers its words."""
        self.process.wait(PATIENCE)
        return self.words()

    def nothing_is_left(self) -> bool:
        """Whether every process seen in its family is gone."""
        assert len(self._seen) > 1
        return family.gone(self._seen)

    def make(self, target: str) -> subprocess.CompletedProcess[str]:
        """Type another target with the same variables."""
        command = self._command(target)
        return subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)

    def sign_in(self, email: str, password: str) -> Page:
        """The page that somebody comes to who signs in by the form."""
        return Person(self.url).open("/accounts/login/").form("login").submit(login=email, password=password)

    def _command(self, target: str) -> list[str]:
        return ["make", target, *(f"{name}={value}" for name, value in self._given.items())]

    def _text(self) -> str:
        return self._output.read_bytes().decode(errors="replace")


def free_ports() -> int:
    """A port that is free now, as is the next one."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


def _environment() -> dict[str, str]:
    """That of a terminal: nothing of the tests, nor of the make that runs them."""
    return {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}


def sign_ins(words: list[str]) -> Iterator[tuple[str, str, str]]:
    """(who, email, password) of the people that were printed."""
    for line in words:
        if "@" in line:
            who, email, password = line.rsplit(maxsplit=2)
            yield who.strip(), email, password
