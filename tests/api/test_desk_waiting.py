"""The desk's rooms about time by the API: deadlines, who was not told, what was not delivered, how the site goes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from core import clock, outbox
from core.effects import Effects, OpenDeadline, Subject, write
from core.models import AuditRecord, Deadline, OutboxMessage
from escrow.payments import events
from escrow.payments.models import ProviderEvent
from marketplace.claims.models import Claim
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.trade.periods import PERIODS
from tests import make
from tests.api.programs import Program, code, program_of

pytestmark = pytest.mark.django_db
DESK = "/api/v1/desk/"
DAY = timedelta(days=1)
LATER = timedelta(days=20)


@pytest.fixture
def desk() -> Program:
    return program_of(make.operator())


def _promise(number: int, at: datetime, kind: str = "release", wait: timedelta | None = None) -> None:
    write(Effects(deadlines=(OpenDeadline(Subject("hold", number, 1), kind, at, wait),)), now=at)


def _letter(now: datetime, key: str = "a") -> OutboxMessage:
    made = {"book_id": 1, "key": key, "topic": "hold.released", "payload": {}, "created_at": now, "due_at": now}
    return OutboxMessage.objects.create(**made, attempts=10, dead_at=now, error="OSError: no route")


def _event(now: datetime, key: str = "e") -> ProviderEvent:
    made = {"source": "sandbox", "event_id": key, "type": "charge.captured", "body": {}, "received_at": now}
    return ProviderEvent.objects.create(**made, due_at=now, attempts=9, dead_at=now)


def _untold(now: datetime) -> tuple[Claim, Deadline]:
    """A claim that nobody can prove the shop was told of; it is long past by now."""
    claim = make.claim(now=now)
    clock.move_forward(LATER)
    return claim, Deadline.objects.get(subject_type="claim", subject_id=claim.pk, kind="claim_answer")


def test_deadlines_stand_by_when_they_are_due_and_come_by_kind_and_in_pages(desk: Program, now: datetime) -> None:
    _promise(7, now + DAY, wait=DAY)
    _promise(8, now, "ask_refund")
    Deadline.objects.filter(subject_id=8).update(error="OSError: no route")
    _status, page = desk.get(f"{DESK}deadlines/?limit=1")
    (first,), (second,) = page["results"], desk.get(page["next"])[1]["results"]
    assert (first["subject"], first["subject_id"], first["error"]) == ("hold", 8, "OSError: no route")
    assert [(row["kind"], row["needs_notice"], row["paused"]) for row in (first, second)] == [
        ("ask_refund", False, False),
        ("release", True, False),
    ]
    assert [row["subject_id"] for row in desk.get(f"{DESK}deadlines/?kind=release")[1]["results"]] == [7]
    assert desk.get(f"{DESK}deadlines/?kind=gossip")[1]["results"] == []
    assert code(desk.get(f"{DESK}deadlines/?kind={'x' * 33}")) == (400, "invalid")


def test_telling_somebody_is_proof_once_and_stands_in_the_record(desk: Program, now: datetime) -> None:
    claim, deadline = _untold(now)
    (row,) = desk.get(f"{DESK}notices/")[1]["results"]
    assert (row["id"], row["claim"], row["order"], row["person"]["email"]) == (
        *(deadline.pk, claim.pk, claim.order.reference, claim.order.shop.owner.email),
    )
    assert row["consequence"] == "Silence counts as agreement: what is asked for goes back to the buyer."
    first = desk.post(row["address"], key="k")
    assert (desk.post(row["address"], key="k"), first[0], first[1]["noticed_at"] is None) == (first, 200, False)
    assert code(desk.post(row["address"])) == (404, "not_found")
    record = AuditRecord.objects.get(action="told_in_person")
    assert (record.subject_id, record.data) == (claim.pk, {"deadline": "claim_answer"})
    assert desk.get(f"{DESK}notices/")[1]["results"] == []


def test_nobody_proves_that_the_other_side_of_their_own_order_was_told(now: datetime) -> None:
    claim, deadline = _untold(now)
    for person in (claim.order.buyer, claim.order.shop.owner):
        person.is_staff = True
        person.save()
        own = program_of(person)
        assert own.get(f"{DESK}notices/")[1]["results"] == []
        assert code(own.post(f"{DESK}notices/{deadline.pk}/told/")) == (409, "own_order")
    assert AuditRecord.objects.filter(action="told_in_person").count() == 0


def test_what_was_not_delivered_is_tried_again_once(now: datetime) -> None:
    officer = make.operator("Officer Wu")
    desk = program_of(officer)
    made: dict[str, Any] = {"letters": _letter(now), "events": _event(now)}
    for name, dead in made.items():
        (row,) = desk.get(f"{DESK}{name}/")[1]["results"]
        assert (row["id"], row["attempts"], row["error"]) == (dead.pk, dead.attempts, dead.error)
        first = desk.post(row["address"], key=name)
        assert (desk.post(row["address"], key=name), first[0], first[1]["dead_at"]) == (first, 200, None)
        (tried,) = first[1]["tried_again"]
        assert (tried["operator"], row["tried_again"]) == (officer.name, [])
        dead.refresh_from_db()
        assert (dead.attempts, code(desk.post(row["address"]))) == (0, (404, "not_found"))
        assert desk.get(f"{DESK}{name}/")[1]["results"] == []


def test_the_overview_says_what_the_page_says(desk: Program, now: datetime) -> None:
    confirmed = make.delivered_order(now=now - 3 * DAY)
    confirm_receipt(confirmed.pk, now=now - 2 * DAY, actor=make.buyer_of(confirmed))
    make.claim(now=now - 3 * DAY)
    status, site = desk.get(f"{DESK}overview/")
    assert (status, site["days"], site["weekly"], len(site["pieces"])) == (200, 30, False, 30)
    assert (site["held"]["minor"], site["cover"]["minor"]) == (12_800, 295)
    assert (site["released"]["minor"], site["refunded"]["minor"]) == (12_505, 0)
    by_age = [(row["under_days"], row["claims"]) for row in site["by_age"]]
    assert by_age == [(2, 0), (7, 1), (14, 0), (30, 0), (None, 0)]
    assert [(row["state"], row["claims"], row["asked"]["minor"]) for row in site["by_state"]] == [("asked", 1, 4000)]
    assert [desk.get(f"{DESK}overview/?days={one.days}")[1]["weekly"] for one in PERIODS] == [False, True, True]
    assert code(desk.get(f"{DESK}overview/?days=31")) == (400, "invalid")


@pytest.mark.parametrize("rows", [1, 3])
def test_what_the_lists_cost_for_one_and_three(
    desk: Program, now: datetime, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cache.clear()
    for number in range(rows):
        make.claim(now=now)
        _letter(now, f"a{number}")
        _event(now, f"e{number}")
    for letter in OutboxMessage.objects.filter(dead_at__isnull=False):
        outbox.send_again(letter, now=now, actor=make.desk())
    for event in ProviderEvent.objects.all():
        events.send_again(event, now=now, actor=make.desk())
    OutboxMessage.objects.filter(error__startswith="OSError").update(dead_at=now)
    ProviderEvent.objects.update(dead_at=now)
    clock.move_forward(LATER)
    for place, queries in {"deadlines/": 4, "notices/": 5, "letters/": 5, "events/": 5, "overview/": 7}.items():
        with django_assert_num_queries(queries):
            assert desk.get(f"{DESK}{place}")[0] == 200
