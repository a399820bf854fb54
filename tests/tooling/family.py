"""Processes seen from outside: who descends from whom, and what is left of the sessions that a supervisor started."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path


def _living() -> Iterator[tuple[int, int, int]]:
    """(process, parent, session) of all that live, the dead that nobody has waited for left out."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, parent, _group, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if state != "Z":
            yield int(entry.name), int(parent), int(session)


def alive_in(sessions: Iterable[int]) -> set[int]:
    """The living processes of these sessions."""
    wanted = set(sessions)
    return {pid for pid, _parent, session in _living() if session in wanted}


def gone(sessions: Iterable[int], seconds: float = 10.0) -> bool:
    """Whether nothing is left of these sessions, at the latest after so many seconds."""
    wanted = list(sessions)
    limit = time.monotonic() + seconds
    while alive_in(wanted):
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def sessions_below(ancestor: int) -> set[int]:
    """The sessions of a process and of all that descends from it."""
    living = list(_living())
    family = {ancestor}
    while more := {pid for pid, parent, _session in living if parent in family} - family:
        family |= more
    return {session for pid, _parent, session in living if pid in family}


def children_of(parent: int) -> dict[int, str]:
    """The command lines of a process's children."""
    found = {}
    for pid in [child for child, of, _session in _living() if of == parent]:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        found[pid] = " ".join(word.decode(errors="replace") for word in words)
    return found
