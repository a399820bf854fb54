"""What the desk is told about a line before it is booked: what it would become, and what it may be meant for."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core.actor import SYSTEM
from escrow.bank.actions.end_transfer import tick_off_transfer
from escrow.bank.matching import came_back, foresee, near_misses
from escrow.bank.models import Transfer
from escrow.payments.actions.close_payment import close_payment
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.work_off_events import work_off_events
from tests.make import bank as make

pytestmark = pytest.mark.django_db


def test_what_booking_would_do_is_foreseen(now: datetime) -> None:
    payment, closed, paid = (make.bank_payment(now) for _payment in range(3))
    close_payment(closed.pk, now=now, actor=SYSTEM)
    make.booked_arrival(now, paid)
    work_off_events(now)
    arrivals = [
        make.entered_arrival(now, payment),
        make.entered_arrival(now, payment, amount=1),
        make.entered_arrival(now, payment, currency="JPY"),
        make.entered_arrival(now, closed),
        make.entered_arrival(now, paid),
        make.entered_arrival(now),
    ]
    assert [one.verdict for one in foresee(arrivals)] == ["good", "short", "foreign", "late", "second", "unknown"]


def test_a_slip_of_the_pen_comes_before_the_amount_alone(now: datetime) -> None:
    meant, same, _other = make.bank_payment(now), make.bank_payment(now), make.bank_payment(now, 500)
    digits = meant.reference.replace("-", "")
    wrong = str((int(digits[7]) + 1) % 10)
    arrival = make.entered_arrival(now, text=f"for {digits[:7]}{wrong}{digits[8:]}")
    assert arrival.claimed == ""
    found = [(miss.payment.pk, miss.near, miss.fits) for miss in near_misses(arrival)]
    assert found == [(meant.pk, True, True), (same.pk, False, True)]


def test_a_slip_is_shown_even_if_the_amount_is_wrong(now: datetime) -> None:
    meant = make.bank_payment(now, 500)
    arrival = make.entered_arrival(now, text=meant.reference[:-1])
    assert [(miss.payment.pk, miss.near, miss.fits) for miss in near_misses(arrival)] == [(meant.pk, True, False)]


def test_what_it_is_matched_to_already_is_no_near_miss(now: datetime) -> None:
    arrival = make.entered_arrival(now, make.bank_payment(now))
    assert near_misses(arrival) == []


def test_at_most_five_are_shown(now: datetime) -> None:
    for _payment in range(7):
        make.bank_payment(now)
    assert len(near_misses(make.entered_arrival(now))) == 5


def test_a_slip_is_found_behind_however_many_of_the_same_amount(now: datetime) -> None:
    meant = make.bank_payment(now - timedelta(days=1), 500)
    for _payment in range(51):
        make.bank_payment(now)
    arrival = make.entered_arrival(now, text=meant.reference[:-1])
    assert [miss.payment for miss in near_misses(arrival) if miss.near] == [meant]


def test_what_a_line_may_be_meant_for_takes_two_queries(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meant = [make.bank_payment(now) for _payment in range(3)]
    arrival = make.entered_arrival(now, text=" ".join(payment.reference[:-1] for payment in meant))
    with django_assert_num_queries(2):
        assert {miss.payment.pk for miss in near_misses(arrival) if miss.near} == {payment.pk for payment in meant}


def test_what_we_sent_in_exactly_this_amount_may_have_come_back(now: datetime) -> None:
    make.booked_arrival(now, make.bank_payment(now), amount=500)
    work_off_events(now)
    work_off_refunds(now)
    sent, arrival = Transfer.objects.get(), make.entered_arrival(now, amount=500)
    assert came_back(arrival) == []
    tick_off_transfer(sent.pk, bank_reference="T", operator_id=make.ONE, now=now)
    assert (came_back(arrival), came_back(make.entered_arrival(now))) == ([sent], [])
