"""Statements of our own: planned once a connection, answered with the models' own objects."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from core.models import AuditRecord, Deadline
from core.reading import Lookup, Question, Shape, fresh
from marketplace.orders.models import Order, Shipment
from tests.conftest import CommittedDatabase

SPANS = ("notice_wait", "remainder")
NAMES = [field.attname for field in Deadline._meta.concrete_fields if field.attname not in SPANS]
DEADLINE, RECORD = Shape(Deadline, "d", *NAMES), Shape(AuditRecord, "a")
BOTH = Lookup(
    "tests_both",
    [DEADLINE, RECORD],
    ["$2::int", "d.notice_wait IS NULL"],
    "FROM core_deadline d LEFT JOIN core_auditrecord a ON a.book_id = d.book_id WHERE d.book_id = $1",
)


@pytest.fixture
def two_rows(db: None, now: datetime) -> tuple[Deadline, AuditRecord]:
    about = {"book_id": 7, "subject_type": "order", "subject_id": 5}
    deadline = Deadline.objects.create(
        **about, kind="ship", window_from=now, due_at=now, notice_wait=timedelta(hours=1)
    )
    record = AuditRecord.objects.create(**about, action="paid", actor_role="buyer", at=now, data={"n": [1]})
    return deadline, record


def test_a_row_becomes_the_objects_the_orm_would_have_made(two_rows: tuple[Deadline, AuditRecord]) -> None:
    row = BOTH.first(7, 3)
    assert row is not None
    deadline, record, *rest = row
    assert (deadline, record, rest) == (*two_rows, [3, False])
    for made, model, names in ((deadline, Deadline, NAMES), (record, AuditRecord, RECORD.names)):
        read = model.objects.get()
        assert [repr(getattr(made, name)) for name in names] == [repr(getattr(read, name)) for name in names]
        assert (made._state.adding, made._state.db) == (read._state.adding, read._state.db)
    assert BOTH.first(8, 3) is None
    assert len(BOTH.all(7, 3)) == 1


def test_what_nothing_was_joined_to_is_none(two_rows: tuple[Deadline, AuditRecord]) -> None:
    Deadline.objects.update(book_id=8)
    assert BOTH.all(8, 3) == [[two_rows[0], None, 3, False]]


@pytest.mark.parametrize("microsecond", [0, 1, 100_000, 123_450, 999_999])
def test_a_moment_is_read_to_the_microsecond_in_whatever_zone_it_is_said(
    microsecond: int, two_rows: tuple[Deadline, AuditRecord], now: datetime
) -> None:
    due_at = now.replace(microsecond=microsecond)
    Deadline.objects.update(due_at=due_at, leased_until=None)
    for zone in ("UTC", "Asia/Kathmandu"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
        ((deadline, *_rest),) = BOTH.all(7, 3)
        assert (deadline.due_at, deadline.leased_until) == (due_at, None)


def test_what_json_would_say_otherwise_is_not_looked_up() -> None:
    with pytest.raises(TypeError, match=r"Deadline\.remainder cannot be looked up"):
        Lookup("tests_span", [Shape(Deadline, "d")], [], "FROM core_deadline d")


def test_none_of_a_first_column_means_that_there_is_no_row() -> None:
    with pytest.raises(TypeError, match="What is looked up of Deadline begins with its primary key"):
        Lookup("tests_first", [Shape(Deadline, "d", "leased_until", "id")], [], "FROM core_deadline d")


def test_no_more_is_looked_up_at_once_than_a_function_takes() -> None:
    Lookup("tests_most", [RECORD], ["1"] * (100 - RECORD.width), "FROM core_auditrecord a")
    with pytest.raises(ValueError, match="tests_more looks up more than 100 columns"):
        Lookup("tests_more", [RECORD], ["1"] * (101 - RECORD.width), "FROM core_auditrecord a")


def test_text_and_json_come_as_they_are(two_rows: tuple[Deadline, AuditRecord]) -> None:
    kept = {"words": '山"\\\n\u2028 é', "list": [1, None, 2.5, 9_223_372_036_854_775_807], "none": None}
    AuditRecord.objects.create(
        book_id=9, subject_type="order", subject_id=5, action='"a\\', actor_role="buyer", at=two_rows[1].at, data=kept
    )
    Deadline.objects.update(book_id=9)
    ((_deadline, record, *_rest),) = BOTH.all(9, 3)
    assert (record.data, record.action) == (kept, '"a\\')


def test_what_is_not_named_is_read_when_it_is_asked_for(
    two_rows: tuple[Deadline, AuditRecord], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    some = Shape(Deadline, "d", "id", "kind")
    row = Question("tests_some", f"SELECT {some.columns} FROM core_deadline d").first()
    assert row is not None
    made = some.build(row)
    with django_assert_num_queries(0):
        assert (made.pk, made.kind) == (two_rows[0].pk, "ship")
    with django_assert_num_queries(1):
        assert made.book_id == 7


def test_every_connection_plans_for_itself_and_an_answer_is_one_query(
    committed_db: CommittedDatabase, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _connection in range(2):
        for _time in range(2):
            with django_assert_num_queries(1):
                assert BOTH.all(7, 3) == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'tests_both'")
            assert cursor.fetchone() == (1,)
        connection.close()


def test_no_two_questions_have_one_name() -> None:
    Question("tests_named", "SELECT 1")
    Question("tests_named", "SELECT 1")
    with pytest.raises(ValueError, match="Another question is called tests_named"):
        Question("tests_named", "SELECT 2")


def test_a_fresh_object_is_as_its_init_would_have_made_it(now: datetime) -> None:
    """Fields given, with a default, without one, and a related object with what it knows of the other side."""
    order = Order(id=3)
    given = {"id": 5, "order": order, "carrier": "SF Express", "number": "SF1", "shipped_at": now}
    made, expected = fresh(Shipment, **given), Shipment(**given)
    names = [field.attname for field in Shipment._meta.concrete_fields]
    assert [made.__dict__[name] for name in names] == [getattr(expected, name) for name in names]
    assert (made._state.adding, made._state.db) == (True, expected._state.db)
    assert made.order is order


def test_what_is_made_anew_for_each_object_is_not_shared() -> None:
    """A default that is a list or a dict must be given: two objects would write into one."""
    assert "data" not in fresh(AuditRecord, book_id=7).__dict__
