"""The courier loses the parcel and it is not handed over again within a week: the buyer has everything back."""

import pytest

from escrow.states import HoldState
from tests.journeys.purchase import buy, report, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_lost_parcel(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order] = buy(site, lin, wang)

    report(site, order, wang.ship(order), "lost")
    site.clock.forward(days=6, hours=23)
    site.settled()
    assert state(order) == HoldState.HELD
    site.clock.forward(hours=2)
    site.until(lambda: state(order) == HoldState.REFUNDED)
    site.settled()

    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:refund:1", "hold:A", "refund_due:1", 12_800),
        ("refund:1:done", "refund_due:1", "provider:sandbox", 12_800),
    ]
    site.invariants()
