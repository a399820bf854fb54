"""Payouts that are stopped: what was asked for waits, nothing is lost, and it goes on."""

from datetime import datetime, timedelta
from functools import partial
from threading import Thread

import pytest
from django.db import connections, transaction

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord
from escrow import queries
from escrow.invariants import check_all
from escrow.payments.actions.payout_accounts import enter_refund_account
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.actions.stop_payouts import let_payouts_go, stop_payouts
from escrow.payments.models import Payout, PayoutStop
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import wait_for_a_lock
from tests.make import escrow as make
from tests.payments.charging import at_once
from tests.payments.deciding import decided
from tests.payments.provider_side import account, earned, rejected, report
from tests.sandbox.running import Merchant, Sandbox

SELLER = Actor(Role.SELLER, 9)
BUYER = Actor(Role.BUYER, make.PAYER)
DESK = Actor(Role.OPERATOR, 11)
HOUR = timedelta(hours=1)


def request(now: datetime, amount: int = 12_500) -> Payout:
    return request_payout(book_id=make.BOOK, amount=amount, currency="CNY", now=now, actor=SELLER)


def stop(now: datetime, number: int = 1, book_id: int = make.BOOK) -> PayoutStop:
    with transaction.atomic():
        return stop_payouts(book_id=book_id, cause="suspension", cause_id=number, now=now, actor=DESK)


def go_on(now: datetime, number: int = 1) -> bool:
    with transaction.atomic():
        return let_payouts_go(cause="suspension", cause_id=number, now=now, actor=DESK)


def asked_for(now: datetime) -> Payout:
    """125.00 that the worker has not sent yet."""
    earned(now)
    account(now)
    return request(now)


def test_what_waits_goes_on_when_the_cause_has_ended(db: None, now: datetime, sandbox: Sandbox) -> None:
    payout = asked_for(now)
    stop(now)
    assert work_off_payouts(now + HOUR) == 0
    payout.refresh_from_db()
    assert (payout.state, payout.tries, report(sandbox, "payouts")) == ("requested", 0, [])
    assert queries.available(make.BOOK, "CNY") == 0
    assert go_on(now + 2 * HOUR)
    assert work_off_payouts(now + 3 * HOUR) == 1
    assert [row[:2] for row in report(sandbox, "payouts")] == [(payout.reference, 12_500)]
    records = AuditRecord.objects.filter(subject_type="book", subject_id=make.BOOK, action__contains="payouts")
    assert list(records.order_by("id").values_list("action", "actor_role", "data")) == [
        ("stop_payouts", "operator", {"cause": "suspension", "cause_id": 1}),
        ("let_payouts_go", "operator", {"cause": "suspension", "cause_id": 1}),
    ]
    assert check_all(now + 3 * HOUR) == []


def test_while_one_of_two_causes_is_open_nothing_is_sent(db: None, now: datetime, sandbox: Sandbox) -> None:
    asked_for(now)
    stop(now)
    stop(now, 2)
    assert (go_on(now), go_on(now), work_off_payouts(now)) == (True, False, 0)
    assert (go_on(now, 2), work_off_payouts(now)) == (True, 1)


def test_nothing_can_be_asked_for_meanwhile(db: None, now: datetime) -> None:
    earned(now)
    account(now)
    stop(now)
    with pytest.raises(DomainError) as refusal:
        request(now)
    assert (refusal.value.code, refusal.value.words) == (
        "payouts_stopped",
        "Payouts of this shop are stopped for now. The money stays yours.",
    )
    assert (Payout.objects.count(), queries.available(make.BOOK, "CNY")) == (0, 12_500)
    go_on(now)
    assert request(now).state == "requested"


def test_another_book_and_a_refund_to_a_bank_account_are_not_stopped(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = rejected(sandbox, merchant, now)
    names = {"bank": "ABC", "holder": "Wang Fang", "number": "6222000000001234"}
    found = enter_refund_account(refund.pk, owner_id=make.PAYER, **names, now=now, actor=BUYER)
    decided("refund_to_bank", refund.pk, {"account": found.pk}, now)
    asked_for(now)
    stop(now, 1, refund.book_id)
    stop(now, 2, 8)
    assert work_off_payouts(now) == 2
    assert set(Payout.objects.values_list("state", flat=True)) == {"sent"}


def test_a_worker_that_meets_the_stop_waits_and_does_not_send(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox
) -> None:
    """The worker has read that the payout may be sent before the stop commits."""
    payout = asked_for(now)
    worker = Thread(target=_then_hang_up, args=(partial(work_off_payouts, now),))
    with transaction.atomic():
        stop(now)
        worker.start()
        wait_for_a_lock()
    worker.join(30)
    payout.refresh_from_db()
    assert (payout.state, report(sandbox, "payouts")) == ("requested", [])
    assert check_all(now) == []


def test_stopping_waits_for_a_payout_that_is_being_sent(committed_db: CommittedDatabase, now: datetime) -> None:
    payout = asked_for(now)
    stopper = Thread(target=_then_hang_up, args=(partial(stop, now),))
    with transaction.atomic():
        Payout.objects.select_for_update().get(pk=payout.pk)
        stopper.start()
        wait_for_a_lock()
        assert not PayoutStop.objects.exists()
    stopper.join(30)
    assert PayoutStop.objects.count() == 1


def test_five_workers_against_the_stop_send_once_or_not_at_all(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox
) -> None:
    payout = asked_for(now)
    assert at_once(*[partial(work_off_payouts, now)] * 5, partial(stop, now)) == ["done"] * 6
    payout.refresh_from_db()
    sent = len(report(sandbox, "payouts"))
    assert (payout.state, sent) in {("requested", 0), ("sent", 1)}
    assert work_off_payouts(now + HOUR) == 0
    go_on(now + HOUR)
    assert work_off_payouts(now + 2 * HOUR) == 1 - sent
    assert len(report(sandbox, "payouts")) == 1
    assert check_all(now + 2 * HOUR) == []


def _then_hang_up(act: partial[object]) -> None:
    try:
        act()
    finally:
        connections.close_all()
