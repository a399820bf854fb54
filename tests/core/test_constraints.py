"""Which constraint a write broke is asked of the database, not read out of its sentence."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from core.constraints import broken
from core.models import Deadline

pytestmark = pytest.mark.django_db


def _refused(**values: object) -> IntegrityError:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Deadline.objects.create(**values)
    return refusal.value


def test_what_somebody_sent_is_no_constraint(now: datetime) -> None:
    row = {"book_id": 7, "subject_type": "code_once", "subject_id": 5, "kind": "arrival_once"}
    Deadline.objects.create(**row, window_from=now, due_at=now)
    error = _refused(**row, window_from=now, due_at=now)
    assert ("arrival_once" in str(error), broken(error)) == (True, "deadline_one_open")


def test_what_broke_no_constraint_has_no_name(now: datetime) -> None:
    missing = _refused(book_id=None, subject_type="order", subject_id=5, kind="ship", window_from=now, due_at=now)
    assert (broken(missing), broken(IntegrityError("of our own making"))) == ("", "")
