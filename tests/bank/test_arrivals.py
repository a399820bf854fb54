"""What arrives at the bank: two operators see each line before it is money, and then it goes the ways of any charge."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.actor import SYSTEM
from core.errors import DomainError
from core.models import AuditRecord
from escrow.bank.actions.book_arrival import book_arrival, discard_arrival, match_arrival
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.models import Arrival
from escrow.invariants import check_all
from escrow.payments.actions.catch_up import catch_up
from escrow.payments.actions.close_payment import close_payment
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Capture, Payment, ProviderEvent
from escrow.payments.reconcile import check_all as reconciled
from tests import make as site
from tests.make import bank as make
from tests.make import escrow
from tests.payments.charging import told

ONE, TWO = make.ONE, make.TWO
pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def test_what_one_operator_enters_is_no_money_yet(now: datetime) -> None:
    payment = make.bank_payment(now)
    arrival = make.entered_arrival(now, payment)
    assert (arrival.claimed, arrival.state) == (payment.reference, "entered")
    assert (work_off_events(now), Capture.objects.count()) == (0, 0)


def test_what_the_second_one_books_pays(now: datetime) -> None:
    payment = make.bank_payment(now)
    arrival = make.booked_arrival(now, payment)
    assert work_off_events(now) == 1
    capture = Capture.objects.get()
    assert (capture.payment_id, capture.reference, capture.verdict) == (payment.pk, f"A{arrival.pk}", "good")
    assert told("capture.recorded") == [{"capture": capture.pk, "payment": payment.pk, "purpose": "checkout"}]
    acts = AuditRecord.objects.filter(subject_type="arrival", subject_id=arrival.pk).order_by("id")
    assert list(acts.values_list("action", "actor_id")) == [("enter", ONE), ("book", TWO)]
    assert check_all(now) == reconciled(now) == []


def test_an_event_that_was_lost_is_found_by_asking(now: datetime) -> None:
    make.booked_arrival(now, make.bank_payment(now))
    ProviderEvent.objects.all().delete()
    assert catch_up(now) == 1
    assert (Capture.objects.get().verdict, catch_up(now), Capture.objects.count()) == ("good", 0, 1)


def _closed(payment: Payment, now: datetime) -> None:
    close_payment(payment.pk, now=now, actor=SYSTEM)


def _paid(payment: Payment, now: datetime) -> None:
    make.booked_arrival(now, payment)
    work_off_events(now)


@pytest.mark.parametrize(
    ("verdict", "before", "values"),
    [
        ("short", None, {"amount": 12_799}),
        ("over", None, {"amount": 12_801}),
        ("foreign", None, {"currency": "JPY"}),
        ("late", _closed, {}),
        ("second", _paid, {}),
    ],
)
def test_what_does_not_fit_goes_back(
    now: datetime, verdict: str, before: Callable[[Payment, datetime], None] | None, values: dict[str, Any]
) -> None:
    payment = make.bank_payment(now)
    if before:
        before(payment, now)
    arrival = make.booked_arrival(now, payment, **values)
    work_off_events(now)
    capture = Capture.objects.get(reference=arrival.reference)
    assert (capture.verdict, capture.returned) == (verdict, arrival.amount)
    assert [news["verdict"] for news in told("capture.returned")] == [verdict]
    assert check_all(now) == []


@pytest.mark.parametrize("text", ["", "for the tea", "2611-123456-00"])
def test_money_from_nobody_we_know_waits_in_suspense(now: datetime, text: str) -> None:
    make.booked_arrival(now, text=text)
    work_off_events(now)
    assert (Capture.objects.get().verdict, told("capture.returned")) == ("unknown", [])


def test_a_transfer_with_two_references_is_nobodys_until_somebody_says_whose(now: datetime) -> None:
    first, second = make.bank_payment(now), make.bank_payment(now)
    arrival = make.entered_arrival(now, text=f"{first.reference} {second.reference}")
    assert arrival.claimed == ""
    match_arrival(arrival.pk, claimed=second.reference, operator_id=ONE, now=now)
    book_arrival(arrival.pk, claimed=second.reference, operator_id=TWO, now=now)
    work_off_events(now)
    assert Capture.objects.get().payment_id == second.pk


def test_the_same_line_entered_twice_is_one(now: datetime) -> None:
    line = make.statement_line(now, bank_reference="", text="tea")
    enter = partial(enter_arrival, line, now=now)
    enter(operator_id=ONE)
    assert refused(partial(enter, operator_id=TWO)) == "entered_already"
    enter(operator_id=TWO, nth=2)
    assert refused(partial(enter, operator_id=TWO, nth=2)) == "entered_already"
    assert Arrival.objects.count() == 2


def test_the_banks_own_reference_names_a_line_whatever_else_it_says(now: datetime) -> None:
    make.entered_arrival(now, bank_reference="N-7")
    again = make.statement_line(now, bank_reference="N-7", amount=1)
    assert refused(partial(enter_arrival, again, operator_id=TWO, now=now)) == "entered_already"


def test_put_away_a_line_may_be_entered_anew(now: datetime) -> None:
    arrival = make.entered_arrival(now, bank_reference="N-7", amount=1)
    discard_arrival(arrival.pk, operator_id=ONE, now=now)
    anew = make.entered_arrival(now, bank_reference="N-7")
    assert refused(partial(book_arrival, arrival.pk, claimed="", operator_id=TWO, now=now)) == "arrival_over"
    book_arrival(anew.pk, claimed="", operator_id=TWO, now=now)
    assert list(Arrival.objects.order_by("pk").values_list("state", flat=True)) == ["discarded", "booked"]


def test_nobody_books_what_they_entered_or_matched(now: datetime) -> None:
    payment = make.bank_payment(now)
    arrival = make.entered_arrival(now, payment)
    assert (
        refused(partial(book_arrival, arrival.pk, claimed=payment.reference, operator_id=ONE, now=now)) == "four_eyes"
    )
    match_arrival(arrival.pk, claimed=payment.reference, operator_id=TWO, now=now)
    assert (
        refused(partial(book_arrival, arrival.pk, claimed=payment.reference, operator_id=TWO, now=now)) == "four_eyes"
    )
    book_arrival(arrival.pk, claimed=payment.reference, operator_id=103, now=now)


@pytest.mark.parametrize("who", [None, ONE])
def test_the_database_wants_four_eyes_too(now: datetime, who: int | None) -> None:
    arrival = make.entered_arrival(now)
    with pytest.raises(IntegrityError, match="arrival_four_eyes"), transaction.atomic():
        Arrival.objects.filter(pk=arrival.pk).update(state="booked", ended_by=who)


def test_nobody_books_or_puts_away_what_is_said_to_be_for_them(now: datetime) -> None:
    shop = site.shop(now=now)
    payment = make.bank_payment(now)
    escrow.unpaid_hold(now, book_id=shop.book_id, of=payment)
    named, unnamed = make.entered_arrival(now, payment), make.entered_arrival(now)
    for who in (payment.payer_id, shop.owner_id):
        acts = [
            partial(book_arrival, named.pk, claimed=payment.reference),
            partial(discard_arrival, named.pk),
            partial(match_arrival, named.pk),
            partial(match_arrival, unnamed.pk, claimed=payment.reference),
        ]
        assert [refused(partial(act, operator_id=who, now=now)) for act in acts] == ["own_money"] * 4
    untouched = Arrival.objects.filter(state="entered", matched_by=None).order_by("pk")
    assert list(untouched.values_list("claimed", flat=True)) == [payment.reference, ""]


def test_what_was_matched_anew_since_it_was_seen_is_looked_at_again(now: datetime) -> None:
    first, second = make.bank_payment(now), make.bank_payment(now)
    arrival = make.entered_arrival(now, first)
    match_arrival(arrival.pk, claimed=second.reference, operator_id=ONE, now=now)
    assert (
        refused(partial(book_arrival, arrival.pk, claimed=first.reference, operator_id=TWO, now=now)) == "matched_anew"
    )


@pytest.mark.parametrize("act", [book_arrival, discard_arrival, match_arrival])
def test_what_is_over_stays_as_it_is(now: datetime, act: Callable[..., object]) -> None:
    arrival = make.booked_arrival(now)
    claimed = {} if act is discard_arrival else {"claimed": ""}
    assert refused(partial(act, arrival.pk, **claimed, operator_id=103, now=now)) == "arrival_over"
    assert ProviderEvent.objects.count() == 1
