"""In place of pytest's loop over the tests: one that runs any of them, as often as wanted, here or in a fork."""

import contextlib
import os
import select
import signal
import traceback
from collections.abc import Callable, Sequence
from time import monotonic

import pytest

from marketplace.demo import children

#: A mutant's tests are run for so many seconds, the likeliest first; what hangs is killed so much later.
PATIENCE = 30.0
HANGS = 45.0

#: What becomes of a mutant: the test that fails, or one of these.
SURVIVED = ""
HUNG = "it hangs"
DIED = "its process dies"


class Loop:
    """A plugin of pytest that calls `work` once everything is collected, if everything is."""

    def __init__(self, work: Callable[["Loop"], None]) -> None:
        self._work = work
        self._failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """An example that fails is enough: it need not be made smaller, nor remembered."""
        from hypothesis import Phase, settings  # noqa: PLC0415 - the profile is registered by now

        usual = settings.get_profile("danbao")
        settings.register_profile("mutants", usual, phases=(Phase.explicit, Phase.generate), database=None)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._session = session
        self._items = {item.nodeid: item for item in session.items}
        if not session.testsfailed:  # every file of tests could be imported
            self._work(self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed

    @property
    def tests(self) -> list[str]:
        """The names of all tests."""
        return list(self._items)

    def passes(self, test: str) -> bool:
        """Run one test. Afterwards only what belongs to the whole session is left standing."""
        self._failed = False
        item = self._items[test]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=self._session)
        return not self._failed

    def first_failure(self, tests: Sequence[str]) -> str:
        """The first of `tests` that fails, or SURVIVED."""
        limit = monotonic() + PATIENCE
        for test in tests:
            if monotonic() > limit:
                break
            if test in self._items and not self.passes(test):
                return test
        return SURVIVED


def in_a_fork(act: Callable[[], str]) -> str:
    """What `act` answers in a child process, HUNG or DIED. Nothing that it started lives on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            children.end_with_parent(signal.SIGKILL)
            os.close(reading)
            os.write(writing, b"=" + act().encode())
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(0)
    os.close(writing)
    try:
        answer = _read(reading, monotonic() + PATIENCE + HANGS)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says EPERM for a group of zombies
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return answer


def _read(reading: int, limit: float) -> str:
    said = b""
    while select.select([reading], [], [], max(0.0, limit - monotonic()))[0]:
        if piece := os.read(reading, 4096):
            said += piece
        else:
            return said[1:].decode() if said else DIED
    return HUNG
