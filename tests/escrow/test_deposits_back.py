"""A deposit that its bank takes back, and one that leaves while another account comes into use."""

from datetime import datetime
from functools import partial

import pytest

from core.actor import SYSTEM
from core.errors import DomainError
from core.models import OutboxMessage
from escrow import balances, invariants
from escrow.actions.debts import pay_off_debt
from escrow.actions.deposits import accept_deposit, return_deposit
from escrow.actions.release import release_hold
from escrow.payments import bank_accounts
from escrow.payments.actions import payouts
from escrow.payments.actions.chargebacks import lose_chargeback, win_chargeback
from escrow.payments.actions.end_chargeback import end_chargeback
from escrow.payments.actions.payout_details import pass_payout_details
from escrow.payments.models import Chargeback, Payment, Payout, PayoutAccount
from escrow.queries import debt, deposited, payable
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.escrow.journals import lines
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account
from tests.payments.test_payout_details import DAY, change, promise, told_at


def _back(now: datetime) -> Payout | None:
    return return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)


def _refused(now: datetime) -> str:
    with pytest.raises(DomainError) as refusal:
        _back(now)
    return refusal.value.code


def _disputed(now: datetime, amount: int | None = None) -> tuple[Payment, Chargeback]:
    payment = after.deposited(now)
    return payment, after.disputed(payment, now, amount=amount)


def _ended(disputed: Chargeback, now: datetime) -> None:
    assert [lose_chargeback(disputed.pk, now=now) for _time in range(2)] == [True, False]
    assert Chargeback.objects.get(pk=disputed.pk).shares == {}
    assert [end_chargeback(disputed.pk, now=now) for _time in range(2)] == [True, False]


def test_18b_a_lost_dispute_takes_the_deposit(db: None, now: datetime) -> None:
    payment, disputed = _disputed(now)
    _ended(disputed, now)
    assert lines(P=payment.pk, D=disputed.capture_id, C=disputed.pk) == [
        ("capture:sandbox:ch-P", "provider:sandbox", "payment:P", 50_000),
        ("deposit:D", "payment:P", "deposit:7", 50_000),
        ("chargeback:C:open", "chargeback:C", "provider:sandbox", 50_000),
        ("chargeback:C:open", "expense:provider", "provider:sandbox", 1_500),
        ("chargeback:C:deposit", "deposit:7", "chargeback:C", 50_000),
    ]
    message = OutboxMessage.objects.get(topic="deposit.charged_back")
    assert (message.book_id, message.payload["amount"], message.payload["owed"]) == (make.BOOK, 50_000, 0)
    assert (debt(make.BOOK, "CNY"), balances.cover("CNY"), invariants.check_all(now)) == (0, -1_500, [])


def test_18b_what_has_left_the_deposit_is_a_debt(db: None, now: datetime) -> None:
    account(now)
    payment = after.deposited(now, 3_000)
    hold = after.released(now)
    after.spent(now, left=0)
    of_order = after.disputed(hold.payment, now, amount=2_000)
    after.reserved_for(of_order, hold, now, 2_000)
    lose_chargeback(of_order.pk, now=now)
    after.charged_back(of_order, hold, now)
    left = deposited(make.BOOK, "CNY")
    assert left < 3_000
    disputed = after.disputed(payment, now)
    _ended(disputed, now)
    assert lines(C=disputed.pk)[-2:] == [
        ("chargeback:C:deposit", "deposit:7", "chargeback:C", left),
        ("chargeback:C:deposit", "receivable:7", "chargeback:C", 3_000 - left),
    ]
    assert (deposited(make.BOOK, "CNY"), debt(make.BOOK, "CNY")) == (0, 3_000 - left)
    assert end_chargeback(of_order.pk, now=now)
    assert invariants.check_all(now) == []


def test_a_part_leaves_the_rest(db: None, now: datetime) -> None:
    _payment, disputed = _disputed(now, amount=20_000)
    _ended(disputed, now)
    assert (deposited(make.BOOK, "CNY"), invariants.check_all(now)) == (30_000, [])


def test_a_deposit_stays_while_its_charge_is_disputed(db: None, now: datetime) -> None:
    account(now)
    _payment, disputed = _disputed(now)
    assert _refused(now) == "deposit_needed"
    win_chargeback(disputed.pk, now=now)
    payout = _back(now)
    assert payout is not None
    assert (payout.amount, lines(C=disputed.pk)[-2]) == (
        50_000,
        ("chargeback:C:won", "provider:sandbox", "chargeback:C", 50_000),
    )
    assert invariants.check_all(now) == []


