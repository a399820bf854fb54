"""Child processes that never outlive the one that started them, however it ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ENDS_AT_ONCE = signal.SIGKILL
PR_SET_PDEATHSIG = 1
ON_LINUX = sys.platform == "linux"
LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Spec:
    """What to run. `stop` asks it to end in peace; `death` is what it gets when its parent is gone."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str = "/"
    user: tuple[int, int] | None = None
    stop: signal.Signals = signal.SIGTERM
    death: signal.Signals = signal.SIGKILL
    pass_fds: tuple[int, ...] = ()


@dataclass(frozen=True)
class Child:
    """A started process, leader of its own session and process group."""

    spec: Spec
    process: subprocess.Popen[bytes]

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def pid(self) -> int:
        return self.process.pid

    def ended(self) -> bool:
        """Whether the process itself is gone; children of its own may remain."""
        return self.process.poll() is not None


def start(spec: Spec, log: Path) -> Child:
    """Start `spec`, its output appended to `log`. From the main thread: Linux ties the death signal to it.

    Raises OSError when the program is missing or its user may not be taken on.
    """
    owner: dict[str, object] = {}
    if spec.user is not None:
        owner = {"user": spec.user[0], "group": spec.user[1], "extra_groups": []}
    with log.open("ab") as output:
        process = subprocess.Popen(  # type: ignore[call-overload]  # the owner's keywords are optional
            spec.argv,
            env=dict(spec.env),
            cwd=spec.cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=spec.pass_fds,
            preexec_fn=bind_to_us(spec.death),  # noqa: PLW1509 no threads by then
            **owner,
        )
    return Child(spec, process)


def bind_to_us(death: signal.Signals) -> Callable[[], None]:
    """What a child does before it becomes the program: ask for `death` with our own, and look if we are dead already.

    Elsewhere than on Linux it does nothing; there a watcher is told of the child.
    """
    parent = os.getpid()

    def bind() -> None:
        if not ON_LINUX:
            return
        LIBC.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def end_with_parent(death: signal.Signals) -> None:
    """Ask for `death` when whoever started us is gone; on Linux alone."""
    if ON_LINUX:
        LIBC.prctl(PR_SET_PDEATHSIG, int(death), 0, 0, 0)


def stop(children: Iterable[Child], patience: float = 10.0) -> None:
    """Ask each to end, wait for all together at most `patience` seconds, then kill what is left of their groups."""
    asked = list(children)
    for child in asked:
        if not child.ended():
            child.process.send_signal(child.spec.stop)
    limit = time.monotonic() + patience
    for child in asked:
        try:
            child.process.wait(max(0.0, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            continue
    for child in asked:
        kill_group(child)


def kill_group(child: Child) -> None:
    """Kill the process and all it started that is still in its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says EPERM for a group of zombies
        os.killpg(child.pid, signal.SIGKILL)
    child.process.wait()
