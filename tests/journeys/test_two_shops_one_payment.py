"""A basket from two shops, one payment; one of the orders is cancelled and does not hinder the other."""

import pytest

from escrow.states import HoldState
from tests.journeys.purchase import buy, confirm, deliver, order_page, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_two_shops_one_payment(site: RunningSite) -> None:
    wang, chen, lin = stall(site, "Wang Hong"), stall(site, "Chen Bo", price=4_000), site.person("Lin Yue")
    payment, [tea, bowl] = buy(site, lin, wang, chen)

    order_page(lin, bowl).follow(to="cancellation").form("cancellation").submit()
    site.until(lambda: state(bowl) == HoldState.REFUNDED)
    deliver(site, tea, wang.ship(tea))
    confirm(lin, tea)
    site.settled()

    assert (state(tea), state(bowl)) == (HoldState.RELEASED, HoldState.REFUNDED)
    assert (wang.left(), chen.left()) == ((9, 0), (10, 0))
    assert site.journal(payment, wang=wang.shop, chen=chen.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 17_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:B:fund", "payment:P", "hold:B", 5_000),
        ("hold:B:refund:1", "hold:B", "refund_due:1", 5_000),
        ("refund:1:done", "refund_due:1", "provider:sandbox", 5_000),
        ("hold:A:release", "hold:A", "payable:wang", 12_505),
        ("hold:A:release", "hold:A", "income:fees", 295),
    ]
    site.invariants()
