"""The parcel arrives, the buyer says nothing, the week to look passes: the seller is paid."""

import pytest

from escrow.states import HoldState
from tests.journeys.purchase import buy, deliver, order_page, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_silence_releases(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order] = buy(site, lin, wang)

    number = wang.ship(order)
    site.clock.forward(days=2)
    deliver(site, order, number)
    assert order_page(lin, order).forms("receipt")

    site.clock.forward(days=6, hours=23)
    site.settled()
    assert state(order) == HoldState.HELD
    site.clock.forward(hours=2)
    site.until(lambda: state(order) == HoldState.RELEASED)
    site.settled()

    assert not order_page(lin, order).forms("receipt")
    assert wang.left() == (9, 0)
    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:release", "hold:A", "payable:wang", 12_505),
        ("hold:A:release", "hold:A", "income:fees", 295),
    ]
    site.invariants()
