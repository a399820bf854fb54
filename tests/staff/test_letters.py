"""Dead letters and dead events are seen, and tried again."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import outbox
from core.actor import Actor, Role
from core.models import AuditRecord, OutboxMessage
from escrow.payments.models import ProviderEvent
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make.operator())
    return client


def dead_letter(now: datetime, key: str = "hold:1:released") -> OutboxMessage:
    return OutboxMessage.objects.create(
        book_id=1,
        key=key,
        topic="hold.released",
        payload={},
        created_at=now,
        due_at=now,
        attempts=10,
        dead_at=now,
        error="OSError: <script>",
    )


def test_a_dead_letter_is_shown_with_its_reason_and_sent_again(desk: Client, now: datetime) -> None:
    letter = dead_letter(now)
    page = desk.get(reverse("staff:letters")).content.decode()
    assert ("OSError: &lt;script&gt;" in page, "<script>" in page.split("</head>")[1]) == (True, False)
    desk.post(reverse("staff:send_again", args=[letter.pk]))
    letter.refresh_from_db()
    assert (letter.dead_at, letter.attempts) == (None, 0)


def test_a_letter_that_lives_cannot_be_sent_again(desk: Client, now: datetime) -> None:
    letter = dead_letter(now)
    OutboxMessage.objects.update(dead_at=None)
    assert desk.post(reverse("staff:send_again", args=[letter.pk])).status_code == 404


def test_a_dead_event_is_worked_off_again(desk: Client, now: datetime) -> None:
    event = ProviderEvent.objects.create(
        source="sandbox",
        event_id="e1",
        type="charge.captured",
        body={},
        received_at=now,
        due_at=now,
        attempts=9,
        dead_at=now,
    )
    desk.post(reverse("staff:work_again", args=[event.pk]))
    assert AuditRecord.objects.get(subject_type="event", subject_id=event.pk).action == "work_again"
    event.refresh_from_db()
    assert (event.dead_at, event.attempts) == (None, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_who_had_what_tried_again_stands_below_the_lists(
    desk: Client, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer = make.operator("Officer Wu")
    for number in range(count):
        letter = dead_letter(now, f"hold:{number}:released")
        outbox.send_again(letter, now=now, actor=Actor(Role.OPERATOR, officer.pk))
    with django_assert_num_queries(8):
        page = desk.get(reverse("staff:letters")).content.decode()
    assert ("Tried again lately" in page, page.count("· Officer Wu")) == (True, count)
    assert f"{letter.pk} · Officer Wu" in page
