"""Keeps a family of processes: all run or none does, and none outlives the one that keeps them."""

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from marketplace.demo import children
from marketplace.demo.children import Child, Spec
from marketplace.demo.servers import wait_until
from marketplace.demo.watcher import Watcher

# Seconds that children have for their own end after a kill of the supervisor, PostgreSQL for its shutdown.
GRACE = 5.0


class AlreadyRunningError(Exception):
    """Another supervisor keeps this folder."""


class ChildDiedError(Exception):
    """A child ended by itself; says which, how, and its last words."""


class Supervisor:
    """Holds the folder's lock and the running children, in the order they were started."""

    def __init__(self, state: Path) -> None:
        state.mkdir(parents=True, exist_ok=True)
        self.logs = state / "logs"
        self.logs.mkdir(exist_ok=True)
        self._lock = _take(state / "lock")
        self._watcher = Watcher(GRACE if children.ON_LINUX else 0.0)
        self._running: dict[str, Child] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, spec: Spec, ready: Callable[[], bool] | None = None, seconds: float = 30.0) -> Child:
        """Start a child and wait until the service itself says it is ready. Raises ServerError when it does not."""
        log = self.log(spec.name)
        with contextlib.suppress(FileNotFoundError):
            log.replace(log.with_suffix(".old"))
        child = children.start(spec, log)
        self._running[spec.name] = child
        self._watcher.watch(child.pid)
        if ready is not None:
            wait_until(ready, child, log, seconds)
        return child

    def log(self, name: str) -> Path:
        """Where the output of a child goes."""
        return self.logs / f"{name}.log"

    def runs(self, name: str) -> bool:
        """Whether this child was started and has neither been ended nor died."""
        return name in self._running and not self._running[name].ended()

    def pid(self, name: str) -> int:
        """The process id of a running child. Raises KeyError."""
        return self._running[name].pid

    def kill(self, name: str) -> None:
        """Kill one child and its group with -9, as a crash would; it may be started again."""
        child = self._running.pop(name)
        children.kill_group(child)
        self._watcher.forget(child.pid)

    def end(self, name: str) -> None:
        """Ask one child to end in peace."""
        child = self._running.pop(name)
        children.stop([child])
        self._watcher.forget(child.pid)

    def check(self) -> None:
        """Raise ChildDiedError when a child has ended."""
        for child in self._running.values():
            code = child.process.poll()
            if code is not None:
                how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
                raise ChildDiedError(f"{child.name} {how}{_last_words(self.log(child.name))}")

    def watch(self, until: Callable[[], bool]) -> None:
        """Return when `until()`. Raises ChildDiedError as soon as a child ends before."""
        while not until():
            self.check()
            time.sleep(0.2)

    def stop(self) -> None:
        """End all, those that serve before what they are served by, and give the lock back."""
        family = list(reversed(self._running.values()))
        self._running.clear()
        sites = [child for child in family if child.name not in {"postgresql", "valkey"}]
        children.stop(sites)
        children.stop([child for child in family if child not in sites])
        for child in family:
            self._watcher.forget(child.pid)
        self._watcher.close()
        self._lock.close()


def _take(path: Path) -> IO[str]:
    """The open, locked file. Raises AlreadyRunningError."""
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise AlreadyRunningError(f"{path.parent} is in use by another `make demo`.") from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _last_words(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return f": {lines[-1].strip()[:300]}" if lines else "."
