"""The host's bank, the books and disputes by the API: one copies, another books; what goes out is ticked off."""

import csv
from datetime import datetime
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core import clock
from core.models import AuditRecord
from core.money import Money
from escrow.bank.models import Arrival, Transfer
from escrow.invariants import names_of_site
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Capture, Decision, Payment, Payout
from marketplace.catalog.models import Shop
from marketplace.chargebacks.models import Evidence
from marketplace.users.models import User
from tests import make
from tests.access.payouts import large
from tests.api.desk_rows import rejected, transfer
from tests.api.programs import Program, code, operator_of, program_of
from tests.make import bank

pytestmark = pytest.mark.django_db
DESK = "/api/v1/desk/"
ARRIVALS, TRANSFERS = f"{DESK}bank/arrivals/", f"{DESK}bank/transfers/"
LINE = {"value_on": "2026-11-23", "amount": 12_800, "payer": "Li Wei", "bank_reference": "N-7"}
CSV = "date,amount,text,bank reference\n2026-11-23,128.00,tea,N1\n2026-11-24,-5.00,fee,N2\n"
SAID = {"statement": "It was delivered, and the buyer wrote that it is right."}


@pytest.fixture(autouse=True)
def _account(settings: Settings) -> None:
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222"


def acts(subject: str, number: int) -> list[str]:
    rows = AuditRecord.objects.filter(subject_type=subject, subject_id=number).order_by("id")
    return list(rows.values_list("action", flat=True))


def test_one_copies_a_line_and_another_books_it_as_what_it_is_for(
    first: Program, second: Program, now: datetime
) -> None:
    payment = bank.bank_payment(now)
    status, line = first.post(ARRIVALS, {**LINE, "text": payment.reference[:-1]}, key="k")
    assert (status, line["amount"]["text"], line["verdict"], line["own"]) == (201, "¥128.00", "unknown", True)
    assert (first.post(ARRIVALS, {**LINE, "text": payment.reference[:-1]}, key="k"), Arrival.objects.count()) == (
        (201, line),
        1,
    )
    assert code(second.post(ARRIVALS, LINE)) == (409, "entered_already")
    assert [(one["reference"], one["near"], one["fits"]) for one in line["near_misses"]] == [
        (payment.reference, True, True)
    ]
    place = f"{ARRIVALS}{line['id']}/"
    status, meant = first.post(f"{place}meaning/", {"claimed": payment.reference})
    assert (status, meant["verdict"], meant["matched_by"]) == (200, "good", "Zhou")
    assert code(first.post(f"{place}booking/", {"claimed": payment.reference})) == (409, "four_eyes")
    assert code(second.post(f"{place}booking/")) == (409, "matched_anew")
    (row,) = second.get(ARRIVALS)[1]["results"]
    assert (row["claimed"], row["own"]) == (payment.reference, False)
    status, booked = second.post(f"{place}booking/", {"claimed": payment.reference}, key="k")
    assert (status, booked["state"], second.get(ARRIVALS)[1]["results"]) == (200, "booked", [])
    assert second.post(f"{place}booking/", {"claimed": payment.reference}, key="k") == (200, booked)
    work_off_events(now=clock.now())
    assert list(Capture.objects.values_list("payment", "amount", "verdict")) == [(payment.pk, 12_800, "good")]
    assert second.get(f"{DESK}books/")[1]["at_bank"]["minor"] == 12_800
    assert acts("arrival", line["id"]) == ["enter", "match", "book"]


