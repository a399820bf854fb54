from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core import chance, clock, failpoints, ids, references
from core.actor import SYSTEM
from core.effects import Audit, Effects, Subject, write
from core.models import AuditRecord


@pytest.mark.django_db
def test_the_clock_is_the_databases_plus_the_offset() -> None:
    before = clock.now()
    clock.move_forward(timedelta(days=40))
    assert timedelta(days=40) <= clock.now() - before < timedelta(days=40, minutes=1)
    assert clock.now().tzinfo == UTC


@pytest.mark.django_db
def test_nobody_moves_the_clock_outside_the_demo(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(RuntimeError, match="DEMO=1"):
        clock.move_forward(timedelta(days=1))


@pytest.mark.django_db
def test_an_audit_record_is_never_changed_or_deleted(now: datetime) -> None:
    write(Effects(audits=(Audit(Subject("order", 1, 1), "pack", SYSTEM),)), now=now)
    for change in (lambda: AuditRecord.objects.update(action="ship"), lambda: AuditRecord.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert AuditRecord.objects.get().action == "pack"


def test_references_carry_a_check_that_finds_a_wrong_figure(now: datetime) -> None:
    with chance.seeded(Random(7)):
        reference = references.new_reference(now)
    assert (reference[:5], references.is_reference(reference)) == ("2611-", True)
    wrong = reference[:6] + str((int(reference[6]) + 1) % 10) + reference[7:]
    assert not references.is_reference(wrong)
    longer = references.new_reference(now, clashes=2)
    assert (len(longer), references.is_reference(longer)) == (16, True)


@pytest.mark.django_db
def test_ids_are_never_given_twice() -> None:
    given = [ids.new_id() for _ in range(3 * ids.BLOCK)]
    ids.forget_block()
    given.append(ids.new_id())
    assert len(set(given)) == len(given)


def test_a_failpoint_is_inert_until_it_is_armed() -> None:
    name = failpoints.register("tests:here", "a test")
    hits: list[int] = []
    failpoints.reach(name)
    with failpoints.armed(name, lambda: hits.append(1)):
        failpoints.reach(name)
    failpoints.reach(name)
    assert hits == [1]
