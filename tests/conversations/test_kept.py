"""What was sent, seen and reported stays as it was, whoever asks the database."""

from datetime import datetime

import psycopg2
import pytest

from core.actor import Actor, Role
from marketplace.conversations.actions.report import close_report, report
from marketplace.conversations.models import Message, Photo, Reading, Report
from tests import make
from tests.conftest import CommittedDatabase

CHANGES = (
    "UPDATE conversations_message SET words = 'x'",
    "UPDATE conversations_photo SET sha256 = 'x'",
    "UPDATE conversations_reading SET at = at - interval '1 day'",
    "UPDATE conversations_report SET words = 'x'",
    "UPDATE conversations_report SET answer = 'x'",
    *(f"DELETE FROM conversations_{table}" for table in ("message", "photo", "reading", "report")),
    *(f"TRUNCATE conversations_{table} CASCADE" for table in ("message", "photo", "reading", "report")),
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_keeps_it(committed_db: CommittedDatabase, now: datetime, change: str) -> None:
    written = make.letter(make.paid_order(now=now), photos=[make.picture()], now=now)
    make.looked_at(written.thread, Role.SELLER, now=now)
    shop = written.thread.shop
    made = report("message", written.pk, ground="spam", now=now, actor=Actor(Role.BUYER, shop.owner_id))
    close_report(made.pk, answer="We wrote to them.", now=now, actor=make.desk())
    owner = psycopg2.connect(committed_db.owner_url)
    with owner.cursor() as cursor, pytest.raises(psycopg2.Error) as refused:
        cursor.execute(change)
    owner.close()
    assert refused.value.pgcode == "DB002"
    assert [kind.objects.count() for kind in (Message, Photo, Reading, Report)] == [1, 1, 1, 1]
