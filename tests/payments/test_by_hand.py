"""Entries written by hand: each needs two operators, shows its lines before, and is written once."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from core.actor import SYSTEM
from core.errors import DomainError
from core.money import MAX_MINOR
from escrow.actions.costs import book_provider_fee
from escrow.actions.debts import owed
from escrow.actions.release import release_hold
from escrow.invariants import check_all
from escrow.models import Hold
from escrow.payments.actions import by_hand
from escrow.payments.actions.by_hand import PreviewLine
from escrow.payments.actions.decide import agree, decline, propose
from escrow.payments.models import Decision, Refund
from escrow.terms import Back
from tests import make as site
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.make import after
from tests.make import escrow as make
from tests.payments.charging import at_once
from tests.payments.deciding import ONE, TRANSFER, TWO, decided, proposed
from tests.payments.provider_side import account

FEE = {"amount": 77, "currency": "CNY", "gateway": "sandbox", "reference": "fee-1"}
SUM = {"amount": 500, "currency": "CNY"}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def in_debt(now: datetime) -> int:
    """The book owes what a claim took back when nearly all it had earned was paid out; answers how much."""
    hold = after.reserved(now)
    account(now)
    after.spent(now, 4_000)
    after.taken_back(hold, Back(goods=8_000), now)
    return owed(make.BOOK, "CNY")


@pytest.mark.parametrize(
    ("kind", "data", "line"),
    [
        ("provider_fee", FEE, ("provider_fee:sandbox:fee-1", "expense:provider", "provider:sandbox", 77)),
        ("tax_remittance", FEE, ("tax:fee-1", "tax_due", "provider:sandbox", 77)),
    ],
)
def test_a_line_of_a_statement_is_booked_by_two_as_it_was_shown(
    db: None, now: datetime, kind: str, data: dict[str, Any], line: tuple[str, str, str, int]
) -> None:
    release_hold(make.hold(now, make.TAXED).pk, now=now, actor=SYSTEM)
    shown = by_hand.preview(kind, None, data)
    decision = proposed(kind, None, data, now)
    assert refused(partial(agree, decision.pk, operator_id=ONE, now=now)) == "four_eyes"
    agree(decision.pk, operator_id=TWO, now=now)
    assert lines()[-1] == line
    assert shown == [PreviewLine(*line[1:], "CNY")]
    assert check_all(now) == []


def test_goodwill_is_the_hosts_own_and_goes_back_the_way_it_was_paid(db: None, now: datetime) -> None:
    hold = make.hold(now)
    make.capital(now, 1_000)
    shown = by_hand.preview("goodwill", hold.pk, SUM)
    decided("goodwill", hold.pk, SUM, now)
    refund = Refund.objects.get()
    assert (refund.hold_id, refund.amount, refund.reason) == (hold.pk, 500, "goodwill")
    assert lines(R=refund.pk)[-1] == ("goodwill:R", "expense:goodwill", "refund_due:R", 500)
    assert shown == [PreviewLine("expense:goodwill", "refund_due", 500, "CNY")]
    assert Hold.objects.get().remaining == 12_800
    assert check_all(now) == []


def test_a_debt_is_written_off_and_no_more_than_it(db: None, now: datetime) -> None:
    debt = in_debt(now)
    assert refused(partial(proposed, "debt_write_off", make.BOOK, SUM | {"amount": debt + 1}, now)) == "debt_smaller"
    data = SUM | {"amount": debt}
    assert by_hand.preview("debt_write_off", make.BOOK, data) == [
        PreviewLine("expense:losses", f"receivable:{make.BOOK}", debt, "CNY")
    ]
    decided("debt_write_off", make.BOOK, data, now)
    assert owed(make.BOOK, "CNY") == 0
    assert check_all(now) == []


def test_a_second_operator_may_turn_it_down_and_nothing_moves(db: None, now: datetime) -> None:
    decision = proposed("provider_fee", None, FEE, now)
    assert refused(partial(decline, decision.pk, operator_id=ONE, now=now)) == "four_eyes"
    decline(decision.pk, operator_id=TWO, now=now)
    assert (lines(), Decision.objects.get().agreed) == ([], False)
    assert proposed("provider_fee", None, FEE, now).agreed is None


def test_one_line_of_a_statement_is_booked_once_whatever_it_is_called(db: None, now: datetime) -> None:
    decided("provider_fee", None, FEE, now)
    for kind in ("provider_fee", "capital_in", "tax_remittance"):
        assert refused(partial(proposed, kind, None, FEE, now)) == "reference_used"
    assert len(lines()) == 1


def test_what_the_books_know_already_is_not_proposed(db: None, now: datetime) -> None:
    book_provider_fee(**FEE, now=now, actor=SYSTEM)  # type: ignore[arg-type]
    assert refused(partial(proposed, "provider_fee", None, FEE, now)) == "reference_used"


def test_goodwill_for_an_order_of_ones_own_shop_is_for_others_to_decide(db: None, now: datetime) -> None:
    shop = site.shop(now=now)
    hold = make.hold(now, book_id=shop.book_id)
    make.capital(now, 500)
    for who in (shop.owner_id, hold.payment.payer_id):
        act = partial(propose, "goodwill", hold.pk, SUM, "For us.", operator_id=who, now=now)
        assert refused(act) == "own_money"


def test_what_is_no_longer_so_is_refused_to_the_second(db: None, now: datetime) -> None:
    hold = make.hold(now)
    make.capital(now, 500)
    first = proposed("goodwill", hold.pk, SUM, now)
    decided("capital_draw", None, TRANSFER | {"amount": 500}, now)
    assert refused(partial(agree, first.pk, operator_id=TWO, now=now)) == "cover_too_small"
    assert Decision.objects.get(pk=first.pk).agreed is None


@pytest.mark.parametrize("amount", [0, -1, MAX_MINOR + 1, 1.5, "500", True, None])
@pytest.mark.parametrize("kind", ["provider_fee", "tax_remittance", "goodwill", "debt_write_off"])
def test_an_amount_that_is_none_is_not_proposed(db: None, now: datetime, kind: str, amount: object) -> None:
    subject = {"goodwill": make.hold(now).pk, "debt_write_off": make.BOOK}.get(kind)
    data = (SUM if subject else FEE) | {"amount": amount}
    assert refused(partial(proposed, kind, subject, data, now)) == "decision_unreadable"


@pytest.mark.parametrize(
    ("kind", "subject", "data"),
    [
        ("goodwill", None, SUM),
        ("goodwill", 404, SUM),
        ("goodwill", 404, FEE),
        ("debt_write_off", None, SUM),
        ("debt_write_off", -1, SUM),
        ("provider_fee", 7, FEE),
        ("provider_fee", None, SUM),
        ("provider_fee", None, FEE | {"gateway": "nobody"}),
        ("provider_fee", None, FEE | {"reference": " "}),
        ("provider_fee", None, FEE | {"reference": ["x"]}),
        ("tax_remittance", None, FEE | {"currency": "XYZ"}),
    ],
)
def test_what_is_not_whole_is_not_proposed(
    db: None, now: datetime, kind: str, subject: int | None, data: dict[str, Any]
) -> None:
    assert refused(partial(proposed, kind, subject, data, now)) == "decision_unreadable"


def test_goodwill_for_an_order_nobody_paid_is_refused(db: None, now: datetime) -> None:
    assert refused(partial(proposed, "goodwill", make.unpaid_hold(now).pk, SUM, now)) == "hold_not_paid"


def test_two_operators_who_agree_at_once_write_it_once(committed_db: CommittedDatabase, now: datetime) -> None:
    decision = proposed("provider_fee", None, FEE, now)
    acts = [partial(agree, decision.pk, operator_id=who, now=now) for who in (TWO, 103)]
    assert at_once(*acts) == ["decided_already", "done"]
    assert len(lines()) == 1
