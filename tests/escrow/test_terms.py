"""The arithmetic: whatever is given back in whatever steps, buyer + promotions + seller + fee + tax = what entered."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.money import MAX_MINOR
from escrow.models import Hold
from escrow.terms import Back, Division, divide, divide_back, fee_of


@dataclass(frozen=True)
class Case:
    hold: Hold
    backs: tuple[Back, ...]


@st.composite
def cases(draw: st.DrawFn, most: int = MAX_MINOR) -> Case:
    """A hold, and parts given back one after the other, the last of them perhaps at a settlement."""
    amount = draw(st.integers(1, most))
    fee_base = draw(st.integers(0, amount))
    tax = draw(st.integers(0, amount - fee_base))
    discount = draw(st.integers(0, amount - 1))
    hold = Hold(
        id=1,
        book_id=1,
        currency="CNY",
        amount=amount,
        remaining=amount,
        discount=discount,
        fee_base=fee_base,
        tax=tax,
        fee_rate=draw(st.integers(0, 10_000)),
        opened_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    left = Back.all_of(hold)
    backs = []
    for _ in range(draw(st.integers(0, 4))):
        back = Back(draw(st.integers(0, left.goods)), draw(st.integers(0, left.other)), draw(st.integers(0, left.tax)))
        backs.append(back)
        left = Back(left.goods - back.goods, left.other - back.other, left.tax - back.tax)
    return Case(hold, tuple(backs))


def give_back(hold: Hold, back: Back) -> Division:
    back.check(hold)
    parts = divide_back(hold, back)
    hold.remaining -= back.total
    hold.goods_back += back.goods
    hold.other_back += back.other
    hold.tax_back += back.tax
    hold.discount_back += parts.promotions
    return parts


@given(cases())
def test_everything_that_entered_goes_somewhere(case: Case) -> None:
    steps = [give_back(case.hold, back) for back in case.backs]
    steps.append(divide(case.hold, Back()))
    assert all(min(part.buyer, part.promotions, part.seller, part.fee, part.tax) >= 0 for part in steps)
    together = sum(part.buyer + part.promotions + part.seller + part.fee + part.tax for part in steps)
    assert together == case.hold.amount


@given(cases())
def test_a_settlement_divides_as_a_refund_and_a_release_would(case: Case) -> None:
    *before, last = (*case.backs, Back())
    for back in before:
        give_back(case.hold, back)
    settled = divide(case.hold, last)
    refunded = give_back(case.hold, last)
    released = divide(case.hold, Back())
    assert settled == Division(refunded.buyer, refunded.promotions, released.seller, released.fee, released.tax)


@given(cases())
def test_many_small_refunds_end_as_one_large_one(case: Case) -> None:
    hold = case.hold
    at_once = divide_back(hold, Back.all_of(hold))
    steps = [give_back(hold, back) for back in (*case.backs, Back())]
    steps.append(give_back(hold, Back.all_of(hold)))
    assert sum(part.buyer for part in steps) == at_once.buyer == hold.amount - hold.discount
    assert sum(part.promotions for part in steps) == at_once.promotions == hold.discount


@given(cases())
def test_the_fee_is_never_more_than_the_rate_of_what_the_seller_keeps(case: Case) -> None:
    hold = case.hold
    for back in case.backs:
        give_back(hold, back)
    fee = fee_of(hold, hold.goods_back)
    kept = hold.fee_base - hold.goods_back
    assert fee * 10_000 <= hold.fee_rate * kept < (fee + 1) * 10_000
    assert fee <= hold.remaining


def test_ten_thousand_one_cent_fees_add_up() -> None:
    hold = Hold(amount=40, remaining=40, fee_base=40, fee_rate=250)
    assert sum(divide(hold, Back()).fee for _ in range(10_000)) == 10_000
