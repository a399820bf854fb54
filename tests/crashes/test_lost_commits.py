"""A sweep does not wait for the disk (decision 0018). The database is killed with -9 behind it."""

import json
import subprocess
import sys

from django.db import connection, transaction

from core.durability import commit_later
from tests.conftest import CommittedDatabase
from tests.crashes.swept import HOLDS
from tests.tracked import ROOT


def test_all_of_a_sweep_is_there_after_the_database_died_or_nothing_and_what_is_acknowledged_keeps_it() -> None:
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
    assert behind_a_sweep["released"] in {0, HOLDS}
    assert behind_an_act["released"] == behind_the_last["released"] == 2 * HOLDS
    for seen in (behind_a_sweep, behind_an_act, behind_the_last):
        assert seen["entries"] == seen["released"]
        assert seen["broken"] == []


def test_only_that_transaction_does_not_wait(committed_db: CommittedDatabase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        usual = cursor.fetchone()
    with transaction.atomic(), connection.cursor() as cursor:
        commit_later()
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("off",)
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == usual
