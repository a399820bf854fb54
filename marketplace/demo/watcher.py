"""A process that reads a pipe, and kills the process groups named in it when the pipe closes.

Its standard input holds lines: `+12345` to watch a group, `-12345` to forget it. The writing end closes when the
process that wrote is gone, however it ended. On Linux the kernel's death signal has then asked each child to end, and
the watcher waits a little before it kills what is left, such as children of children; elsewhere it is the only one that
ends them.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


class Watcher:
    """The writing side."""

    def __init__(self, grace: float) -> None:
        """`grace`: seconds between the end of the writer and the killing."""
        # -S -E: it needs nothing but the standard library, and starts in 10 ms.
        command = [sys.executable, "-SE", str(Path(__file__).resolve()), str(grace)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True, cwd="/")

    def watch(self, group: int) -> None:
        self._say(f"+{group}\n")

    def forget(self, group: int) -> None:
        self._say(f"-{group}\n")

    def close(self) -> None:
        """End it; what it still watches is killed."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
        self._process.wait()

    def _say(self, line: str) -> None:
        if self._process.stdin and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(line.encode())
                self._process.stdin.flush()


def _main() -> None:
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line.startswith("+") else groups.discard)(int(line[1:]))
    limit = time.monotonic() + float(sys.argv[1])
    while any(_lives(group) for group in groups) and time.monotonic() < limit:
        time.sleep(0.05)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _main()
