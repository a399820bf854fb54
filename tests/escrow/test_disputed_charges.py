"""What a dispute takes when its charge paid nothing, was not divided yet, or is disputed twice: the journals."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest

from core.actor import PROVIDER, SYSTEM
from core.errors import DomainError
from escrow import balances, invariants
from escrow.actions.fund import fund_hold
from escrow.actions.release import release_hold
from escrow.models import Freeze, Hold
from escrow.payments.actions.chargebacks import lose_chargeback, win_chargeback
from escrow.payments.actions.end_chargeback import end_chargeback
from escrow.payments.actions.redirect import match_suspense, return_suspense
from escrow.payments.models import Capture, Chargeback, Refund
from tests import make as site
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.escrow.journals import lines
from tests.killing import killed_at
from tests.make import after
from tests.make import escrow as make
from tests.payments.deciding import proposed


def _code(act: object, *args: object, **more: object) -> str:
    with pytest.raises(DomainError) as refusal:
        act(*args, **more)  # type: ignore[operator]
    assert refusal.value.words
    return refusal.value.code


def _lost(chargeback: Chargeback, now: datetime) -> None:
    lose_chargeback(chargeback.pk, now=now)
    assert [end_chargeback(chargeback.pk, now=now) for _time in range(2)] == [True, False]


def test_a_second_charge_is_no_holds_business(db: None, now: datetime) -> None:
    hold = make.hold(now)
    second = site.capture(hold.payment, now=now, reference="ch-2")
    assert second.verdict == "second"
    disputed = after.disputed_charge(second, now)
    _lost(disputed, now)
    refund = Refund.objects.get()
    assert Chargeback.objects.get().shares == {}
    assert lines(C=disputed.pk, P=hold.payment_id, S=second.pk, R=refund.pk, H=hold.id)[2:] == [
        ("capture:sandbox:ch-2", "provider:sandbox", "payment:P", 12_800),
        ("capture:S:return", "payment:P", "refund_due:R", 12_800),
        ("chargeback:C:open", "chargeback:C", "provider:sandbox", 12_800),
        ("chargeback:C:open", "expense:provider", "provider:sandbox", 1_500),
        ("chargeback:C:loss", "expense:losses", "chargeback:C", 12_800),
    ]
    assert release_hold(hold.id, now=now, actor=SYSTEM).state == "released"
    assert invariants.check_all(now) == []


def test_21s_what_waits_in_suspense_gives_back_what_the_bank_took(db: None, now: datetime) -> None:
    charge = make.unknown_capture(now, "ch-x")
    disputed = after.disputed_charge(charge, now)
    _lost(disputed, now)
    assert lines(C=disputed.pk) == [
        ("capture:sandbox:ch-x", "provider:sandbox", "suspense", 12_800),
        ("chargeback:C:open", "chargeback:C", "provider:sandbox", 12_800),
        ("chargeback:C:open", "expense:provider", "provider:sandbox", 1_500),
        ("chargeback:C:suspense", "suspense", "chargeback:C", 12_800),
    ]
    assert _code(return_suspense, charge.pk, now=now, actor=SYSTEM) == "not_in_suspense"
    assert (balances.cover("CNY"), invariants.check_all(now)) == (-1_500, [])


@pytest.mark.parametrize("kind", ["suspense_match", "suspense_return"])
def test_what_is_disputed_is_not_even_proposed(db: None, now: datetime, kind: str) -> None:
    charge = make.unknown_capture(now, "ch-x")
    data = {"payment": make.payment(now).pk} if kind == "suspense_match" else {}
    disputed = after.disputed_charge(charge, now)
    assert _code(proposed, kind, charge.pk, data, now) == "charge_disputed"
    win_chargeback(disputed.pk, now=now)
    assert proposed(kind, charge.pk, data, now).agreed is None


def test_a_part_is_taken_out_of_suspense_and_the_rest_goes_back(db: None, now: datetime) -> None:
    charge, payment = make.unknown_capture(now, "ch-x"), make.payment(now)
    _lost(after.disputed_charge(charge, now, amount=5_000), now)
    assert _code(match_suspense, charge.pk, payment.pk, now=now, actor=SYSTEM) == "does_not_fit"
    return_suspense(charge.pk, now=now, actor=SYSTEM)
    refund = Refund.objects.get()
    assert (refund.amount, lines(S=charge.pk, R=refund.pk)[-1]) == (
        7_800,
        ("suspense:S:return", "suspense", "refund_due:R", 7_800),
    )
    assert invariants.check_all(now) == []


def test_two_disputes_take_what_is_in_suspense_once(db: None, now: datetime) -> None:
    charge = make.unknown_capture(now, "ch-x")
    first, second = (after.disputed_charge(charge, now, amount=amount) for amount in (10_000, 5_000))
    for one in (first, second):
        _lost(one, now)
    assert lines(A=first.pk, B=second.pk)[-3:] == [
        ("chargeback:A:suspense", "suspense", "chargeback:A", 10_000),
        ("chargeback:B:suspense", "suspense", "chargeback:B", 2_800),
        ("chargeback:B:loss", "expense:losses", "chargeback:B", 2_200),
    ]
    assert invariants.check_all(now) == []


def test_what_is_disputed_waits_in_suspense_until_it_was_decided(db: None, now: datetime) -> None:
    charge, payment = make.unknown_capture(now, "ch-x"), make.payment(now)
    disputed = after.disputed_charge(charge, now)
    assert _code(match_suspense, charge.pk, payment.pk, now=now, actor=SYSTEM) == "charge_disputed"
    assert _code(return_suspense, charge.pk, now=now, actor=SYSTEM) == "charge_disputed"
    win_chargeback(disputed.pk, now=now)
    match_suspense(charge.pk, payment.pk, now=now, actor=SYSTEM)
    assert Capture.objects.get().verdict == "good"


@pytest.mark.parametrize("_turn", range(3))
def test_disputing_against_matching(committed_db: CommittedDatabase, now: datetime, _turn: int) -> None:
    charge, payment = make.unknown_capture(now, "ch-x"), make.payment(now)
    answers = at_once(
        [
            partial(after.disputed_charge, charge, now),
            partial(match_suspense, charge.pk, payment.pk, now=now, actor=SYSTEM),
        ]
    )
    charge.refresh_from_db()
    assert answers == ["done", "done" if charge.verdict == "good" else "charge_disputed"]
    disputed = Chargeback.objects.get()
    # Matched before it was disputed, it pays something: that is decided first.
    refused = (["charge_not_divided"] if charge.verdict == "good" else ["done"]) * 2
    assert at_once([partial(lose_chargeback, disputed.pk, now=now)] * 2) == refused


def test_a_dispute_is_not_lost_before_its_charge_was_divided(db: None, now: datetime) -> None:
    hold = make.unpaid_hold(now)
    charge = make.capture(hold.payment, now)
    disputed = after.disputed(hold.payment, now)
    assert _code(lose_chargeback, disputed.pk, now=now) == "charge_not_divided"
    assert Chargeback.objects.get().state == "open"
    fund_hold(hold.id, capture_id=charge.id, now=now, actor=PROVIDER)
    after.frozen_for(disputed, hold, now)
    lose_chargeback(disputed.pk, now=now)
    assert Chargeback.objects.get().shares == {str(hold.id): 12_800}
    after.charged_back(disputed, hold, now)
    assert (end_chargeback(disputed.pk, now=now), invariants.check_all(now)) == (True, [])


def _twice_disputed(now: datetime, *amounts: int) -> tuple[Hold, Chargeback, Chargeback]:
    hold = make.hold(now)
    first, second = (after.disputed(hold.payment, now, amount=amount) for amount in amounts)
    for one in (first, second):
        after.frozen_for(one, hold, now)
    return hold, first, second


def test_each_of_two_disputes_takes_its_part_while_the_other_is_open(db: None, now: datetime) -> None:
    hold, first, second = _twice_disputed(now, 5_000, 4_000)
    lose_chargeback(first.pk, now=now)
    taken = after.charged_back(first, hold, now)
    assert (taken.state, taken.remaining, taken.freeze_count) == ("held", 7_800, 1)
    assert _code(after.charged_back, first, hold, now) == "hold_not_frozen"
    lose_chargeback(second.pk, now=now)
    taken = after.charged_back(second, hold, now)
    assert (taken.state, taken.remaining, taken.freeze_count) == ("held", 3_800, 0)
    assert [end_chargeback(one.pk, now=now) for one in (first, second)] == [True, True]
    assert lines(A=first.pk, B=second.pk, H=hold.id)[-2:] == [
        ("chargeback:A:hold:H", "hold:H", "chargeback:A", 5_000),
        ("chargeback:B:hold:H", "hold:H", "chargeback:B", 4_000),
    ]
    assert invariants.check_all(now) == []


def test_when_one_takes_all_the_other_has_nothing_to_freeze(db: None, now: datetime) -> None:
    hold, first, second = _twice_disputed(now, 12_800, 4_000)
    lose_chargeback(first.pk, now=now)
    taken = after.charged_back(first, hold, now)
    assert (taken.state, taken.freeze_count, Freeze.objects.filter(lifted_at=None).count()) == ("refunded", 0, 0)
    for one in (first, second):
        lose_chargeback(one.pk, now=now)
        end_chargeback(one.pk, now=now)
    assert lines(A=first.pk, B=second.pk, H=hold.id)[-2:] == [
        ("chargeback:A:hold:H", "hold:H", "chargeback:A", 12_800),
        ("chargeback:B:loss", "expense:losses", "chargeback:B", 4_000),
    ]
    assert invariants.check_all(now) == []


def test_two_disputes_take_at_once(committed_db: CommittedDatabase, now: datetime) -> None:
    hold, first, second = _twice_disputed(now, 12_800, 4_000)
    for one in (first, second):
        lose_chargeback(one.pk, now=now)
    answers = at_once([partial(after.charged_back, one, hold, now) for one in (first, second)])
    assert answers in (["done", "share_nothing"], ["done", "done"])
    assert (Hold.objects.get().state, Freeze.objects.filter(lifted_at=None).count()) == ("refunded", 0)
    assert at_once([partial(end_chargeback, one.pk, now=now) for one in (first, second)]) == ["done", "done"]
    assert invariants.check_all(now) == []


def _of_suspense(now: datetime) -> Chargeback:
    return after.disputed_charge(make.unknown_capture(now, "ch-x"), now)


def _of_deposit(now: datetime) -> Chargeback:
    return after.disputed(after.deposited(now, 12_800), now)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize(("disputed", "source"), [(_of_suspense, "suspense"), (_of_deposit, "deposit:7")])
def test_killed_at_the_end_it_is_taken_once(
    committed_db: CommittedDatabase, now: datetime, disputed: Callable[[datetime], Chargeback], source: str, place: str
) -> None:
    one = disputed(now)
    lose_chargeback(one.pk, now=now)
    end = partial(end_chargeback, one.pk, now=now)
    killed_at(f"end_chargeback.{place}", end)
    assert [end(), end()] == [place == "before", False]
    assert [line[1:] for line in lines(C=one.pk) if line[2] == "chargeback:C"] == [(source, "chargeback:C", 12_800)]
    assert invariants.check_all(now) == []
