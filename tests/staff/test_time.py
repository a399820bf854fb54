"""The demo's clock, deadlines, and proof of notice given by a person."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from core import clock
from core.effects import Effects, OpenDeadline, Subject, write
from core.models import AuditRecord, Deadline
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make.operator())
    return client


def promise(at: datetime, notice_wait: timedelta | None = None) -> Deadline:
    write(Effects(deadlines=(OpenDeadline(Subject("hold", 7, 1), "release", at, notice_wait),)), now=at)
    return Deadline.objects.get()


def test_an_operator_moves_the_demos_clock(desk: Client) -> None:
    desk.post(reverse("staff:clock"), {"hours": 48})
    assert clock.offset() == timedelta(hours=48)


@pytest.mark.parametrize("hours", ["", "0", "-5", "2401", "1.5", "NaN", "1e9"])
def test_a_senseless_number_of_hours_moves_nothing(desk: Client, hours: str) -> None:
    answer = desk.post(reverse("staff:clock"), {"hours": hours}, follow=True)
    assert (clock.offset(), "from 1 to 2,400" in answer.content.decode()) == (timedelta(0), True)


def test_outside_the_demo_there_is_no_clock_to_move(settings: Any) -> None:
    operator = make.operator()
    Authenticator.objects.create(user=operator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    desk = Client()
    desk.force_login(operator)
    deadline = promise(clock.now())
    settings.DEMO = False
    found = [
        desk.post(reverse("staff:clock"), {"hours": 1}).status_code,
        desk.post(reverse("staff:make_due", args=[deadline.pk])).status_code,
        desk.get(reverse("staff:mail")).status_code,
    ]
    assert found == [404, 404, 404]


def test_one_deadline_is_made_due_with_its_proof_of_notice(desk: Client) -> None:
    deadline = promise(clock.now() + timedelta(days=7), timedelta(days=1))
    desk.post(reverse("staff:make_due", args=[deadline.pk]))
    deadline.refresh_from_db()
    assert deadline.due_at <= clock.now()
    assert deadline.noticed_at == deadline.due_at - timedelta(days=1)


def test_a_person_who_was_told_has_the_time_to_answer_from_then_on(desk: Client) -> None:
    deadline = promise(clock.now() - timedelta(days=4), timedelta(days=1))
    assert "held money 7" in desk.get(reverse("staff:without_notice")).content.decode()
    desk.post(reverse("staff:told", args=[deadline.pk]))
    deadline.refresh_from_db()
    assert deadline.noticed_at is not None
    record = AuditRecord.objects.get(action="told_in_person")
    assert (record.subject_type, record.subject_id, record.actor_role) == ("hold", 7, "operator")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_deadlines_costs_the_same_for_one_and_three(
    desk: Client, rows: int, django_assert_num_queries: Any
) -> None:
    moment = clock.now()
    changes = tuple(OpenDeadline(Subject("hold", n, 1), "release", moment) for n in range(rows))
    write(Effects(deadlines=changes), now=moment)
    with django_assert_num_queries(7):
        desk.get(reverse("staff:deadlines"))


def test_a_clock_that_stands_still_is_not_late(desk: Client) -> None:
    deadline = promise(clock.now() - timedelta(hours=15))
    page = reverse("staff:deadlines")
    assert "15 hours late" in desk.get(page).content.decode()
    Deadline.objects.filter(pk=deadline.pk).update(remainder=timedelta(days=3, hours=1))
    html = desk.get(page).content.decode()
    assert ("hours late" in html, "paused" in html, "3 days left" in html) == (False, True, True)


def test_a_sandbox_that_did_not_hear_of_the_new_time_is_named(desk: Client, settings: Any) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    answer = desk.post(reverse("staff:clock"), {"hours": 48}, follow=True)
    assert clock.offset() == timedelta(hours=48)
    assert "The sandbox did not hear of it" in answer.content.decode()
