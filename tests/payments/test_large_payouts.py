"""A payout above the set amount: nothing is sent before two operators agree, and neither is its owner."""

from datetime import datetime
from functools import partial

import pytest
from pytest_django import Settings

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import queries
from escrow.actions.deposits import return_deposit
from escrow.invariants import check_all
from escrow.payments.actions.chargebacks import win_chargeback
from escrow.payments.actions.decide import agree, decline, propose
from escrow.payments.actions.end_chargeback import end_chargeback
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Chargeback, Decision, Payout
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.make import after
from tests.make import escrow as make
from tests.payments.charging import at_once, told
from tests.payments.deciding import ONE, TWO, decided, proposed
from tests.payments.provider_side import account, earned, report
from tests.payments.test_payouts import SELLER
from tests.sandbox.running import Sandbox

OWNER = 9


@pytest.fixture(autouse=True)
def _above_a_hundred(settings: Settings) -> None:
    settings.PAYOUT_FOUR_EYES_ABOVE = 10_000


def large(now: datetime, amount: int = 10_001) -> Payout:
    earned(now)
    account(now)
    return request_payout(book_id=make.BOOK, amount=amount, currency="CNY", now=now, actor=SELLER)


def refused(kind: str, payout: Payout, operator: int, now: datetime) -> str:
    with pytest.raises(DomainError) as refusal:
        propose(kind, payout.pk, {}, "Because of it.", operator_id=operator, now=now)
    return refusal.value.code


def test_up_to_the_set_amount_nobody_is_asked(db: None, now: datetime, sandbox: Sandbox) -> None:
    assert (large(now, 10_000).agreement, work_off_payouts(now)) == ("", 1)


def test_above_it_the_provider_is_asked_when_two_agree(db: None, now: datetime, sandbox: Sandbox) -> None:
    payout = large(now)
    assert (payout.agreement, work_off_payouts(now)) == ("needed", 0)
    made = proposed("payout_send", payout.pk, {}, now)
    assert work_off_payouts(now) == 0
    agree(made.pk, operator_id=TWO, now=now)
    payout.refresh_from_db()
    assert (payout.agreement, payout.state, work_off_payouts(now)) == ("given", "requested", 1)
    assert report(sandbox, "payouts")[0][:2] == (payout.reference, 10_001)
    assert check_all(now) == []


@pytest.mark.parametrize("amount", [10_000, 10_001])
def test_a_deposit_goes_back_as_any_payout(db: None, now: datetime, sandbox: Sandbox, amount: int) -> None:
    agreement, sent = ("", 1) if amount == 10_000 else ("needed", 0)
    account(now)
    after.deposited(now, amount)
    payout = return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)
    assert payout is not None
    assert (payout.agreement, work_off_payouts(now)) == (agreement, sent)
    if agreement:
        decided("payout_send", payout.pk, {}, now)
        assert work_off_payouts(now) == 1
    assert report(sandbox, "payouts")[0][1] == amount
    assert check_all(now) == []


def test_a_deposit_that_is_disputed_meanwhile_does_not_leave(db: None, now: datetime) -> None:
    account(now)
    dispute = after.disputed(after.deposited(now, 10_001), now)
    Chargeback.objects.filter(pk=dispute.pk).update(ended_at=now)  # asked for before the dispute came
    payout = return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)
    assert payout is not None
    Chargeback.objects.filter(pk=dispute.pk).update(ended_at=None)
    first = proposed("payout_send", payout.pk, {}, now)
    with pytest.raises(DomainError) as refusal:
        agree(first.pk, operator_id=TWO, now=now)
    assert (refusal.value.code, work_off_payouts(now)) == ("deposit_disputed", 0)
    win_chargeback(dispute.pk, now=now)
    end_chargeback(dispute.pk, now=now)
    agree(first.pk, operator_id=TWO, now=now)
    payout.refresh_from_db()
    assert (payout.agreement, check_all(now)) == ("given", [])


def test_the_amount_is_that_of_the_day_it_was_asked_for(db: None, now: datetime, settings: Settings) -> None:
    large(now)
    settings.PAYOUT_FOUR_EYES_ABOVE = 1_000_000
    assert work_off_payouts(now) == 0


