"""Statements of our own: planned once a connection, answered with the models' own objects."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from core.models import AuditRecord, Deadline
from core.reading import Question, Shape, fresh, split
from marketplace.orders.models import Order, Shipment
from tests.conftest import CommittedDatabase

DEADLINE, RECORD = Shape(Deadline, "d"), Shape(AuditRecord, "a")
BOTH = Question(
    "tests_both",
    f"SELECT {DEADLINE.columns}, {RECORD.columns}, $2::int FROM core_deadline d, core_auditrecord a"
    " WHERE d.book_id = $1",
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
    deadline, record, rest = split(row, DEADLINE, RECORD)
    assert (deadline, record, rest) == (*two_rows, 3)
    for made, model in ((deadline, Deadline), (record, AuditRecord)):
        read = model.objects.get()
        names = [field.attname for field in model._meta.concrete_fields]
        assert [getattr(made, name) for name in names] == [getattr(read, name) for name in names]
        assert (made._state.adding, made._state.db) == (read._state.adding, read._state.db)
    assert BOTH.first(8, 3) is None
    assert len(BOTH.all(7, 3)) == 1


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
