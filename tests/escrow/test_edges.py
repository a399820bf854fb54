"""Just at the edge: the smallest amount, the last unit, the share of nobody, another cause, another shop."""

from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import connection

from core.actor import SYSTEM
from escrow.actions.capital import pay_in_capital
from escrow.actions.costs import give_goodwill
from escrow.actions.debts import owed, pay_off_debt
from escrow.actions.deposits import accept_deposit, return_deposit
from escrow.actions.freeze import freeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.reserve import lift_reserve, reserve_hold
from escrow.actions.settle import settle_hold
from escrow.payments.actions.chargebacks import lose_chargeback
from escrow.payments.actions.return_share import return_share
from escrow.payments.models import Refund
from escrow.queries import deposited
from escrow.terms import Back, Terms
from tests.escrow.test_refusals import refused
from tests.escrow.test_small_print import indebted
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account

#: All of it goes to the shop.
ONE = Terms(currency="CNY", amount=1, fee_base=1, fee_rate=0)


def test_the_smallest_amount_is_one(db: None, now: datetime) -> None:
    pay_in_capital(amount=1, currency="CNY", gateway="sandbox", reference="a", now=now, actor=SYSTEM)


def test_all_of_a_charge_goes_back_as_goodwill_and_no_more(db: None, now: datetime) -> None:
    make.capital(now, 20_000)
    hold = make.hold(now)
    with refused("goodwill_too_much"):
        give_goodwill(hold.id, 12_801, now=now, actor=SYSTEM)
    give_goodwill(hold.id, 12_800, now=now, actor=SYSTEM)
    assert Refund.objects.get().amount == 12_800


def test_one_unit_pays_off_one_of_a_debt(db: None, now: datetime) -> None:
    indebted(now)
    after.released(now, ONE)
    assert (pay_off_debt(make.BOOK, "CNY", now=now), owed(make.BOOK, "CNY")) == (1, 3_899)


def test_a_deposit_pays_a_debt_when_it_is_to_and_with_what_is_in_it(db: None, now: datetime) -> None:
    indebted(now)
    assert pay_off_debt(make.BOOK, "CNY", now=now, with_deposit=True) == 0
    after.deposited(now, 500)
    assert (pay_off_debt(make.BOOK, "CNY", now=now), deposited(make.BOOK, "CNY")) == (0, 500)
    assert pay_off_debt(make.BOOK, "CNY", now=now, with_deposit=True) == 500


def test_nobodys_money_is_no_deposit(db: None, now: datetime) -> None:
    assert accept_deposit(make.unknown_capture(now).id, now=now) is False


def test_a_deposit_leaves_though_another_shop_has_an_order(db: None, now: datetime) -> None:
    account(now)
    after.deposited(now, 500)
    make.hold(now, book_id=8)
    assert return_deposit(book_id=make.BOOK, currency="CNY", now=now, actor=SYSTEM) is not None


def test_what_is_kept_back_is_lifted_by_its_own_kind_of_cause(db: None, now: datetime) -> None:
    hold = after.reserved(now)
    with refused("not_reserved"):
        lift_reserve(hold.id, cause="chargeback", cause_id=after.CLAIM, now=now, actor=SYSTEM)


def test_only_of_what_has_ended_something_is_kept_back_or_taken(db: None, now: datetime) -> None:
    hold = make.hold(now)
    reserve = partial(reserve_hold, hold.id, 500, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    for act in (reserve, partial(after.taken_back, hold, Back(goods=500), now)):
        with refused("hold_held"):
            act()
    freeze_hold(hold.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    settle_hold(hold.id, Back(), cause="claim", cause_id=1, now=now, actor=SYSTEM)
    assert reserve().state == "settled"


def test_a_share_that_went_back_funds_nothing(db: None, now: datetime) -> None:
    paid_by = make.payment(now, 25_600)
    first, second, third = (make.unpaid_hold(now, of=paid_by) for _number in range(3))
    fund = partial(fund_hold, capture_id=make.capture(paid_by, now).id, now=now, actor=SYSTEM)
    return_share(paid_by.captures.get().pk, 12_800, hold_id=first.id, now=now)
    fund(second.id)
    with refused("capture_spent"):
        fund(third.id)


def test_an_order_without_a_share_owes_nothing(db: None, now: datetime) -> None:
    hold, other = make.hold(now), make.hold(now)
    lost = after.disputed(hold.payment, now)
    for each in (hold, other):
        after.frozen_for(lost, each, now)
    lose_chargeback(lost.pk, now=now)
    with refused("share_nothing"):
        after.charged_back(lost, other, now)


def test_what_went_back_to_the_buyer_is_over(db: None, now: datetime) -> None:
    hold = make.hold(now)
    refund_hold(hold.id, Back.all_of(hold), reason="cancelled", now=now, actor=SYSTEM)
    with refused("hold_ended"):
        release_hold(hold.id, now=now, actor=SYSTEM)


@pytest.mark.parametrize("code", ["40P01", "40001"])
def test_a_move_that_the_database_broke_off_for_another_may_be_decided_again(
    db: None, now: datetime, code: str
) -> None:
    """A deadlock and a serialization failure: by PostgreSQL's own word nothing was written."""
    hold = make.hold(now)

    def gives_way(run: Any, sql: str, params: Any, *more: Any) -> Any:
        if "commit_move" in sql:
            return run(f"DO $$ BEGIN RAISE EXCEPTION 'gave way' USING ERRCODE = '{code}'; END $$", None, *more)
        return run(sql, params, *more)

    with connection.execute_wrapper(gives_way), refused("changed_meanwhile"):
        release_hold(hold.id, now=now, actor=SYSTEM)
