from datetime import datetime, timedelta

from django.db import connection

from core.actor import SYSTEM
from core.effects import Audit, Effects, OpenDeadline, write
from core.models import AuditRecord, Deadline
from escrow.actions.freeze import freeze_hold
from escrow.actions.release_due import _LOCK, BATCH, release_due
from escrow.models import Hold
from escrow.moves import traces
from tests.make import escrow as make


def due(hold: Hold, at: datetime, notice_wait: timedelta | None = None) -> None:
    write(Effects(deadlines=(OpenDeadline(traces.of_hold(hold), "release", at, notice_wait),)), now=at)


def nothing(_hold: Hold) -> Effects:
    return Effects()


def test_what_is_due_is_released_and_its_deadline_passed(db: None, now: datetime) -> None:
    holds = [make.hold(now) for _ in range(3)]
    later = make.hold(now)
    for hold in holds:
        due(hold, now)
    due(later, now + timedelta(seconds=1))
    assert release_due(now=now, effects_of=nothing) == 3
    assert release_due(now=now, effects_of=nothing) == 0
    assert sorted(Hold.objects.filter(state="released").values_list("id", flat=True)) == [hold.id for hold in holds]
    assert set(Deadline.objects.filter(subject_id__in=[h.id for h in holds]).values_list("outcome", "done_at")) == {
        ("passed", now)
    }


def test_a_hold_is_not_released_before_its_person_was_told(db: None, now: datetime) -> None:
    hold = make.hold(now)
    due(hold, now, notice_wait=timedelta(hours=48))
    assert release_due(now=now + timedelta(days=9), effects_of=nothing) == 0
    Deadline.objects.update(noticed_at=now)
    assert release_due(now=now + timedelta(hours=47), effects_of=nothing) == 0
    assert release_due(now=now + timedelta(hours=48), effects_of=nothing) == 1


def test_a_bad_row_is_put_aside_and_does_not_stop_its_batch(db: None, now: datetime) -> None:
    frozen, good = make.hold(now), make.hold(now)
    due(frozen, now)
    due(good, now)
    freeze_hold(frozen.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    assert release_due(now=now, effects_of=nothing) == 1
    aside = Deadline.objects.get(subject_id=frozen.id)
    assert (aside.done_at, aside.attempts, aside.leased_until) == (None, 1, now + timedelta(seconds=5))
    assert aside.error.startswith("DomainError: hold_frozen")


def test_the_upper_layers_add_their_effects(db: None, now: datetime) -> None:
    hold = make.hold(now)
    due(hold, now)
    release_due(now=now, effects_of=lambda h: Effects(audits=(Audit(traces.of_hold(h), "silence", SYSTEM),)))
    assert AuditRecord.objects.get(action="silence").subject_id == hold.id


def test_a_batch_is_read_in_the_order_of_its_index(db: None, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {_LOCK}", [now, now, now, BATCH])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using deadline_due" in plan
    assert "Sort" not in plan