def test_what_stands_on_no_statement_is_put_away(first: Program, now: datetime) -> None:
    place = f"{ARRIVALS}{bank.entered_arrival(now, operator_id=make.operator().pk).pk}/"
    assert first.post(f"{place}removal/")[1]["state"] == "discarded"
    assert code(first.post(f"{place}removal/")) == (409, "arrival_over")
    assert code(first.post(f"{place}meaning/", {"claimed": "x"})) == (409, "arrival_over")
    assert code(first.post(f"{ARRIVALS}404/removal/")) == (404, "not_found")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"amount": 0}, "invalid"),
        ({"amount": 1.5}, "invalid"),
        ({"value_on": "soon"}, "invalid"),
        ({"currency": "XYZ"}, "currency_unknown"),
        ({"bank_reference": "x" * 61}, "invalid"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused(change: dict[str, object], refusal: str, first: Program) -> None:
    assert code(first.post(ARRIVALS, LINE | change)) == (400, refusal)
    assert Arrival.objects.count() == 0


def test_a_statement_is_entered_once_and_with_a_problem_not_at_all(first: Program) -> None:
    place = f"{DESK}bank/statement/"
    status, refused = first.post(place, {"text": CSV + '2026-11-25,"12,50",tea,N3\n'})
    assert (status, refused["errors"][0]["field"], Arrival.objects.count()) == (400, "text", 0)
    assert refused["errors"][0]["detail"].startswith("Row 4: ")
    assert code(first.post(place, {"text": "tea"})) == (400, "statement_headless")
    answers = [first.post(place, {"text": CSV}) for _time in range(2)]
    assert answers == [(200, {"new": 1, "known": 0}), (200, {"new": 0, "known": 1})]


def test_a_transfer_is_ticked_off_or_proposed_as_refused(first: Program, second: Program, now: datetime) -> None:
    done, refused = transfer(now), transfer(now)
    status, after = first.post(f"{TRANSFERS}{done.pk}/done/", {"bank_reference": "T-1"})
    assert (status, after["state"], after["ended_by"]) == (200, "done", "Zhou")
    assert first.post(f"{TRANSFERS}{done.pk}/done/", {"bank_reference": "T-1"}) == (200, after)
    assert code(first.post(f"{TRANSFERS}{done.pk}/done/", {"bank_reference": "T-2"})) == (409, "transfer_over")
    assert code(first.post(f"{TRANSFERS}{done.pk}/refusal/", {"reason": "It was closed."})) == (404, "not_found")
    sent = {"reason": "The account is closed."}
    status, made = first.post(f"{TRANSFERS}{refused.pk}/refusal/", sent)
    assert (status, made["kind"]) == (201, "transfer_refuse")
    assert [row["id"] for row in first.get(TRANSFERS)[1]["results"]] == [refused.pk]
    assert second.post(f"{DESK}decisions/{made['id']}/agreement/")[0] == 200
    (latest, before) = first.get(f"{TRANSFERS}?state=ended")[1]["results"]
    assert {latest["state"], before["state"]} == {"done", "refused"}
    assert (acts("transfer", done.pk), acts("transfer", refused.pk)) == (["tick_off"], ["refuse"])


def test_the_list_says_all_that_the_file_for_the_bank_says(now: datetime) -> None:
    for _one in range(3):
        transfer(now)
    officer = make.operator()
    desk, program = Client(), program_of(officer)
    desk.force_login(officer)
    file = desk.get(reverse("staff:transfers_csv")).content.decode("utf-8-sig")
    rows, place = [], f"{TRANSFERS}?limit=2"
    while place:
        page = program.get(place)[1]
        rows += page["results"]
        place = page["next"]
    told = [
        {
            **{name: row[name] for name in ("reference", "kind", "holder", "bank")},
            "account": row["number"],
            "currency": row["amount"]["currency"],
            "amount": str(Money(row["amount"]["minor"], row["amount"]["currency"]).major),
            "asked_at": datetime.fromisoformat(row["asked_at"]),
        }
        for row in rows
    ]
    written = [{**row, "asked_at": datetime.fromisoformat(row["asked_at"])} for row in csv.DictReader(StringIO(file))]
    assert (told, len(told)) == (written, 3)
    assert [program.get(row["address"])[1] for row in rows] == rows


def test_nobody_reads_or_ends_a_transfer_to_themselves(now: datetime) -> None:
    payout = Payout.objects.get(pk=str(large(now)["large payout"][0]))
    listed = transfer(now)
    Transfer.objects.filter(pk=listed.pk).update(subject_id=payout.pk)
    program, place = operator_of(payout.account.owner), f"{TRANSFERS}{listed.pk}/"
    assert code(program.get(place)) == (409, "own_money")
    assert code(program.post(f"{place}done/", {"bank_reference": "T-1"})) == (409, "own_money")
    assert code(program.post(f"{place}refusal/", {"reason": "It is mine."})) == (409, "own_money")
    assert program.get(TRANSFERS)[1]["results"] == []
    assert (Transfer.objects.get().state, Decision.objects.count()) == ("listed", 0)


def test_a_shop_of_an_operator_neither_reads_nor_ends_what_goes_back_to_its_buyer(now: datetime) -> None:
    refund, listed = rejected(now), transfer(now)
    Transfer.objects.filter(pk=listed.pk).update(kind="refund", subject_id=refund.pk)
    owner = Shop.objects.get(orders__hold=refund.hold_id).owner
    program, place = operator_of(owner), f"{TRANSFERS}{listed.pk}/"
    assert [program.get(f"{TRANSFERS}?state={state}")[1]["results"] for state in ("listed", "ended")] == [[], []]
    desk = Client()
    desk.force_login(User.objects.get(pk=owner.pk))
    pages = [desk.get(reverse(f"staff:{name}")) for name in ("transfers", "transfers_csv")]
    assert [(page.status_code, listed.number in page.content.decode()) for page in pages] == [(200, False)] * 2
    assert code(program.post(f"{place}done/", {"bank_reference": "T-1"})) == (409, "own_money")
    assert Transfer.objects.get().state == "listed"


def test_a_line_that_is_said_to_be_for_an_operator_is_another_ones(first: Program, now: datetime) -> None:
    order = make.placed_order(now=now)
    payment = order.checkout.payment
    Payment.objects.filter(pk=payment.pk).update(gateway="bank_transfer")
    line = bank.entered_arrival(now, payment, operator_id=make.operator().pk, amount=payment.amount)
    place = f"{ARRIVALS}{line.pk}/"
    for owner in (order.buyer, order.shop.owner):
        program, desk = operator_of(owner), Client()
        desk.force_login(User.objects.get(pk=owner.pk))
        answers = [program.get(place), program.post(f"{place}booking/", {"claimed": payment.reference})]
        assert [code(answer) for answer in answers] == [(409, "own_money")] * 2
        assert program.get(ARRIVALS)[1]["results"] == []
        assert desk.get(reverse("staff:arrival", args=[line.pk])).status_code == 403
        assert desk.get(reverse("staff:arrivals")).context["rows"] == []
    assert [row["id"] for row in first.get(ARRIVALS)[1]["results"]] == [line.pk]


def test_what_came_back_is_booked_as_it_was_seen(first: Program, second: Program, now: datetime) -> None:
    sent = transfer(now)
    first.post(f"{TRANSFERS}{sent.pk}/done/", {"bank_reference": "T-1"})
    line = bank.entered_arrival(now, operator_id=make.operator().pk, amount=sent.amount)
    place = f"{ARRIVALS}{line.pk}/"
    assert first.post(f"{place}meaning/", {"transfer": sent.pk})[1]["transfer"] == sent.reference
    assert code(second.post(f"{place}booking/", {"claimed": ""})) == (409, "matched_anew")
    assert second.post(f"{place}booking/", {"transfer": sent.reference})[1]["state"] == "booked"


def test_the_books_add_up(first: Program, now: datetime) -> None:
    make.completed_order(now=now)
    status, books = first.get(f"{DESK}books/")
    assert (status, books["broken"], books["holds"]) == (200, [], sorted(names_of_site()))
    assert books["debit"] == books["credit"]
    assert sum(row["debit"]["minor"] for row in books["rows"]) == books["debit"]["minor"]
    assert books["cover"]["minor"] == 295


def test_an_order_is_found_and_read_with_its_journal_but_for_ones_own(first: Program, now: datetime) -> None:
    order, _other = make.paid_order(buyer=make.user("Ouyang"), now=now), make.placed_order(now=now)
    for text in (order.reference, "ouyan"):
        (row,) = first.get(f"{DESK}orders/?q={text}")[1]["results"]
        assert (row["reference"], row["status"], row["amount"]["minor"]) == (order.reference, "to_ship", 12_800)
    assert len(first.get(f"{DESK}orders/")[1]["results"]) == 2
    status, seen = first.get(row["address"])
    assert (status, seen["buyer"], seen["claims"], seen["reviews"]) == (200, "Ouyang", [], [])
    assert [name for name in row if seen.get(name) != row[name]] == ["own", "address"]
    assert [posting["amount"]["minor"] for entry in seen["journal"] for posting in entry["postings"]] == [12_800] * 2
    assert "ship_promise" in [one["kind"] for one in seen["clocks"]]
    assert seen["record"][-1]["action"] == "open"
    for person in (order.buyer, order.shop.owner):
        program = operator_of(person)
        (mine,) = program.get(f"{DESK}orders/?q={order.reference}")[1]["results"]
        assert (mine["own"], mine["address"]) == (True, None)
        assert code(program.get(row["address"])) == (409, "own_order")
    assert code(first.get(f"{DESK}orders/2611-1/")) == (404, "not_found")


def test_evidence_is_written_once_and_by_nobody_for_their_own(first: Program, now: datetime) -> None:
    order = make.delivered_order(now=now)
    place = f"{DESK}chargebacks/{make.chargeback(order, now=now).pk}/"
    for person in (order.buyer, order.shop.owner):
        program = operator_of(person)
        assert code(program.get(place)) == (409, "own_order")
        assert code(program.post(f"{place}evidence/", SAID)) == (409, "own_order")
    status, seen = first.get(place)
    assert (status, seen["open"], seen["shown"], seen["evidence"]) == (200, True, False, None)
    assert ([one["reference"] for one in seen["orders"]], len(seen["journal"])) == ([order.reference], 1)
    assert code(first.post(f"{place}evidence/", {"statement": " "})) == (400, "invalid")
    status, after = first.post(f"{place}evidence/", SAID, key="k")
    assert (status, after["open"], after["evidence"]["statement"]) == (200, False, SAID["statement"])
    assert (first.post(f"{place}evidence/", SAID, key="k"), Evidence.objects.count()) == ((200, after), 1)
    assert code(first.post(f"{place}evidence/", SAID)) == (409, "evidence_known")
    assert "submit_evidence" in [one["action"] for one in after["record"]]


def test_disputes_that_ended_stand_apart(first: Program, now: datetime) -> None:
    ended = make.won(make.chargeback(make.paid_order(now=now), now=now), now=now)
    waits = make.chargeback(make.paid_order(now=now), now=now)
    places = (f"{DESK}chargebacks/", f"{DESK}chargebacks/?state=ended")
    assert [[row["id"] for row in first.get(place)[1]["results"]] for place in places] == [[waits.pk], [ended.pk]]
