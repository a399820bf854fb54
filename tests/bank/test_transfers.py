"""What leaves the bank: refunds and payouts wait on a list until an operator has sent them and says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from pytest_django import Settings

from core.actor import SYSTEM
from core.errors import DomainError
from core.models import Deadline
from escrow.bank.actions.book_arrival import book_arrival, match_arrival
from escrow.bank.actions.end_transfer import refuse_transfer, tick_off_transfer
from escrow.bank.models import Transfer
from escrow.invariants import check_all
from escrow.payments.actions.ask import ask_again, unanswered_payouts
from escrow.payments.actions.decide import agree, decline
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Payout, Refund
from escrow.payments.reconcile import check_all as reconciled
from tests.escrow.journals import lines
from tests.make import bank as make
from tests.make import escrow
from tests.payments.deciding import decided, proposed
from tests.payments.provider_side import account, earned

ONE, TWO = make.ONE, make.TWO
pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def refund_on_the_list(now: datetime) -> Transfer:
    """Too little came, and goes back."""
    make.booked_arrival(now, make.bank_payment(now), amount=500)
    work_off_events(now)
    work_off_refunds(now)
    return Transfer.objects.get()


def payout_on_the_list(now: datetime) -> Transfer:
    """A shop wants its 125.00."""
    earned(now)
    account(now)
    request_payout(book_id=escrow.BOOK, amount=12_500, currency="CNY", now=now, actor=SYSTEM)
    work_off_payouts(now)
    return Transfer.objects.get()


def journal(count: int) -> list[tuple[str, str, str, int]]:
    """The last lines."""
    ids = {"R": Refund, "O": Payout}
    names = {name: row.pk for name, model in ids.items() if (row := model._default_manager.first())}
    return lines(**names)[-count:]


def test_a_refund_goes_back_to_the_account_it_came_from(now: datetime) -> None:
    transfer = refund_on_the_list(now)
    refund = Refund.objects.get()
    told = (transfer.holder, transfer.number, transfer.amount, transfer.reference)
    assert told == ("Li Wei", "6222000000001234", 500, refund.reference)
    assert (refund.state, work_off_refunds(now), Transfer.objects.count()) == ("sent", 0, 1)
    tick_off_transfer(transfer.pk, bank_reference="T-1", operator_id=ONE, now=now)
    assert work_off_events(now) == 1
    refund.refresh_from_db()
    assert refund.state == "succeeded"
    assert journal(1) == [("refund:R:done", "refund_due:R", "provider:bank_transfer", 500)]
    assert check_all(now) == reconciled(now) == []


def test_a_refund_to_an_account_the_statement_does_not_name_waits_for_one(now: datetime) -> None:
    make.booked_arrival(now, make.bank_payment(now), amount=500, number="")
    work_off_events(now)
    work_off_refunds(now)
    refund = Refund.objects.get()
    assert (refund.state, refund.problem) == ("rejected", "The statement does not name the account it came from.")
    assert not Transfer.objects.exists()


def test_a_payout_is_paid_when_it_is_ticked_off(now: datetime) -> None:
    transfer = payout_on_the_list(now)
    assert (transfer.holder, transfer.bank, transfer.number) == ("Li Wei", "ABC", "622200001234")
    assert ask_again(now) == 0
    tick_off_transfer(transfer.pk, bank_reference="T-1", operator_id=ONE, now=now)
    work_off_events(now)
    assert Payout.objects.get().state == "paid"
    assert journal(1) == [("payout:O:paid", "payout_due:O", "provider:bank_transfer", 12_500)]
    assert check_all(now) == reconciled(now) == []


def test_what_stands_on_the_list_is_not_among_what_no_provider_answers_for(now: datetime) -> None:
    transfer, later = payout_on_the_list(now), now + timedelta(days=4)
    while deadline := Deadline.objects.filter(kind="ask_payout", done_at=None).first():
        ask_again(deadline.due_at)
    assert list(unanswered_payouts(later)) == []
    Transfer.objects.filter(pk=transfer.pk).delete()
    assert list(unanswered_payouts(later)) == [Payout.objects.get()]


def test_ticked_off_twice_it_is_said_once(now: datetime) -> None:
    transfer = payout_on_the_list(now)
    tick = partial(tick_off_transfer, transfer.pk, operator_id=ONE, now=now)
    assert tick(bank_reference="T-1") == tick(bank_reference=" T-1 ")
    assert refused(partial(tick, bank_reference="T-2")) == "transfer_over"
    assert work_off_events(now) == 1


def test_a_transfer_is_not_ticked_off_without_the_banks_reference(now: datetime) -> None:
    transfer = payout_on_the_list(now)
    tick = partial(tick_off_transfer, transfer.pk, operator_id=ONE, now=now)
    assert refused(partial(tick, bank_reference=" \u202e ")) == "words_missing"
    assert refused(partial(tick, bank_reference="x" * 61)) == "words_too_long"


def test_what_the_bank_refused_is_owed_again(now: datetime) -> None:
    transfer = payout_on_the_list(now)
    refuse = partial(refuse_transfer, transfer.pk, problem="Account closed.", operator_id=TWO, now=now)
    refuse()
    assert refused(refuse) == "transfer_over"
    work_off_events(now)
    assert (Payout.objects.get().state, Payout.objects.get().problem) == ("returned", "Account closed.")
    assert journal(1) == [("payout:O:return", "payout_due:O", "payable:7", 12_500)]
    assert check_all(now) == []


def test_that_the_bank_refused_it_is_decided_by_two(now: datetime) -> None:
    transfer = payout_on_the_list(now)
    decision = proposed("transfer_refuse", transfer.pk, {}, now)
    assert refused(partial(agree, decision.pk, operator_id=ONE, now=now)) == "four_eyes"
    owner = Payout.objects.get().account.owner_id
    assert [refused(partial(act, decision.pk, operator_id=owner, now=now)) for act in (agree, decline)] == [
        "own_money",
        "own_money",
    ]
    agree(decision.pk, operator_id=TWO, now=now)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.problem) == ("refused", "It was on the statement.")


def test_what_was_carried_out_meanwhile_is_not_refused(now: datetime) -> None:
    transfer = payout_on_the_list(now)
    decision = proposed("transfer_refuse", transfer.pk, {}, now)
    tick_off_transfer(transfer.pk, bank_reference="T-1", operator_id=ONE, now=now)
    assert refused(partial(agree, decision.pk, operator_id=TWO, now=now)) == "transfer_over"


def test_what_comes_back_after_it_was_paid_is_booked_by_two_and_owed_again(now: datetime) -> None:
    transfer = payout_on_the_list(now)
    tick_off_transfer(transfer.pk, bank_reference="T-1", operator_id=ONE, now=now)
    work_off_events(now)
    _comes_back(transfer, now)
    assert (Payout.objects.get().state, Payout.objects.get().problem) == ("returned", "account closed")
    assert journal(1) == [("payout:O:return", "provider:bank_transfer", "payable:7", 12_500)]
    assert check_all(now) == reconciled(now) == []


def _comes_back(transfer: Transfer, now: datetime) -> None:
    arrival = make.entered_arrival(now, amount=transfer.amount, text="account closed")
    match_arrival(arrival.pk, transfer_id=transfer.pk, operator_id=ONE, now=now)
    assert refused(partial(book_arrival, arrival.pk, claimed="", operator_id=TWO, now=now)) == "matched_anew"
    book_arrival(arrival.pk, claimed="", transfer=transfer.reference, operator_id=TWO, now=now)
    work_off_events(now)


def test_a_refund_that_comes_back_is_due_again_and_tried_anew(now: datetime) -> None:
    first = refund_on_the_list(now)
    refund = Refund.objects.get()
    tick_off_transfer(first.pk, bank_reference="T-1", operator_id=ONE, now=now)
    work_off_events(now)
    _comes_back(first, now)
    refund.refresh_from_db()
    assert (refund.state, refund.problem) == ("rejected", "account closed")
    assert check_all(now) == reconciled(now) == []
    decided("refund_retry", refund.pk, {}, now)
    work_off_refunds(now)
    second = Transfer.objects.get(state="listed")
    tick_off_transfer(second.pk, bank_reference="T-2", operator_id=ONE, now=now)
    work_off_events(now)
    assert (second.reference, Refund.objects.get().state) == (f"{refund.reference}.2", "succeeded")
    assert journal(3) == [
        ("refund:R:done", "refund_due:R", "provider:bank_transfer", 500),
        ("refund:R:return", "provider:bank_transfer", "refund_due:R", 500),
        ("refund:R:done:2", "refund_due:R", "provider:bank_transfer", 500),
    ]
    assert check_all(now) == reconciled(now) == []


def test_only_what_is_out_comes_back_and_once(now: datetime) -> None:
    transfer = payout_on_the_list(now)
    arrivals = [make.entered_arrival(now, amount=amount) for amount in (12_500, 12_500, 500)]
    match = partial(match_arrival, transfer_id=transfer.pk, operator_id=ONE, now=now)
    assert refused(partial(match, arrivals[0].pk)) == "transfer_not_out"
    tick_off_transfer(transfer.pk, bank_reference="T-1", operator_id=ONE, now=now)
    assert refused(partial(match, arrivals[2].pk)) == "transfer_not_out"
    for arrival in arrivals[:2]:
        match(arrival.pk)
    book = partial(book_arrival, claimed="", transfer=transfer.reference, operator_id=TWO, now=now)
    book(arrivals[0].pk)
    assert refused(partial(book, arrivals[1].pk)) == "transfer_not_out"


def test_an_account_that_was_taken_out_of_the_settings_lets_all_wait(now: datetime, settings: Settings) -> None:
    make.booked_arrival(now, make.bank_payment(now), amount=500)
    work_off_events(now)
    settings.BANK_NUMBER = ""
    assert (work_off_refunds(now), Refund.objects.get().state) == (0, "due")
