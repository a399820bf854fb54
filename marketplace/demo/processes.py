"""How each process of the site is run on one machine."""

import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from marketplace.demo.children import Spec


def spec(name: str, environment: Mapping[str, str], root: str, state: Path, socket: int | None) -> Spec:
    """How to run `web`, `worker`, `beat` or `sandbox`. `socket` is the bound socket of those that listen."""
    argv = {"web": _web, "sandbox": _sandbox, "worker": _worker, "beat": _beat}[name]
    return Spec(
        name,
        (sys.executable, "-m", *argv(state, socket)),
        env=environment,
        cwd=root,
        # SIGQUIT ends gunicorn and Celery at once; on SIGTERM they would wait for what they are doing.
        death=signal.SIGQUIT if name in {"web", "sandbox"} else signal.SIGKILL,
        pass_fds=() if socket is None else (socket,),
    )


Arguments = Callable[[Path, "int | None"], tuple[str, ...]]


def _gunicorn(socket: int | None, application: str, *options: str) -> tuple[str, ...]:
    return (
        "gunicorn",
        application,
        "--bind",
        f"fd://{socket}",
        "--worker-class",
        "gthread",
        "--graceful-timeout",
        "3",
        "--no-control-socket",
        *options,
    )


def _web(state: Path, socket: int | None) -> tuple[str, ...]:
    return _gunicorn(socket, "marketplace.wsgi:application", "--preload", "--workers", "2", "--threads", "6")


def _sandbox(state: Path, socket: int | None) -> tuple[str, ...]:
    return _gunicorn(socket, "escrow.sandbox.wsgi:application", "--workers", "1", "--threads", "6")


def _worker(state: Path, socket: int | None) -> tuple[str, ...]:
    # Threads: one process to kill, and the work is waiting for the database and for providers.
    celery = ("celery", "--app", "marketplace.celery", "--quiet", "worker")
    return (
        *celery,
        "--pool",
        "threads",
        "--concurrency",
        "4",
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "INFO",
    )


def _beat(state: Path, socket: int | None) -> tuple[str, ...]:
    celery = ("celery", "--app", "marketplace.celery", "--quiet", "beat")
    return (*celery, "--schedule", str(state / "beat"), "--pidfile", "", "--loglevel", "INFO")
