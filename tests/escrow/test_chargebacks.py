"""A provider takes money back: before and after the release, won and lost, over several shops and with discounts."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from core.actor import SYSTEM
from core.errors import DomainError
from core.models import Deadline
from escrow import balances, invariants
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.models import Hold
from escrow.moves import accounts
from escrow.payments.actions.chargebacks import lose_chargeback, record_chargeback, win_chargeback
from escrow.payments.actions.end_chargeback import end_chargeback
from escrow.payments.models import Chargeback, Payment
from escrow.queries import debt, deposited
from escrow.shares import back_for_share, outstanding, shares_of
from escrow.terms import Back, Terms, divide_back
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.escrow.journals import lines
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account

OPENED = [
    ("chargeback:C:open", "chargeback:C", "provider:sandbox", 12_800),
    ("chargeback:C:open", "expense:provider", "provider:sandbox", 1_500),
]


def journal(chargeback: Chargeback, hold: Hold) -> list[tuple[str, str, str, int]]:
    found = lines(C=chargeback.pk, H=hold.id, P=hold.payment_id)
    return found[[line[0] for line in found].index("chargeback:C:open") :]


def test_14_before_the_release_won(db: None, now: datetime) -> None:
    hold = make.hold(now)
    chargeback = after.disputed(hold.payment, now)
    after.frozen_for(chargeback, hold, now)
    with pytest.raises(DomainError) as refusal:
        release_hold(hold.id, now=now, actor=SYSTEM)
    assert refusal.value.code == "hold_frozen"
    assert balances.cover("CNY") == -1_500
    assert win_chargeback(chargeback.pk, now=now) is True
    assert win_chargeback(chargeback.pk, now=now) is False
    unfreeze_hold(hold.id, cause="chargeback", cause_id=chargeback.pk, now=now, actor=SYSTEM)
    assert journal(chargeback, hold) == [*OPENED, ("chargeback:C:won", "provider:sandbox", "chargeback:C", 12_800)]
    assert release_hold(hold.id, now=now, actor=SYSTEM).state == "released"
    assert invariants.check_all(now) == []


def test_14a_before_the_release_lost(db: None, now: datetime) -> None:
    hold = make.hold(now)
    chargeback = after.disputed(hold.payment, now)
    after.frozen_for(chargeback, hold, now)
    assert lose_chargeback(chargeback.pk, now=now) is True
    hold = after.charged_back(chargeback, hold, now)
    assert (hold.state, hold.remaining, hold.freeze_count, hold.given_back) == ("refunded", 0, 0, 12_800)
    assert end_chargeback(chargeback.pk, now=now) is True
    assert end_chargeback(chargeback.pk, now=now) is False
    assert journal(chargeback, hold) == [*OPENED, ("chargeback:C:hold:H", "hold:H", "chargeback:C", 12_800)]
    assert Deadline.objects.filter(subject_type="hold", done_at=None).count() == 0
    assert invariants.check_all(now) == []


def test_14p_the_promotion_is_the_hosts_again(db: None, now: datetime) -> None:
    hold = make.hold(now, make.P)
    chargeback = after.disputed(hold.payment, now)
    after.frozen_for(chargeback, hold, now)
    lose_chargeback(chargeback.pk, now=now)
    hold = after.charged_back(chargeback, hold, now)
    end_chargeback(chargeback.pk, now=now)
    assert journal(chargeback, hold)[2:] == [
        ("chargeback:C:hold:H", "hold:H", "expense:promotions", 1_000),
        ("chargeback:C:hold:H", "hold:H", "chargeback:C", 11_800),
    ]
    assert (hold.state, hold.discount_back) == ("refunded", 1_000)
    assert invariants.check_all(now) == []


def test_15_after_the_release_lost(db: None, now: datetime) -> None:
    account(now)
    after.deposited(now, 3_000)
    hold = after.released(now)
    after.spent(now, left=5_000)
    chargeback = after.disputed(hold.payment, now)
    after.reserved_for(chargeback, hold, now)
    lose_chargeback(chargeback.pk, now=now)
    hold = after.charged_back(chargeback, hold, now)
    end_chargeback(chargeback.pk, now=now)
    assert journal(chargeback, hold)[2:] == [
        ("chargeback:C:hold:H", "income:fees", "chargeback:C", 300),
        ("chargeback:C:hold:H", "payable:7", "chargeback:C", 5_000),
        ("chargeback:C:hold:H", "deposit:7", "chargeback:C", 3_000),
        ("chargeback:C:hold:H", "receivable:7", "chargeback:C", 4_500),
    ]
    assert (hold.state, hold.fee, debt(make.BOOK, "CNY"), deposited(make.BOOK, "CNY")) == ("released", 0, 4_500, 0)
    assert invariants.check_all(now) == []


def test_a_part_is_taken_and_the_rest_goes_on(db: None, now: datetime) -> None:
    hold = make.hold(now)
    chargeback = after.disputed(hold.payment, now, amount=6_400)
    after.frozen_for(chargeback, hold, now)
    lose_chargeback(chargeback.pk, now=now)
    hold = after.charged_back(chargeback, hold, now)
    assert (hold.state, hold.remaining, hold.goods_back, hold.other_back) == ("held", 6_400, 6_000, 400)
    end_chargeback(chargeback.pk, now=now)
    assert release_hold(hold.id, now=now, actor=SYSTEM).fee == 150
    assert invariants.check_all(now) == []


def test_21_refunded_and_charged_back_is_the_hosts_loss(db: None, now: datetime) -> None:
    hold = make.hold(now)
    refund_hold(hold.id, Back.all_of(hold), reason="cancelled", now=now, actor=SYSTEM)
    chargeback = after.disputed(hold.payment, now)
    lose_chargeback(chargeback.pk, now=now)
    assert Chargeback.objects.get().shares == {}
    with pytest.raises(DomainError) as refusal:
        after.charged_back(chargeback, hold, now)
    assert refusal.value.code == "share_nothing"
    end_chargeback(chargeback.pk, now=now)
    assert journal(chargeback, hold)[2:] == [("chargeback:C:loss", "expense:losses", "chargeback:C", 12_800)]
    assert balances.cover("CNY") == -12_800 - 1_500
    assert invariants.check_all(now) == []


def two_shops(now: datetime) -> tuple[Payment, Hold, Hold]:
    """17,800 over two shops: 12,800 and 5,000."""
    payment = make.payment(now, 17_800)
    small = Terms(currency="CNY", amount=5_000, fee_base=5_000, fee_rate=250)
    with transaction.atomic():
        holds = [make.unpaid_hold(now, of=payment), make.unpaid_hold(now, small, make.BOOK + 1, of=payment)]
    capture = make.capture(payment, now)
    first, second = (fund_hold(one.id, capture_id=capture.id, now=now, actor=SYSTEM) for one in holds)
    return payment, first, second


def test_two_shops_bear_by_what_they_received_and_have_not_given_back(db: None, now: datetime) -> None:
    payment, first, second = two_shops(now)
    refund_hold(first.id, Back(goods=2_800), reason="part", now=now, actor=SYSTEM)
    release_hold(second.id, now=now, actor=SYSTEM)
    chargeback = after.disputed(payment, now, amount=9_000)
    after.frozen_for(chargeback, first, now)
    after.reserved_for(chargeback, second, now, 3_000)
    lose_chargeback(chargeback.pk, now=now)
    assert Chargeback.objects.get().shares == {str(first.id): 6_000, str(second.id): 3_000}
    with pytest.raises(DomainError) as refusal:
        end_chargeback(chargeback.pk, now=now)
    assert refusal.value.code == "chargeback_open"
    after.charged_back(chargeback, first, now)
    after.charged_back(chargeback, second, now)
    assert end_chargeback(chargeback.pk, now=now) is True
    assert balances.balance(None, accounts.chargeback(chargeback.pk, "CNY")) == 0
    assert invariants.check_all(now) == []


def test_what_is_beyond_all_shops_is_a_loss(db: None, now: datetime) -> None:
    payment, first, second = two_shops(now)
    refund_hold(second.id, Back.all_of(second), reason="cancelled", now=now, actor=SYSTEM)
    chargeback = after.disputed(payment, now)
    after.frozen_for(chargeback, first, now)
    lose_chargeback(chargeback.pk, now=now)
    after.charged_back(chargeback, first, now)
    end_chargeback(chargeback.pk, now=now)
    assert lines(C=chargeback.pk)[-1] == ("chargeback:C:loss", "expense:losses", "chargeback:C", 5_000)
    assert invariants.check_all(now) == []


def test_with_a_claim_open_as_well_nothing_is_taken(db: None, now: datetime) -> None:
    hold = make.hold(now)
    freeze_hold(hold.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    chargeback = after.disputed(hold.payment, now)
    after.frozen_for(chargeback, hold, now)
    lose_chargeback(chargeback.pk, now=now)
    with pytest.raises(DomainError) as refusal:
        after.charged_back(chargeback, hold, now)
    assert refusal.value.code == "hold_frozen"


def test_an_end_is_said_once(db: None, now: datetime) -> None:
    chargeback = after.disputed(make.hold(now).payment, now)
    with pytest.raises(DomainError) as refusal:
        end_chargeback(chargeback.pk, now=now)
    assert refusal.value.code == "chargeback_open"
    win_chargeback(chargeback.pk, now=now)
    with pytest.raises(DomainError) as refusal:
        lose_chargeback(chargeback.pk, now=now)
    assert refusal.value.code == "chargeback_decided"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": 0}, "chargeback_unreadable"),
        ({"amount": 2**62}, "chargeback_unreadable"),
        ({"fee": -1}, "chargeback_unreadable"),
        ({"reference": ""}, "chargeback_unreadable"),
        ({"reference": "x" * 81}, "chargeback_unreadable"),
        ({"charge": "nobody"}, "charge_unknown"),
        ({"currency": "JPY"}, "charge_unknown"),
        ({"amount": 12_801}, "charge_unknown"),
    ],
)
def test_a_chargeback_is_refused(db: None, now: datetime, change: dict[str, object], code: str) -> None:
    hold = make.hold(now)
    asked = {
        "gateway": "sandbox",
        "reference": "cb",
        "charge": f"ch-{hold.payment_id}",
        "amount": 12_800,
        "currency": "CNY",
        "fee": 0,
        "reason": "",
        "evidence_due_at": now + timedelta(days=7),
    } | change
    with pytest.raises(DomainError) as refusal:
        record_chargeback(**asked, now=now)  # type: ignore[arg-type]
    assert (refusal.value.code, Chargeback.objects.count()) == (code, 0)


def test_told_again_it_is_one_and_with_another_amount_or_charge_an_error(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    hold, other = make.hold(now), make.hold(now)

    def record(amount: int = 12_800, charged: Hold = hold) -> Chargeback:
        return record_chargeback(
            gateway="sandbox",
            reference="cb",
            charge=f"ch-{charged.payment_id}",
            amount=amount,
            currency="CNY",
            fee=0,
            reason="",
            evidence_due_at=now,
            now=now,
        )

    assert at_once([record] * 4) == ["done"] * 4
    assert Chargeback.objects.count() == 1
    for amount, charged in ((12_799, hold), (12_800, other)):
        with pytest.raises(DomainError) as refusal:
            record(amount, charged)
        assert refusal.value.code == "chargeback_differs"
    chargeback = Chargeback.objects.get()
    after.frozen_for(chargeback, hold, now)
    assert at_once([lambda: lose_chargeback(chargeback.pk, now=now)] * 3) == ["done"] * 3
    answers = at_once([lambda: after.charged_back(chargeback, hold, now)] * 4)
    assert sorted(answers) == ["done", *["share_nothing"] * 3]
    assert invariants.check_all(now) == []


@st.composite
def _holds(draw: st.DrawFn) -> Hold:
    goods, other, tax = draw(st.integers(0, 9_000)), draw(st.integers(0, 900)), draw(st.integers(0, 900))
    amount = goods + other + tax + 1
    discount = draw(st.integers(0, amount - 1))
    back = Back(draw(st.integers(0, goods)), draw(st.integers(0, other + 1)), draw(st.integers(0, tax)))
    hold = Hold(id=draw(st.integers(1, 10**6)), amount=amount, discount=discount, fee_base=goods, tax=tax)
    hold.funded_at = datetime(2026, 11, 23, tzinfo=None)  # noqa: DTZ001 - only whether it is there counts
    hold.goods_back, hold.other_back, hold.tax_back = back.goods, back.other, back.tax
    hold.discount_back = discount * back.total // amount
    return hold


@given(st.lists(_holds(), min_size=1, max_size=4, unique_by=lambda hold: hold.id), st.integers(1, 40_000))
def test_shares_add_up_and_each_can_be_taken_exactly(holds: list[Hold], amount: int) -> None:
    shares = shares_of(amount, holds)
    by_id = {hold.id: hold for hold in holds}
    assert sum(shares.values()) == min(amount, sum(max(0, outstanding(hold)) for hold in holds))
    for hold_id, share in shares.items():
        hold = by_id[hold_id]
        assert 0 < share <= outstanding(hold)
        back = back_for_share(hold, share)
        back.check(hold)
        assert divide_back(hold, back).buyer == share
