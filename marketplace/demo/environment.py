"""Make the Python environment from the hashed requirements. Run by the system's python3, before anything is installed.

Usage: python3 marketplace/demo/environment.py local|dev|bench|mutants [quickest]

`quickest`: with the system's own Python, where that is clearly quicker than the one that runs this.
"""

import contextlib
import fcntl
import hashlib
import math
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OLDEST_PYTHON = (3, 11)
SYSTEMS = {("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "x86_64"), ("darwin", "arm64")}
BYTES_NEEDED = 700 * 1024 * 1024
#: Built for speed, with a profile of what programs do. One that was compiled on the spot, as pyenv does, often was not.
SYSTEM_PYTHON = "/usr/bin/python3"
#: What it may take of the time of the Python that was called, to be taken instead.
CLEARLY = 0.9
#: Prints the seconds of a little work; `inf` where no environment can be made.
TRIAL = f"""
import sys, time
from importlib.util import find_spec

def work():
    started = time.process_time()
    found = {{}}
    for number in range(40_000):
        found[str(number)] = [number] * 3
    sum(len(value) for value in found.values())
    return time.process_time() - started

able = sys.version_info >= {OLDEST_PYTHON} and find_spec("ensurepip") and find_spec("venv")
print(min(work() for _ in range(5)) if able else "inf")
"""
CONTAINED = {
    "local": ("local",),
    "dev": ("local", "dev"),
    "bench": ("local", "dev", "bench"),
    "mutants": ("local", "dev", "mutants"),
}


class EnvironmentProblem(Exception):
    """Why there is no environment, in one sentence."""


def check_machine(version: tuple[int, int], system: tuple[str, str], *, has_ensurepip: bool) -> None:
    """Raise EnvironmentProblem when this Python or machine cannot work."""
    if version < OLDEST_PYTHON:
        raise EnvironmentProblem(
            f"Python 3.11 or newer is needed, this is {version[0]}.{version[1]}: try `make PYTHON3=python3.12`."
        )
    if system not in SYSTEMS:
        raise EnvironmentProblem(
            f"There is no embedded PostgreSQL for {system[0]} on {system[1]}: use Linux or macOS (on Windows: WSL)."
        )
    if not has_ensurepip:
        raise EnvironmentProblem(
            "This Python makes no environments, ensurepip is missing: `apt install python3-venv` on Debian or Ubuntu."
        )


def check_disk(free: int, folder: Path) -> None:
    """Raise EnvironmentProblem when `free` bytes are too few."""
    if free < BYTES_NEEDED:
        raise EnvironmentProblem(
            f"The disk of {folder} is full: {free // 2**20} MB are free and {BYTES_NEEDED // 2**20} MB are needed."
        )


def stamp(wanted: str) -> str:
    """What the environment must have been made from: the requirements' hash, and the version of the Python called."""
    digest = hashlib.sha256(sys.version.encode())
    digest.update((ROOT / "requirements" / f"{wanted}.txt").read_bytes())
    return digest.hexdigest()


def is_ready(venv: Path, wanted: str) -> bool:
    """Whether the environment was finished from the same requirements; its folder alone proves nothing."""
    note = venv / f"danbao-{wanted}.stamp"
    return note.exists() and note.read_text() == stamp(wanted) and works(venv)


def works(venv: Path) -> bool:
    """Whether the environment's Python is there and has pip."""
    python = venv / "bin" / "python"
    return (
        python.exists()
        and subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    )


@contextlib.contextmanager
def locked(venv: Path) -> Iterator[None]:
    """Let one at a time make `venv`."""
    with venv.with_name(f"{venv.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def seconds_of(python: str) -> float:
    """How long a little work takes it; infinite when it is not there, too old, or makes no environments."""
    try:
        ran = subprocess.run([python, "-I", "-c", TRIAL], capture_output=True, text=True, check=True)
        return float(ran.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return math.inf


def quickest(called: str, other: str) -> str:
    """The Python that was called, or the other one where that is clearly quicker."""
    before, instead = seconds_of(called), seconds_of(other)
    if not instead < CLEARLY * before:
        return called
    print(f"{other} is taken, it is quicker than {called}. `make PYTHON3=python3` keeps yours.", flush=True)
    return other


def make(venv: Path, wanted: str, python3: str) -> None:
    """Make the environment with `python3` and install. Raises EnvironmentProblem."""
    started = time.monotonic()
    check_disk(shutil.disk_usage(venv.parent).free, venv.parent)
    if not works(venv):
        print(f"Making the environment in {venv.name} ...", flush=True)
        run([python3, "-m", "venv", "--clear", str(venv)])
    python = str(venv / "bin" / "python")
    print(f"Installing the packages of requirements/{wanted}.txt ...", flush=True)
    run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/installer.txt"])
    packages = ["--require-hashes", "-r", f"requirements/{wanted}.txt"]
    try:
        run([str(venv / "bin" / "uv"), "pip", "install", "--python", python, *packages])
    except EnvironmentProblem:
        print("The quick installer failed; trying again with pip ...", flush=True)
        run([python, "-m", "pip", "install", "--quiet", *packages])
    for name in CONTAINED[wanted]:
        (venv / f"danbao-{name}.stamp").write_text(stamp(name))
    print(f"The environment is ready ({time.monotonic() - started:.0f} s).", flush=True)


def run(command: list[str]) -> None:
    """Run one step, its output shown. Raises EnvironmentProblem when it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONHOME"}}
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        check_disk(shutil.disk_usage(ROOT).free, ROOT)
        raise EnvironmentProblem(
            f"`{Path(command[0]).name} {' '.join(command[1:4])}` failed for the reason shown above."
        )


def main(wanted: str, choice: str = "") -> None:
    venv = ROOT / ".venv"
    if is_ready(venv, wanted):
        return
    system = (sys.platform, platform.machine().lower().replace("amd64", "x86_64"))
    has_ensurepip = find_spec("ensurepip") is not None and find_spec("venv") is not None
    check_machine(sys.version_info[:2], system, has_ensurepip=has_ensurepip)
    try:
        with locked(venv):
            if not is_ready(venv, wanted):
                python3 = quickest(sys.executable, SYSTEM_PYTHON) if choice == "quickest" else sys.executable
                make(venv, wanted, python3)
    except OSError as error:
        raise EnvironmentProblem(f"The environment could not be made: {error.strerror or error}.") from error


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except EnvironmentProblem as problem:
        sys.exit(f"Danbao: {problem}")
