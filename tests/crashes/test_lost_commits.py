"""A sweep does not wait for the disk (decision 0018). The database is killed with -9 behind it."""

import json
import subprocess
import sys

import pytest
from django.db import connection, transaction

from core.durability import unawaited
from tests.conftest import CommittedDatabase
from tests.crashes.swept import HOLDS
from tests.tracked import ROOT


def test_a_sweep_may_be_forgotten_whole_and_what_is_acknowledged_keeps_it() -> None:
    """And whoever outlives the database draws no id that is somebody else's."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.crashes.lost"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    behind_a_sweep, behind_an_act, behind_the_last = json.loads(ran.stdout)
    assert behind_a_sweep["released"] == 0
    assert behind_an_act["released"] == behind_the_last["released"] == 2 * HOLDS
    for seen in (behind_a_sweep, behind_an_act, behind_the_last):
        assert seen["entries"] == seen["released"]
        assert (seen["broken"], seen["drawn twice"]) == ([], False)


def test_only_that_transaction_does_not_wait(committed_db: CommittedDatabase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")  # the server of the tests does not wait either
    assert _waits() == "on"
    with unawaited():
        assert _waits() == "off"
    assert _waits() == "on"
    connection.close()


def test_nobody_elses_commit_is_not_waited_for(committed_db: CommittedDatabase) -> None:
    with pytest.raises(RuntimeError), transaction.atomic(), unawaited():
        pass


def _waits() -> object:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone()[0]
