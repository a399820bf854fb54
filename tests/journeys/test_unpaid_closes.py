"""Nobody pays: after a day the order closes and the piece is back on the shelf. Money that comes too late goes back."""

import pytest

from escrow.states import HoldState
from tests.journeys.purchase import place, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_unpaid_closes(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order], _cashier = place(lin, wang)
    assert wang.left() == (9, 1)

    site.clock.forward(hours=23)
    site.settled()
    assert state(order) == HoldState.AWAITING_PAYMENT
    site.clock.forward(hours=2)
    site.until(lambda: state(order) == HoldState.VOID)
    site.settled()

    assert wang.left() == (10, 0)
    assert site.journal(payment, wang=wang.shop) == []
    site.invariants()


def test_late_money_goes_back(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order], cashier = place(lin, wang)
    cashier.form("/pay-late/").submit()

    site.clock.forward(hours=24, minutes=5)
    site.until(lambda: state(order) == HoldState.VOID)
    site.clock.forward(hours=1)
    site.until(payment.captures.exists)
    site.settled()

    assert wang.left() == (10, 0)
    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("capture:C1:return", "payment:P", "refund_due:1", 12_800),
        ("refund:1:done", "refund_due:1", "provider:sandbox", 12_800),
    ]
    site.invariants()
