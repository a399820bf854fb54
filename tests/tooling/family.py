"""Processes seen from outside: what is left of the sessions that a supervisor started."""

import os
import time
from collections.abc import Iterable
from pathlib import Path


def alive_in(sessions: Iterable[int]) -> set[int]:
    """The living processes of these sessions, the dead that nobody has waited for left out."""
    wanted = set(sessions)
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, _parent, _group, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) in wanted and state != "Z":
            found.add(int(entry.name))
    return found


def gone(sessions: Iterable[int], seconds: float = 10.0) -> bool:
    """Whether nothing is left of these sessions, at the latest after so many seconds."""
    wanted = list(sessions)
    limit = time.monotonic() + seconds
    while alive_in(wanted):
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def exists(pid: int) -> bool:
    """Whether a process of this number is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