def test_two_may_give_it_back_to_the_shop(db: None, now: datetime) -> None:
    payout = large(now)
    decided("payout_refuse", payout.pk, {}, now)
    payout.refresh_from_db()
    assert (payout.state, payout.problem) == ("returned", "It was on the statement.")
    assert queries.available(make.BOOK, "CNY") == 12_500
    assert lines(O=payout.pk, B=make.BOOK)[4:] == [
        ("payout:O:request", "payable:B", "payout_due:O", 10_001),
        ("payout:O:refuse", "payout_due:O", "payable:B", 10_001),
    ]
    assert (payout.was_refused, told("payout.returned")) == (True, [])
    assert told("payout.refused") == [{"payout": payout.pk, "refund": None, "deposit": False, "amount": 10_001}]
    assert (work_off_payouts(now), check_all(now)) == (0, [])


def test_a_deposit_that_two_do_not_send_is_in_the_deposit_again(db: None, now: datetime) -> None:
    account(now)
    after.deposited(now, 10_001)
    payout = return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)
    assert payout is not None
    decided("payout_refuse", payout.pk, {}, now)
    assert lines(O=payout.pk)[-1] == ("payout:O:refuse", "payout_due:O", "deposit:7", 10_001)
    assert told("payout.refused") == [{"payout": payout.pk, "refund": None, "deposit": True, "amount": 10_001}]
    assert (queries.deposited(make.BOOK, "CNY"), queries.available(make.BOOK, "CNY"), check_all(now)) == (10_001, 0, [])


def test_nobody_decides_alone_nor_about_their_own_shop(db: None, now: datetime) -> None:
    payout = large(now)
    assert [refused(kind, payout, OWNER, now) for kind in ("payout_send", "payout_refuse")] == ["own_shop"] * 2
    made = proposed("payout_send", payout.pk, {}, now)
    assert refused("payout_send", payout, TWO, now) == "proposed_already"
    codes = []
    for operator, act in ((ONE, agree), (OWNER, agree), (ONE, decline), (OWNER, decline)):
        with pytest.raises(DomainError) as refusal:
            act(made.pk, operator_id=operator, now=now)
        codes.append(refusal.value.code)
    assert codes == ["four_eyes", "own_shop"] * 2
    payout.refresh_from_db()
    assert (payout.agreement, Decision.objects.get().agreed) == ("needed", None)


def test_turned_down_it_waits_on(db: None, now: datetime) -> None:
    payout = large(now)
    decline(proposed("payout_send", payout.pk, {}, now).pk, operator_id=TWO, now=now)
    payout.refresh_from_db()
    assert (payout.agreement, work_off_payouts(now)) == ("needed", 0)
    assert proposed("payout_send", payout.pk, {}, now).pk


def test_what_needs_nobody_is_not_decided_about(db: None, now: datetime) -> None:
    payout = large(now, 9_999)
    assert refused("payout_send", payout, ONE, now) == "payout_decided"
    with pytest.raises(DomainError) as refusal:
        propose("payout_send", 1, {}, "Because of it.", operator_id=ONE, now=now)
    assert refusal.value.code == "decision_unreadable"


def test_two_operators_agreeing_at_once_let_it_go_once(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox
) -> None:
    payout = large(now)
    made = proposed("payout_send", payout.pk, {}, now)
    assert at_once(*[partial(agree, made.pk, operator_id=number, now=now) for number in (102, 103, 104)]) == [
        "decided_already",
        "decided_already",
        "done",
    ]
    assert at_once(*[partial(work_off_payouts, now)] * 3) == ["done"] * 3
    assert len(report(sandbox, "payouts")) == 1


def test_sending_against_giving_back_is_one_of_the_two(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox
) -> None:
    payout = large(now)
    send, back = (proposed(kind, payout.pk, {}, now).pk for kind in ("payout_send", "payout_refuse"))
    ends = at_once(*[partial(agree, one, operator_id=TWO, now=now) for one in (send, back)])
    assert ends.count("done") == 1
    work_off_payouts(now)
    payout.refresh_from_db()
    assert (payout.state, len(report(sandbox, "payouts"))) in {("sent", 1), ("returned", 0)}
    assert check_all(now) == []
