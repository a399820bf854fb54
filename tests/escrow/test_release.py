from datetime import datetime

import pytest

from core.actor import SYSTEM
from core.errors import DomainError
from core.models import AuditRecord, OutboxMessage
from escrow.actions.release import release_hold
from escrow.models import Hold
from tests.make import escrow as make


def test_a_release_pays_the_seller_and_takes_the_fee(db: None, now: datetime) -> None:
    hold = make.hold(now)
    released = release_hold(hold.id, now=now, actor=SYSTEM)
    assert (released.state, released.remaining, released.fee, released.version) == ("released", 0, 300, 2)
    stored = Hold.objects.get(pk=hold.id)
    assert [getattr(stored, field.attname) for field in Hold._meta.concrete_fields] == [
        getattr(released, field.attname) for field in Hold._meta.concrete_fields
    ]
    message = OutboxMessage.objects.get(topic="hold.released")
    assert message.payload == {"hold": hold.id, "refund": None, "amount": 12_800}
    record = AuditRecord.objects.get(action="release")
    assert (record.subject_type, record.subject_id, record.book_id) == ("hold", hold.id, make.BOOK)


def test_a_second_release_is_refused(db: None, now: datetime) -> None:
    hold = make.hold(now)
    release_hold(hold.id, now=now, actor=SYSTEM)
    with pytest.raises(DomainError) as refusal:
        release_hold(hold.id, now=now, actor=SYSTEM)
    assert refusal.value.code == "hold_ended"
