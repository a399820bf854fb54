"""Deposits of shops, and what the host bears or passes on: the worked examples, literally, and each refusal."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import balances, invariants
from escrow.actions.costs import book_provider_fee, give_goodwill, remit_tax
from escrow.actions.deposits import accept_deposit, return_deposit
from escrow.actions.release import release_hold
from escrow.actions.reserve import lift_reserve, reserve_hold
from escrow.moves import accounts
from escrow.payments.models import Payment, Payout
from escrow.queries import deposited
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.escrow.journals import lines
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account


def test_18_a_deposit_comes_in_and_goes_back(db: None, now: datetime) -> None:
    payment = after.deposit_payment(now)
    capture = make.capture(payment, now)
    assert (accept_deposit(capture.id, now=now), accept_deposit(capture.id, now=now)) == (True, False)
    assert Payment.objects.get(pk=payment.pk).state == "paid"
    assert deposited(make.BOOK, "CNY") == 50_000
    with pytest.raises(DomainError) as refusal:
        return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)
    assert refusal.value.code == "no_payout_account"
    account(now)
    payout = return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)
    assert payout is not None
    assert payout.amount == 50_000
    assert lines(P=payment.pk, C=capture.pk, O=payout.pk) == [
        ("capture:sandbox:ch-P", "provider:sandbox", "payment:P", 50_000),
        ("deposit:C", "payment:P", "deposit:7", 50_000),
        ("payout:O:request", "deposit:7", "payout_due:O", 50_000),
    ]
    assert return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM) is None
    assert invariants.check_all(now) == []


def test_a_deposit_stays_while_anything_is_open(db: None, now: datetime) -> None:
    account(now)
    after.deposited(now)

    def refused() -> str:
        with pytest.raises(DomainError) as refusal:
            return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)
        return refusal.value.code

    hold = make.hold(now)
    assert refused() == "deposit_needed"
    release_hold(hold.id, now=now, actor=SYSTEM)
    reserve_hold(hold.id, 4_000, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    assert refused() == "deposit_needed"
    lift_reserve(hold.id, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    assert return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM) is not None


def test_a_deposit_is_accepted_once_by_two(committed_db: CommittedDatabase, now: datetime) -> None:
    capture = make.capture(after.deposit_payment(now), now)
    assert at_once([lambda: accept_deposit(capture.id, now=now)] * 4) == ["done"] * 4
    assert deposited(make.BOOK, "CNY") == 50_000
    account(now)
    answers = at_once([lambda: return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM)] * 4)
    assert answers == ["done"] * 4
    assert (Payout.objects.count(), deposited(make.BOOK, "CNY"), invariants.check_all(now)) == (1, 0, [])


def test_19_tax_is_remitted_as_far_as_it_was_collected(db: None, now: datetime) -> None:
    after.released(now, make.TAXED)
    given: dict[str, Any] = {"currency": "CNY", "gateway": "sandbox", "now": now, "actor": SYSTEM}
    with pytest.raises(DomainError) as refusal:
        remit_tax(amount=1_201, reference="t1", **given)
    assert refusal.value.code == "tax_too_much"
    remit_tax(amount=1_200, reference="t1", **given)
    with pytest.raises(DomainError) as refusal:
        remit_tax(amount=1, reference="t2", **given)
    assert refusal.value.code == "tax_too_much"
    assert lines()[-1] == ("tax:t1", "tax_due", "provider:sandbox", 1_200)
    assert invariants.check_all(now) == []


def test_20_a_provider_fee_is_booked_once(db: None, now: datetime) -> None:
    given: dict[str, Any] = {
        "currency": "CNY",
        "gateway": "sandbox",
        "reference": "2611-1",
        "now": now,
        "actor": SYSTEM,
    }
    book_provider_fee(amount=77, **given)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        book_provider_fee(amount=78, **given)
    assert refusal.value.code == "reference_used"
    assert lines() == [("provider_fee:sandbox:2611-1", "expense:provider", "provider:sandbox", 77)]
    assert balances.cover("CNY") == -77


def test_20_goodwill_comes_out_of_the_hosts_own(db: None, now: datetime) -> None:
    hold = after.released(now)
    with pytest.raises(DomainError) as refusal:
        give_goodwill(hold.id, 301, now=now, actor=SYSTEM)  # the fee of 300 is all the host has
    assert refusal.value.code == "cover_too_small"
    make.capital(now, 50_000)
    refund = give_goodwill(hold.id, 500, now=now, actor=SYSTEM)
    assert (refund.amount, refund.reason, refund.payer_id) == (500, "goodwill", make.PAYER)
    assert lines(R=refund.pk)[-1] == ("goodwill:R", "expense:goodwill", "refund_due:R", 500)
    with pytest.raises(DomainError) as refusal:
        give_goodwill(hold.id, 12_301, now=now, actor=SYSTEM)
    assert refusal.value.code == "goodwill_too_much"
    assert balances.balance(None, accounts.goodwill("CNY")) == 500
    assert invariants.check_all(now) == []


@pytest.mark.parametrize("amount", [0, -1, 2**63])
def test_costs_have_bounds(db: None, now: datetime, amount: int) -> None:
    given: dict[str, Any] = {"currency": "CNY", "gateway": "sandbox", "reference": "x", "now": now, "actor": SYSTEM}
    hold = after.released(now)
    for act in (
        lambda: book_provider_fee(amount=amount, **given),
        lambda: remit_tax(amount=amount, **given),
        lambda: give_goodwill(hold.id, amount, now=now, actor=SYSTEM),
    ):
        with pytest.raises(DomainError) as refusal:
            act()
        assert refusal.value.code == "amount_out_of_bounds"


def test_a_deposit_that_came_late_goes_back(db: None, now: datetime) -> None:
    payment = after.deposit_payment(now)
    capture = make.capture(payment, now)
    capture.verdict = "late"
    capture.save()
    assert accept_deposit(capture.id, now=now + timedelta(days=2)) is False
    assert deposited(make.BOOK, "CNY") == 0
