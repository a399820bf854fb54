"""The files of an embedded PostgreSQL: who may run it, its binaries, its data folder."""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

FAST_SHUTDOWN = signal.SIGINT
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
User = tuple[int, int] | None


def nobody() -> tuple[int, int]:
    """The ids of the user that runs PostgreSQL for root."""
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def reachable(folder: Path) -> bool:
    """Whether every folder on the way lets any user through."""
    return all(not parent.exists() or parent.stat().st_mode & 0o001 for parent in [folder, *folder.parents])


def home(state: Path) -> Path:
    """Where the cluster of a state folder lives: inside it, or in /var/lib when root's folder is closed to `nobody`."""
    state = state.resolve()
    if os.getuid() != 0 or reachable(state):
        return state / "postgresql"
    return Path("/var/lib") / f"danbao-{hashlib.sha256(str(state).encode()).hexdigest()[:12]}"


def owner(folder: Path) -> User:
    """Make `folder`. None when the cluster may run as who we are; as root, the ids it runs as."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.getuid() != 0:
        return None
    folder.chmod(0o711)
    return nobody()


def binaries(package: Path, folder: Path, user: User) -> Path:
    """The folder of the programs; for another user a copy, as a home folder above the package may be closed to it."""
    if user is None:
        return package / "pginstall" / "bin"
    copy = folder / "install"
    source = package / "pginstall" / "bin" / "postgres"
    target = copy / package.name / "pginstall" / "bin" / "postgres"
    if not target.exists() or target.stat().st_size != source.stat().st_size:
        shutil.rmtree(copy, ignore_errors=True)
        making = folder / "install.new"
        shutil.rmtree(making, ignore_errors=True)
        ignore = shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__")
        shutil.copytree(package, making / package.name, ignore=ignore, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name)
        _open_to_all(making)
        making.rename(copy)
    return target.parent


def _open_to_all(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def initialise(programs: Path, folder: Path, user: User) -> None:
    """Make the data folder unless there is one. Made aside, then renamed: a killed initdb leaves what looks whole.

    Raises subprocess.CalledProcessError with what initdb said.
    """
    data = folder / "data"
    if data.exists():
        return
    making = folder / "new"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    if user is not None:
        os.chown(making, *user)
    argv: list[str | Path] = [
        programs / "initdb",
        "-D",
        making,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-instructions",
    ]
    argv += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"]
    subprocess.run(argv, check=True, capture_output=True, text=True, env=ENVIRONMENT, cwd="/", **_as(user))
    making.rename(data)


def end_left_over(programs: Path, folder: Path, user: User) -> None:
    """End what a killed run left: a server that is still shutting down, or a `postmaster.pid` that names a stranger.

    Needs our own lock on the folder.
    """
    note = folder / "data" / "postmaster.pid"
    if not note.exists():
        return
    program = Path("/proc") / note.read_text().split()[0] / "exe"
    if program.exists() and program.resolve().name != "postgres":
        note.unlink()
        return
    argv: list[str | Path] = [programs / "pg_ctl", "-D", folder / "data", "-m", "fast", "-w", "-t", "10", "stop"]
    subprocess.run(argv, check=False, capture_output=True, env=ENVIRONMENT, cwd="/", **_as(user))


def _as(user: User) -> dict[str, Any]:
    return {} if user is None else {"user": user[0], "group": user[1], "extra_groups": []}
