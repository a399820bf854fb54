import pytest
from hypothesis import given
from hypothesis import strategies as st

from escrow.terms import Terms
from marketplace.orders.charges import Part, parts_of, shipping_of, terms_of, total_of
from marketplace.orders.models import ChargeType

GOODS, SHIPPING, SHOP, PLATFORM, TAX = (
    ChargeType.GOODS,
    ChargeType.SHIPPING,
    ChargeType.SELLER_DISCOUNT,
    ChargeType.PLATFORM_DISCOUNT,
    ChargeType.TAX,
)


@pytest.mark.parametrize(
    ("goods", "free_above", "asked"), [(9_999, 10_000, 800), (10_000, 10_000, 0), (10_000, None, 800), (1, 0, 0)]
)
def test_sending_is_free_from_the_shops_limit_on(goods: int, free_above: int | None, asked: int) -> None:
    assert shipping_of(goods, price=800, free_above=free_above) == asked


def test_an_order_without_discounts_has_a_charge_for_each_line_and_one_for_sending() -> None:
    assert parts_of([8_000, 4_000], shipping=800) == [Part(GOODS, 8_000, 0), Part(GOODS, 4_000, 1), Part(SHIPPING, 800)]


def test_discounts_are_split_over_the_lines_by_the_largest_remainder() -> None:
    assert parts_of([100, 100, 100], shipping=0, seller_discount=100, platform_discount=1, tax=7) == [
        Part(GOODS, 100, 0),
        Part(GOODS, 100, 1),
        Part(GOODS, 100, 2),
        Part(SHIPPING, 0),
        Part(SHOP, -34, 0),
        Part(SHOP, -33, 1),
        Part(SHOP, -33, 2),
        Part(PLATFORM, -1, 1),  # the first line has least left
        Part(TAX, 7),
    ]


def test_the_worked_example_with_a_platform_discount_gives_the_terms_of_the_books() -> None:
    parts = parts_of([8_000, 4_000], shipping=800, platform_discount=1_000)
    assert total_of(parts) == 11_800
    assert terms_of(parts, currency="CNY", fee_rate=250) == Terms(
        currency="CNY", amount=12_800, discount=1_000, fee_base=12_000, tax=0, fee_rate=250
    )


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=20),
    st.integers(0, 10**6),
    st.integers(0, 10**4),
    st.integers(0, 10**4),
)
def test_the_parts_always_add_up_exactly(goods: list[int], shipping: int, of_shop: int, of_platform: int) -> None:
    of_shop = min(of_shop, sum(goods) // 2)
    of_platform = min(of_platform, sum(goods) // 3)
    parts = parts_of(goods, shipping=shipping, seller_discount=of_shop, platform_discount=of_platform)
    assert total_of(parts) == sum(goods) + shipping - of_shop - of_platform
