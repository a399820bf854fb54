"""The shop takes the money and sends nothing: after the promise and its grace the buyer has it all back, unasked."""

import pytest

from escrow.states import HoldState
from tests.journeys.purchase import buy, order_page, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_never_shipped_refunds(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order] = buy(site, lin, wang)

    site.clock.forward(days=9, hours=23)
    site.settled()
    assert state(order) == HoldState.HELD
    site.clock.forward(hours=2)
    site.until(lambda: state(order) == HoldState.REFUNDED)
    site.settled()

    assert not order_page(lin, order).forms("receipt")
    assert wang.left() == (10, 0)
    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:refund:1", "hold:A", "refund_due:1", 12_800),
        ("refund:1:done", "refund_due:1", "provider:sandbox", 12_800),
    ]
    site.invariants()
