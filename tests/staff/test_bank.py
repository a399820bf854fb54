"""The host's own bank at the desk: one copies, another books; one list goes out, and is ticked off."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from core import clock
from escrow.bank.models import Arrival, Transfer
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Decision
from marketplace.users.models import User
from tests import make
from tests.make import bank

pytestmark = pytest.mark.django_db

LINE = {"value_on": "2026-11-23", "amount": "1,280.50", "currency": "CNY", "text": "tea", "bank_reference": "N-7"}
CSV = "date,amount,text,bank reference\n2026-11-23,128.00,tea,N1\n2026-11-24,-5.00,fee,N2\n"


@pytest.fixture(autouse=True)
def _account(settings: Settings) -> None:
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222"


@pytest.fixture
def first() -> User:
    return make.operator("Zhou")


@pytest.fixture
def second() -> User:
    return make.operator("Qian")


def desk(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def said(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_one_copies_a_line_and_another_books_it(first: User, second: User) -> None:
    page = desk(first).post(reverse("staff:arrival_new"), LINE, follow=True)
    assert ("Another operator has to book this." in said(page), ">Book<" in said(page)) == (True, False)
    arrival = Arrival.objects.get()
    assert (arrival.amount, arrival.value_on, arrival.entered_by_id) == (128_050, date(2026, 11, 23), first.pk)
    assert ">Book<" in said(desk(second).get(reverse("staff:arrivals")))
    desk(second).post(reverse("staff:arrival_booking", args=[arrival.pk]), {"claimed": ""})
    arrival.refresh_from_db()
    assert (arrival.state, arrival.ended_by_id) == ("booked", second.pk)


def test_whoever_copied_a_line_does_not_book_it(first: User) -> None:
    desk(first).post(reverse("staff:arrival_new"), LINE)
    arrival = Arrival.objects.get()
    answer = desk(first).post(reverse("staff:arrival_booking", args=[arrival.pk]), {"claimed": ""}, follow=True)
    assert "Another operator has to book it" in said(answer)
    assert Arrival.objects.get().state == "entered"


def test_the_room_of_decisions_names_a_line_that_wants_a_second_operator_until_it_is_booked(
    first: User, second: User
) -> None:
    desk(first).post(reverse("staff:arrival_new"), LINE)
    link = f'<a href="{reverse("staff:arrivals")}">Arrivals at the bank to be booked<span class="n">1</span></a>'
    assert link in said(desk(second).get(reverse("staff:decisions")))
    desk(second).post(reverse("staff:arrival_booking", args=[Arrival.objects.get().pk]), {"claimed": ""})
    assert link not in said(desk(second).get(reverse("staff:decisions")))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("amount", value) for value in ("", "abc", "-5", "0", "1e9", "NaN", "12,50", "1.005", "9" * 18)),
        *(("currency", value) for value in ("", "XYZ", "¥")),
        *(("value_on", value) for value in ("", "soon", "2026-02-30", "23/11/2026 x")),
        ("text", "x" * 301),
        ("bank_reference", "x" * 61),
    ],
)
def test_what_cannot_be_read_comes_back_with_what_was_typed(first: User, field: str, value: str) -> None:
    answer = desk(first).post(reverse("staff:arrival_new"), LINE | {field: value, "payer": "Li Wei"})
    assert (answer.status_code, "Li Wei" in said(answer), Arrival.objects.count()) == (422, True, 0)


def test_the_same_line_copied_twice_is_refused_in_words(first: User, second: User) -> None:
    desk(first).post(reverse("staff:arrival_new"), LINE)
    answer = desk(second).post(reverse("staff:arrival_new"), LINE)
    assert (answer.status_code, "has been entered already" in said(answer)) == (422, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_statement_is_copied_from_its_file(first: User, encoding: str) -> None:
    text = "日期,金额,摘要\n2026-11-23,128.00,茶叶\n"
    file = SimpleUploadedFile("statement.csv", text.encode(encoding))
    desk(first).post(reverse("staff:bank_statement"), {"file": file})
    assert list(Arrival.objects.values_list("amount", "text")) == [(12_800, "茶叶")]


def test_a_statement_pasted_twice_is_entered_once(first: User) -> None:
    told = [said(desk(first).post(reverse("staff:bank_statement"), {"text": CSV}, follow=True)) for _time in range(2)]
    assert ["1 line entered." in told[0], "0 lines entered. 1 was entered before." in told[1]] == [True, True]
    assert Arrival.objects.count() == 1


def test_of_a_statement_with_a_problem_nothing_is_entered(first: User) -> None:
    text = CSV + '2026-11-25,"12,50",tea,N3\n'
    answer = desk(first).post(reverse("staff:bank_statement"), {"text": text})
    assert (answer.status_code, "Row 4" in said(answer), "12,50" in said(answer)) == (422, True, True)
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x81\xff", b"%PDF-1.7\n1 0 obj", b"x" * 1_000_001])
def test_a_file_that_is_no_statement_is_refused(first: User, content: bytes) -> None:
    file = SimpleUploadedFile("statement.csv", content)
    answer = desk(first).post(reverse("staff:bank_statement"), {"file": file})
    assert (answer.status_code, Arrival.objects.count()) == (422, 0)


def test_a_slip_of_the_pen_is_shown_and_put_right(first: User, second: User) -> None:
    now = clock.now()
    payment = bank.bank_payment(now)
    arrival = bank.entered_arrival(now, operator_id=first.pk, text=payment.reference[:-1])
    page = desk(first).get(reverse("staff:arrival", args=[arrival.pk]))
    assert ("One slip of the pen, and the amount fits" in said(page), payment.reference in said(page)) == (True, True)
    desk(first).post(reverse("staff:arrival", args=[arrival.pk]), {"claimed": payment.reference})
    assert "pays it." in said(desk(second).get(reverse("staff:arrival", args=[arrival.pk])))
    desk(second).post(reverse("staff:arrival_booking", args=[arrival.pk]), {"claimed": payment.reference})
    assert Arrival.objects.get().state == "booked"


def test_what_was_matched_meanwhile_is_looked_at_again(first: User, second: User) -> None:
    now = clock.now()
    payment = bank.bank_payment(now)
    arrival = bank.entered_arrival(now, operator_id=first.pk)
    desk(first).post(reverse("staff:arrival", args=[arrival.pk]), {"claimed": payment.reference})
    answer = desk(second).post(reverse("staff:arrival_booking", args=[arrival.pk]), {"claimed": ""}, follow=True)
    assert ("for something else" in said(answer), Arrival.objects.get().state) == (True, "entered")


def test_put_away_it_is_gone_from_the_list(first: User) -> None:
    arrival = bank.entered_arrival(clock.now(), operator_id=first.pk)
    answer = desk(first).post(reverse("staff:arrival_removal", args=[arrival.pk]), follow=True)
    assert ("Nothing waits to be booked." in said(answer), Arrival.objects.get().state) == (True, "discarded")
    assert desk(first).get(reverse("staff:arrival", args=[arrival.pk])).status_code == 404


@pytest.mark.parametrize("sent", [{"transfer": "1"}, {"transfer": "x"}, {"transfer": "9" * 30}, {"claimed": "x" * 41}])
def test_a_match_that_cannot_be_is_refused(first: User, sent: dict[str, str]) -> None:
    arrival = bank.entered_arrival(clock.now(), operator_id=first.pk)
    answer = desk(first).post(reverse("staff:arrival", args=[arrival.pk]), sent)
    assert (answer.status_code, Arrival.objects.get().matched_by_id) == (422, None)


def owed(now: datetime, **values: object) -> Transfer:
    """A refund that stands on the list."""
    bank.booked_arrival(now, bank.bank_payment(now), amount=500, **values)  # type: ignore[arg-type]
    work_off_events(now)
    work_off_refunds(now)
    return Transfer.objects.latest("pk")


def test_a_transfer_is_ticked_off_with_the_banks_reference(first: User) -> None:
    transfer = owed(clock.now())
    page = desk(first).get(reverse("staff:transfers"))
    assert ("Li Wei" in said(page), "6222000000001234" in said(page)) == (True, True)
    empty = desk(first).post(reverse("staff:transfer", args=[transfer.pk]), {"bank_reference": ""})
    assert (empty.status_code, Transfer.objects.get().state) == (422, "listed")
    desk(first).post(reverse("staff:transfer", args=[transfer.pk]), {"bank_reference": "T-1"})
    transfer.refresh_from_db()
    assert (transfer.state, transfer.bank_reference, transfer.ended_by_id) == ("done", "T-1", first.pk)
    again = desk(first).post(reverse("staff:transfer", args=[transfer.pk]), {"bank_reference": "T-2"})
    assert "said already" in said(again)


def test_that_the_bank_refused_it_wants_a_second_operator(first: User, second: User) -> None:
    transfer = owed(clock.now())
    empty = desk(first).post(reverse("staff:transfer_refusal", args=[transfer.pk]), {"reason": ""})
    assert (empty.status_code, Decision.objects.count()) == (422, 0)
    desk(first).post(reverse("staff:transfer_refusal", args=[transfer.pk]), {"reason": "The account is closed."})
    desk(first).post(reverse("staff:agree", args=[Decision.objects.get().pk]))
    assert Transfer.objects.get().state == "listed"
    desk(second).post(reverse("staff:agree", args=[Decision.objects.get().pk]))
    assert (Transfer.objects.get().state, Transfer.objects.get().problem) == ("refused", "The account is closed.")


def test_the_list_as_csv_holds_no_formula(first: User) -> None:
    owed(clock.now(), payer='=HYPERLINK("http://x")', number="+6222")
    answer = desk(first).get(reverse("staff:transfers_csv"))
    heading, row = csv.reader(StringIO(said(answer).removeprefix("\ufeff")))
    assert dict(zip(heading, row, strict=True)) | {"asked_at": "", "reference": ""} == {
        "reference": "",
        "kind": "refund",
        "holder": '\'=HYPERLINK("http://x")',
        "bank": "",
        "account": "'+6222",
        "currency": "CNY",
        "amount": "5.00",
        "asked_at": "",
    }


def test_the_desk_shows_both_queues_only_where_there_is_a_bank(first: User, settings: Settings) -> None:
    words = "Transfers to carry out at the bank"
    with_one = words in said(desk(first).get(reverse("staff:desk")))
    settings.BANK_NUMBER = ""
    assert (with_one, words in said(desk(first).get(reverse("staff:desk")))) == (True, False)


@pytest.mark.parametrize(("name", "queries"), [("staff:arrivals", 9), ("staff:transfers", 8)])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_take_as_many_queries_whatever_their_length(
    first: User, django_assert_num_queries: DjangoAssertNumQueries, name: str, queries: int, rows: int
) -> None:
    for _row in range(rows):
        owed(clock.now())
        bank.entered_arrival(clock.now(), bank.bank_payment(clock.now()), operator_id=first.pk)
    client = desk(first)
    client.get(reverse(name))
    with django_assert_num_queries(queries):
        client.get(reverse(name))


def test_the_page_of_an_order_says_who_entered_and_who_booked_its_transfer(first: User, second: User) -> None:
    now = clock.now()
    order = make.placed_order(now=now)
    payment = order.checkout.payment
    type(payment).objects.filter(pk=payment.pk).update(gateway="bank_transfer")
    bank.booked_arrival(now, payment, operator_id=second.pk)
    bank.booked_arrival(now, bank.bank_payment(now))
    work_off_events(now)
    page = said(desk(first).get(reverse("staff:order", args=[order.reference])))
    assert [page.count(words) for words in ("statement booked", f"an operator {second.pk}")] == [1, 1]
