"""`manage.py simulate` as somebody types it: a process, a PostgreSQL of its own, islands beside one another."""

import os
import re
import subprocess
import sys

import pytest

from marketplace.simulation import islands
from marketplace.simulation.wanted import Wanted
from tests.tracked import ROOT

#: A simulation sets these itself.
OURS = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "DEMO", "SECRET_KEY"}
SMALL = ("--seed", "5", "--days", "2", "--buyers", "4", "--shops", "4", "--orders", "4")


def simulate(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "simulate", *words]
    environ = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False)


def test_islands_live_beside_one_another_and_the_digest_of_all_is_the_last_line() -> None:
    done = simulate(*SMALL, "--faults", "all", "--islands", "2")

    assert (done.returncode, done.stderr) == (0, "")
    *_table, checked, digest = done.stdout.splitlines()
    assert checked.endswith("all is as the model says.")
    assert re.fullmatch("journal sha256: [0-9a-f]{64}", digest)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--faults", "rain"), "rain"),
        ((*SMALL, "--islands", "5"), "for each island a buyer and a shop"),
        ((*SMALL, "--islands", "0"), "for each island"),
        (("--orders", "0"), "a purchase"),
    ],
)
def test_a_world_that_cannot_be_is_refused_in_words(words: tuple[str, ...], error: str) -> None:
    done = simulate(*words)

    assert done.returncode == 1
    assert error in done.stderr
    assert "Traceback" not in done.stderr


def test_people_and_purchases_are_parted_among_as_many_islands_as_the_world_needs() -> None:
    large = Wanted(buyers=2_001, shops=100, orders=10_001)

    number = islands.enough(large.orders)
    parts = islands.split(large, number)

    assert number == 3
    assert [islands.enough(orders) for orders in (1, 5_000, 5_001, 10_000)] == [1, 1, 2, 2]
    assert [part.seed for part in parts] == ["7.1", "7.2", "7.3"]
    assert [part.buyers for part in parts] == [667, 667, 667]
    assert [part.shops for part in parts] == [34, 33, 33]
    assert [part.orders for part in parts] == [3_334, 3_334, 3_333]