def test_a_dispute_of_a_deposit_is_not_lost_before_it_is_there(db: None, now: datetime) -> None:
    payment = after.deposit_payment(now)
    charge = make.capture(payment, now)
    disputed = after.disputed(payment, now)
    with pytest.raises(DomainError) as refusal:
        lose_chargeback(disputed.pk, now=now)
    assert refusal.value.code == "charge_not_divided"
    accept_deposit(charge.pk, now=now)
    _ended(disputed, now)
    assert deposited(make.BOOK, "CNY") == 0


def test_a_lost_deposit_against_its_return(committed_db: CommittedDatabase, now: datetime) -> None:
    account(now)
    _payment, disputed = _disputed(now)
    lose_chargeback(disputed.pk, now=now)
    answers = at_once([partial(end_chargeback, disputed.pk, now=now)] * 3 + [partial(_back, now)] * 2)
    assert (answers[:3], set(answers[3:]) <= {"done", "deposit_needed"}) == (["done"] * 3, True)
    assert (Payout.objects.count(), deposited(make.BOOK, "CNY"), debt(make.BOOK, "CNY")) == (0, 0, 0)
    assert invariants.check_all(now) == []


def _under_way(now: datetime) -> Payout:
    account(now)
    after.deposited(now)
    payout = _back(now)
    assert payout is not None
    assert payouts._mark_sent(payout, now)
    return payout


@pytest.mark.parametrize("paid", [False, True])
def test_18c_what_comes_back_is_in_the_deposit_again(db: None, now: datetime, *, paid: bool) -> None:
    payout = _under_way(now)
    if paid:
        payouts.finish_payout(payout.pk, now=now)
    assert [payouts.return_payout(payout.pk, "closed", now=now) for _time in range(2)] == [True, False]
    source = "provider:sandbox" if paid else "payout_due:O"
    assert lines(O=payout.pk)[-1] == ("payout:O:return", source, "deposit:7", 50_000)
    assert (deposited(make.BOOK, "CNY"), payable(make.BOOK, "CNY")) == (50_000, 0)
    told = OutboxMessage.objects.get(topic="payout.returned").payload
    assert told == {"payout": payout.pk, "refund": None, "deposit": True, "amount": 50_000}
    again = _back(now)
    assert again is not None
    assert (again.pk != payout.pk, again.amount, invariants.check_all(now)) == (True, 50_000, [])


def _owing(now: datetime, amount: int) -> None:
    """A deposit came back after a dispute about it was lost: what was gone by then is owed."""
    payout = _under_way(now)
    disputed = after.disputed(Payment.objects.get(purpose="deposit"), now, amount=amount)
    _ended(disputed, now)
    assert payouts.return_payout(payout.pk, "closed", now=now)
    assert (debt(make.BOOK, "CNY"), deposited(make.BOOK, "CNY")) == (amount, 50_000)


def test_18d_what_is_owed_is_paid_off_before_it_goes_back(db: None, now: datetime) -> None:
    _owing(now, 3_000)
    payout = _back(now)
    assert payout is not None
    assert [line[1:] for line in lines(O=payout.pk)[-2:]] == [
        ("deposit:7", "receivable:7", 3_000),
        ("deposit:7", "payout_due:O", 47_000),
    ]
    assert (debt(make.BOOK, "CNY"), payout.amount, invariants.check_all(now)) == (0, 47_000, [])


def test_a_debt_takes_a_deposit_whole(db: None, now: datetime) -> None:
    _owing(now, 50_000)
    assert _back(now) is None
    assert (debt(make.BOOK, "CNY"), deposited(make.BOOK, "CNY"), Payout.objects.count()) == (0, 0, 1)


def test_a_debt_is_paid_off_once_by_what_was_earned_and_by_the_deposit(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    _owing(now, 10_000)
    release_hold(make.hold(now).id, now=now, actor=SYSTEM)
    answers = at_once([partial(_back, now)] * 2 + [partial(pay_off_debt, make.BOOK, "CNY", now=now)] * 2)
    assert set(answers) <= {"done", "changed_meanwhile"}
    assert (debt(make.BOOK, "CNY"), payable(make.BOOK, "CNY"), invariants.check_all(now)) == (0, 2_500, [])


@pytest.mark.parametrize("_turn", range(3))
def test_it_goes_to_the_account_in_use_when_it_leaves(
    committed_db: CommittedDatabase, now: datetime, _turn: int
) -> None:
    account(now)
    after.deposited(now)
    made = change(now)
    told_at(now)
    answers = at_once([partial(_back, now + DAY), partial(pass_payout_details, promise(), now + DAY)])
    assert answers == ["done", "done"]
    assert bank_accounts.in_use(make.BOOK) == made
    assert (Payout.objects.get().account_id, PayoutAccount.objects.count()) == (made.pk, 2)
