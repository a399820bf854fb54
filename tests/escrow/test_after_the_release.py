"""The worked examples of docs/money.md about money that was released already: the whole journal, literally."""

from datetime import datetime

import pytest

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import balances, invariants
from escrow.actions.claw_back import claw_back
from escrow.actions.debts import pay_off_debt, write_off_debt
from escrow.actions.release import release_hold
from escrow.actions.reserve import lift_reserve, reserve_hold
from escrow.models import Hold
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout, Refund
from escrow.queries import available, debt, deposited, figures, kept_back
from escrow.terms import Back, Terms
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.escrow.journals import lines
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account

LINE_BACK = Back(goods=4_000)


def ids(hold: Hold) -> dict[str, int]:
    refund = Refund.objects.filter(hold_id=hold.id).first()
    return {"H": hold.id, "P": hold.payment_id, **({"R": refund.id} if refund else {})}


def after_release(hold: Hold) -> list[tuple[str, str, str, int]]:
    """What was posted about a hold after its release, payouts aside."""
    found = lines(**ids(hold))
    start = max(i for i, line in enumerate(found) if line[0] == "hold:H:release")
    return [line for line in found[start + 1 :] if not line[0].startswith("payout")]


def test_16_an_after_sale_claim_takes_fee_payable_and_then_makes_a_debt(db: None, now: datetime) -> None:
    account(now)
    hold = after.released(now)
    after.spent(now, left=1_000)
    reserve_hold(hold.id, 4_000, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    hold = after.taken_back(hold, LINE_BACK, now)
    assert after_release(hold) == [
        ("hold:H:claw_back:R", "income:fees", "refund_due:R", 100),
        ("hold:H:claw_back:R", "payable:7", "refund_due:R", 1_000),
        ("hold:H:claw_back:R", "receivable:7", "refund_due:R", 2_900),
    ]
    assert (hold.state, hold.fee, hold.goods_back, hold.remaining) == ("released", 200, 4_000, 0)
    assert (available(make.BOOK, "CNY"), debt(make.BOOK, "CNY")) == (0, 2_900)
    refund = Refund.objects.get(hold_id=hold.id)
    assert (refund.amount, refund.reason, refund.payer_id, refund.book_id) == (4_000, "after_sale", make.PAYER, 7)
    assert invariants.check_all(now) == []


def test_16p_the_promotion_gets_its_part_back(db: None, now: datetime) -> None:
    account(now)
    hold = after.released(now, make.P)
    after.spent(now, left=1_000)
    reserve_hold(hold.id, 4_000, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    hold = after.taken_back(hold, LINE_BACK, now)
    assert after_release(hold) == [
        ("hold:H:claw_back:R", "income:fees", "refund_due:R", 100),
        ("hold:H:claw_back:R", "payable:7", "refund_due:R", 1_000),
        ("hold:H:claw_back:R", "receivable:7", "refund_due:R", 2_588),
        ("hold:H:claw_back:R", "receivable:7", "expense:promotions", 312),
    ]
    assert invariants.check_all(now) == []


def test_the_deposit_bears_what_the_payable_does_not(db: None, now: datetime) -> None:
    account(now)
    after.deposited(now, 2_000)
    hold = after.released(now)
    after.spent(now, left=1_000)
    reserve_hold(hold.id, 4_000, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    after.taken_back(hold, LINE_BACK, now)
    assert after_release(hold)[1:] == [
        ("hold:H:claw_back:R", "payable:7", "refund_due:R", 1_000),
        ("hold:H:claw_back:R", "deposit:7", "refund_due:R", 2_000),
        ("hold:H:claw_back:R", "receivable:7", "refund_due:R", 900),
    ]
    assert (deposited(make.BOOK, "CNY"), debt(make.BOOK, "CNY")) == (0, 900)
    assert invariants.check_all(now) == []


def test_tax_returns_with_its_goods(db: None, now: datetime) -> None:
    hold = after.reserved(now, make.TAXED)
    after.taken_back(hold, Back(goods=4_000, tax=400), now)
    assert after_release(hold) == [
        ("hold:H:claw_back:R", "income:fees", "refund_due:R", 100),
        ("hold:H:claw_back:R", "tax_due", "refund_due:R", 400),
        ("hold:H:claw_back:R", "payable:7", "refund_due:R", 3_900),
    ]
    assert invariants.check_all(now) == []


def test_many_small_ones_end_like_one(db: None, now: datetime) -> None:
    one, many = after.released(now, make.P), after.released(now, make.P)
    whole = Back(goods=12_000, other=800)
    reserve_hold(one.id, 12_800, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    after.taken_back(one, whole, now)
    for number, back in enumerate((Back(goods=1), Back(other=799), Back(goods=11_999, other=1))):
        reserve_hold(many.id, back.total, cause="a", cause_id=number, now=now, actor=SYSTEM)
        claw_back(many.id, back, cause="a", cause_id=number, reason="after_sale", now=now, actor=SYSTEM)
    names = ("goods_back", "other_back", "tax_back", "discount_back", "fee")
    stored = [Hold.objects.values_list(*names).get(pk=hold.id) for hold in (one, many)]
    assert stored == [(12_000, 800, 0, 1_000, 0)] * 2
    assert sum(Refund.objects.filter(hold_id=many.id).values_list("amount", flat=True)) == 11_800
    assert invariants.check_all(now) == []


def test_17_the_next_release_pays_the_debt_before_a_payout(db: None, now: datetime) -> None:
    account(now)
    hold = after.released(now)
    after.spent(now, left=1_000)
    reserve_hold(hold.id, 4_000, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    after.taken_back(hold, LINE_BACK, now)
    second = make.hold(now, Terms(currency="CNY", amount=8_000, fee_base=8_000, fee_rate=250))
    release_hold(second.id, now=now, actor=SYSTEM)
    assert available(make.BOOK, "CNY") == 4_900
    with pytest.raises(DomainError) as refusal:
        request_payout(book_id=make.BOOK, amount=4_901, currency="CNY", now=now, actor=SYSTEM)
    assert refusal.value.code == "payout_too_much"
    # Asked for too much: the debt is paid off all the same.
    assert debt(make.BOOK, "CNY") == 0
    request_payout(book_id=make.BOOK, amount=4_900, currency="CNY", now=now, actor=SYSTEM)
    paid = [line for line in lines() if line[0].startswith("offset")]
    assert [line[1:] for line in paid] == [("payable:7", "receivable:7", 2_900)]
    assert (available(make.BOOK, "CNY"), pay_off_debt(make.BOOK, "CNY", now=now)) == (0, 0)
    assert invariants.check_all(now) == []


def test_a_debt_is_paid_off_as_far_as_it_goes(db: None, now: datetime) -> None:
    account(now)
    hold = after.released(now)
    after.spent(now, left=0)
    reserve_hold(hold.id, 12_800, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    after.taken_back(hold, Back(goods=12_000, other=800), now)
    release_hold(make.hold(now, Terms(currency="CNY", amount=500, fee_base=0, fee_rate=0)).id, now=now, actor=SYSTEM)
    assert pay_off_debt(make.BOOK, "CNY", now=now) == 500
    assert (debt(make.BOOK, "CNY"), available(make.BOOK, "CNY")) == (12_000, 0)
    with pytest.raises(DomainError) as refusal:
        write_off_debt(make.BOOK, "CNY", 12_001, now=now, actor=SYSTEM)
    assert refusal.value.code == "debt_smaller"
    write_off_debt(make.BOOK, "CNY", 12_000, now=now, actor=SYSTEM)
    assert lines()[-1][1:] == ("expense:losses", "receivable:7", 12_000)
    assert (debt(make.BOOK, "CNY"), balances.cover("CNY")) == (0, -12_000)
    assert invariants.check_all(now) == []


def test_what_an_open_claim_may_take_is_not_paid_out(db: None, now: datetime) -> None:
    account(now)
    hold = after.reserved(now)
    assert (kept_back(make.BOOK, "CNY"), available(make.BOOK, "CNY")) == (4_000, 8_500)
    assert figures(make.BOOK, "CNY").available == 8_500
    with pytest.raises(DomainError) as refusal:
        request_payout(book_id=make.BOOK, amount=8_501, currency="CNY", now=now, actor=SYSTEM)
    assert refusal.value.code == "payout_too_much"
    lift_reserve(hold.id, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    request_payout(book_id=make.BOOK, amount=12_500, currency="CNY", now=now, actor=SYSTEM)
    assert invariants.check_all(now) == []


@pytest.mark.parametrize(
    ("back", "code"),
    [
        (Back(), "back_nothing"),
        (Back(goods=-1, other=5), "back_negative"),
        (Back(goods=12_001), "back_too_much"),
        (Back(other=801), "back_too_much"),
        (Back(tax=1), "back_too_much"),
    ],
)
def test_a_claw_back_is_refused(db: None, now: datetime, back: Back, code: str) -> None:
    hold = after.reserved(now)
    before = lines()
    with pytest.raises(DomainError) as refusal:
        after.taken_back(hold, back, now)
    assert (refusal.value.code, lines()) == (code, before)


def test_what_was_never_reserved_or_ended_is_not_clawed_back(db: None, now: datetime) -> None:
    hold = after.released(now)
    with pytest.raises(DomainError) as refusal:
        after.taken_back(hold, LINE_BACK, now)
    assert refusal.value.code == "not_reserved"
    reserve_hold(hold.id, 4_000, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    after.taken_back(hold, LINE_BACK, now)
    with pytest.raises(DomainError) as refusal:
        after.taken_back(hold, LINE_BACK, now)
    assert refusal.value.code == "not_reserved"
    with pytest.raises(DomainError) as refusal:
        reserve_hold(hold.id, 1, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    assert refusal.value.code == "reserve_known"
    with pytest.raises(DomainError) as refusal:
        reserve_hold(hold.id, 8_801, cause="after_sale", cause_id=6, now=now, actor=SYSTEM)
    assert refusal.value.code == "back_too_much"
    with pytest.raises(DomainError) as refusal:
        reserve_hold(hold.id, 0, cause="after_sale", cause_id=6, now=now, actor=SYSTEM)
    assert refusal.value.code == "back_nothing"


def test_a_payout_and_a_claw_back_at_once_never_take_the_same_money(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    account(now)
    hold = after.released(now)

    def claim() -> object:
        reserve_hold(hold.id, 12_800, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
        return after.taken_back(hold, Back(goods=12_000, other=800), now)

    answers = at_once(
        [claim, lambda: request_payout(book_id=make.BOOK, amount=12_500, currency="CNY", now=now, actor=SYSTEM)]
    )
    assert answers[0] == "done"
    # The claim is two moves: a payout that decides twice may come too late for both, and takes nothing then.
    assert answers[1] in {"done", "payout_too_much", "changed_meanwhile"}
    assert debt(make.BOOK, "CNY") == (12_500 if answers[1] == "done" else 0)
    assert (Payout.objects.count() == 1) == (answers[1] == "done")
    assert invariants.check_all(now) == []


def test_two_claw_backs_at_once_share_what_there_is(committed_db: CommittedDatabase, now: datetime) -> None:
    account(now)
    holds = [after.released(now), after.released(now)]
    after.spent(now, left=5_000, earned=25_000)
    for hold in holds:
        reserve_hold(hold.id, 4_000, cause="after_sale", cause_id=after.CLAIM, now=now, actor=SYSTEM)
    answers = at_once([lambda hold=hold: after.taken_back(hold, LINE_BACK, now) for hold in holds])  # type: ignore[misc]
    assert answers == ["done", "done"]
    assert (debt(make.BOOK, "CNY"), available(make.BOOK, "CNY")) == (2 * 3_900 - 5_000, 0)
    assert invariants.check_all(now) == []
