"""Try mutants: a change inside a function in a fork of a process that is ready to test, any other in a new process."""

import os
import random
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import pytest
from django.db import connections
from mutmut.configuration import config

from tests import clones
from tests.mutants.changes import Mutant
from tests.mutants.loop import SURVIVED, Loop, in_a_fork
from tests.mutants.places import put_in_place, read_from
from tests.mutants.seen import Seen, Unready

NOT_IMPORTED = "it cannot be imported"
#: After so many mutants, so many tests have to pass without one.
EVERY, CONTROLS = 250, 25

Tell = Callable[[Mutant, str], None]


def pytest_with(work: Callable[[Loop], None], tests: Iterable[str]) -> None:
    """Collect `tests` and leave them to `work`. The process is of no other use afterwards."""
    quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # the plugin is imported by now
    arguments = ["-q", "-s", "--tb=no", "-p", "no:cacheprovider", *quiet, *tests]
    pytest.main(arguments, plugins=[Loop(work)])


def silence(log: Path) -> None:
    """What pytest, tests and mutants print goes into `log`."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for output in (1, 2):
        os.dup2(file, output)
    os.close(file)


def in_functions(loop: Loop, mutants: Sequence[Mutant], known: Seen, tell: Tell) -> None:
    """Try each mutant in a fork. Raises Unready when a test fails without one."""
    chance = random.Random(0)
    for number, mutant in enumerate(mutants):
        if number % EVERY == 0:
            _check(loop, chance.sample(loop.tests, CONTROLS))
        _let_go()
        tests = known.tests_for(mutant)
        found = in_a_fork(partial(_find, loop, mutant, tests))
        known.has_found(mutant, found)
        tell(mutant, found)


def _find(loop: Loop, mutant: Mutant, tests: Sequence[str]) -> str:
    put_in_place(mutant)
    return _first_failure(loop, tests)


def _first_failure(loop: Loop, tests: Sequence[str]) -> str:
    found = loop.first_failure(tests)
    _let_go()
    return found


def _check(loop: Loop, tests: Sequence[str]) -> None:
    _let_go()
    if (found := in_a_fork(partial(_first_failure, loop, tests))) != SURVIVED:
        raise Unready(found)


def _let_go() -> None:
    """No connection is shared with a fork, and no spare database."""
    connections.close_all()
    clones.drop_spare()


def in_modules(mutants: Sequence[Mutant], known: Seen, log: Path, tell: Tell) -> None:
    """Try each mutant in a process that has imported nothing of ours yet."""
    for mutant in mutants:
        tests = known.tests_for(mutant)
        found = in_a_fork(partial(_find_anew, mutant, tests, log))
        known.has_found(mutant, found)
        tell(mutant, found)


def _find_anew(mutant: Mutant, tests: Sequence[str], log: Path) -> str:
    silence(log)
    read_from(mutant)
    found = [NOT_IMPORTED]

    def work(loop: Loop) -> None:
        found[0] = loop.first_failure(tests)

    pytest_with(work, selection())
    return found[0]


def selection() -> list[str]:
    """The tests that must notice."""
    return list(config().pytest_add_cli_args_test_selection)
