"""The seller cannot send it: everything goes back at once, and the buyer reads why."""

import pytest

from escrow.states import HoldState
from tests.journeys.purchase import buy, order_page, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_seller_cancels(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order] = buy(site, lin, wang)

    wang.pack(order)
    wang.cancel(order, "The cake was damp.")
    site.settled()

    assert state(order) == HoldState.REFUNDED
    assert order_page(lin, order).says("The shop’s reason: “The cake was damp”.")
    assert wang.left() == (10, 0)
    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:refund:1", "hold:A", "refund_due:1", 12_800),
        ("refund:1:done", "refund_due:1", "provider:sandbox", 12_800),
    ]
    site.invariants()
