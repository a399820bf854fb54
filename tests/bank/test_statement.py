"""Statements as banks export them: what is clear is read, what could mean two things is asked about."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core.errors import Invalid
from core.models import AuditRecord
from escrow.bank.actions.book_arrival import discard_arrival
from escrow.bank.actions.enter_statement import Entered, enter_statement
from escrow.bank.models import Arrival
from escrow.bank.statement import MOST_ROWS, Statement, read
from tests.conftest import CommittedDatabase
from tests.make import bank as make

HEAD = "Date,Amount,Currency,Payer,Account,Text,Bank reference"
ROW = '2026-11-23,"1,280.50",CNY,Li Wei,6222 0000 1234,goods 2611-123456-45,N1'


def of(*rows: str, head: str = HEAD) -> Statement:
    return read("\n".join((head, *rows)), currency="CNY")


def test_a_row_is_read_whole() -> None:
    ((row,), outgoing, problems) = (of(ROW).rows, of(ROW).outgoing, of(ROW).problems)
    line = row.line
    assert (line.value_on, line.amount, line.currency) == (date(2026, 11, 23), 128_050, "CNY")
    assert (line.payer, line.number, line.text) == ("Li Wei", "622200001234", "goods 2611-123456-45")
    assert (line.bank_reference, row.nth, outgoing, problems) == ("N1", 1, 0, ())


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("日期;金额;摘要", "2026/11/23;128.00;茶"),
        ("交易日期\t收入金额\t用途", "20261123\t128.00\t茶"),
        ("\ufeffText,Booking date , AMOUNT", "茶,2026.11.23,128"),
        ("date,amount,text,amount", "2026-11-23 14:03:00,128.00,茶,7"),
        ("date,amount,text", "2026-11-23,128.00,茶,too,many"),
    ],
)
def test_a_bank_writes_its_columns_as_it_likes(head: str, row: str) -> None:
    (found,) = of(row, head=head).rows
    assert (found.line.value_on, found.line.amount, found.line.text) == (date(2026, 11, 23), 12_800, "茶")


def test_what_leaves_and_what_is_empty_is_passed_over() -> None:
    found = of("2026-11-23,-5.00", "2026-11-23,,", "", ROW, head="date,amount")
    assert (len(found.rows), found.outgoing, found.problems) == (1, 2, ())


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2026-11-23,12;50", "figures"),
        ('2026-11-23,"12,50"', "figures"),
        ("2026-11-23,1.005", "too many figures"),
        ("2026-11-23,1e9", "figures"),
        ("2026-11-23,99999999999999999", "too large"),
        ("23/11/2026,5", "2026-11-23"),
        ("2026-02-30,5", "2026-11-23"),
        ("soon,5", "2026-11-23"),
        ("2026-11-23,5,XYZ", "no such currency"),
        ("2026-11-23,5,CNY," + "x" * 141, "too long"),
        ("2026-11-23,5,CNY," + "x" * 1001, "too long"),
    ],
)
def test_what_could_mean_two_things_is_named_by_its_row(row: str, says: str) -> None:
    found = of(ROW, row)
    assert (len(found.problems), "Row 3: " in found.problems[0], says in found.problems[0]) == (1, True, True)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "hello", "date,text\n2026-11-23,x", "2026-11-23,128.00", "\0", "a\tb;c,d"]
)
def test_a_text_without_a_heading_is_no_statement(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(text, currency="CNY")
    assert (refusal.value.code, refusal.value.field) == ("statement_headless", "text")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + '\n"2026', "statement_unreadable"),
        (HEAD + "\n" + "\n".join([ROW] * (MOST_ROWS + 1)), "statement_too_long"),
    ],
)
def test_what_is_broken_or_endless_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(text, currency="CNY")
    assert refusal.value.code == code


def test_twenty_problems_are_enough() -> None:
    assert len(of(*["x,5"] * 30).problems) == 20


def test_problems_are_told_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert of("x,5").problems == ("第 2 行：请把日期写成 2026-11-23。",)


def test_two_rows_that_say_the_same_are_two_and_pasted_again_they_are_known(db: None, now: datetime) -> None:
    plain = "2026-11-23,5.00,CNY,Li Wei,,tea,"
    first = enter_statement(of(plain, plain), operator_id=make.ONE, now=now)
    again = enter_statement(of(plain, plain, ROW), operator_id=make.TWO, now=now)
    assert (first, again) == (Entered(2, 0), Entered(1, 2))
    assert Arrival.objects.count() == 3


def test_a_line_finds_the_payment_it_names(db: None, now: datetime) -> None:
    payment = make.bank_payment(now)
    enter_statement(of(f"2026-11-23,128.00,CNY,Li Wei,,{payment.reference},"), operator_id=make.ONE, now=now)
    assert Arrival.objects.get().claimed == payment.reference


def test_every_new_line_is_audited_in_the_order_of_the_statement(db: None, now: datetime) -> None:
    rows = [f"2026-11-23,{amount}.00,CNY,Li Wei,,tea,{name}" for amount, name in ((3, "N9"), (1, "N1"), (2, "N5"))]
    enter_statement(of(rows[1]), operator_id=make.TWO, now=now)
    enter_statement(of(*rows), operator_id=make.ONE, now=now)
    entered = list(Arrival.objects.order_by("pk").values_list("pk", "amount", "entered_by"))
    assert [facts[1:] for facts in entered] == [(100, make.TWO), (300, make.ONE), (200, make.ONE)]
    told = AuditRecord.objects.filter(subject_type="arrival", action="enter", actor_role="operator").order_by("id")
    assert list(told.values_list("subject_id", "data__amount", "actor_id")) == entered


def test_a_reference_of_the_banks_is_one_line_however_often_it_stands_there(db: None, now: datetime) -> None:
    later = '2026-11-24,"1,280.50",CNY,Li W.,,tea,N1'
    assert enter_statement(of(ROW, later, ROW), operator_id=make.ONE, now=now) == Entered(1, 2)
    assert list(Arrival.objects.values_list("amount", flat=True)) == [128_050]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("other", ["2026-11-23,7.00,CNY", '2026-11-23,"1,280.50",USD'])
def test_other_money_under_a_reference_of_the_banks_is_not_passed_over(
    other: str, now: datetime, committed_db: CommittedDatabase, *, at_once: bool
) -> None:
    """Nobody would ever look at it: it is said, and nothing of the statement is entered."""
    plain, taken = "2026-11-23,5.00,CNY,Li Wei,,tea,", f"{other},Li Wei,,tea,N1"
    if not at_once:
        enter_statement(of(ROW), operator_id=make.ONE, now=now)
    rows = (plain, ROW, taken) if at_once else (plain, taken)
    with pytest.raises(Invalid) as refusal:
        enter_statement(of(*rows), operator_id=make.TWO, now=now)
    assert (refusal.value.code, refusal.value.field) == ("bank_reference_taken", "text")
    assert refusal.value.words.startswith("The bank calls two transfers N1: ¥1,280.50 and ")
    assert Arrival.objects.count() == (0 if at_once else 1)


def test_what_was_put_away_is_entered_anew(db: None, now: datetime) -> None:
    enter_statement(of(ROW), operator_id=make.ONE, now=now)
    discard_arrival(Arrival.objects.get().pk, operator_id=make.ONE, now=now)
    assert enter_statement(of(ROW), operator_id=make.ONE, now=now) == Entered(1, 0)
    assert list(Arrival.objects.order_by("pk").values_list("state", flat=True)) == ["discarded", "entered"]


@pytest.mark.parametrize("lines", [3, 30])
def test_a_long_statement_takes_as_many_queries_as_a_short_one(db: None, now: datetime, lines: int) -> None:
    known, *new = (
        f"2026-11-23,128.00,CNY,Li Wei,,{make.bank_payment(now).reference},N{number}" for number in range(lines)
    )
    enter_statement(of(known), operator_id=make.ONE, now=now)
    with CaptureQueriesContext(connection) as asked:
        assert enter_statement(of(known, *new), operator_id=make.ONE, now=now) == Entered(lines - 1, 1)
    written = [one["sql"].split()[0] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert written == ["SELECT", "SELECT", "INSERT", "SELECT", "SELECT"]
    assert Arrival.objects.exclude(claimed="").count() == lines


def test_a_statement_without_lines_enters_none(db: None, now: datetime) -> None:
    assert enter_statement(of("2026-11-23,-5.00", head="date,amount"), operator_id=make.ONE, now=now) == Entered(0, 0)
