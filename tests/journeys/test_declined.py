"""The bank says no, and yes the second time: the page of the payment says so, and nothing moves before the yes."""

import pytest

from escrow.states import HoldState
from tests.journeys.purchase import place, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_declined_and_paid_the_second_time(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order], cashier = place(lin, wang)
    cashier.form("/decline/").submit()
    address = f"/buy/payments/{payment.reference}/"
    site.until(lambda: lin.open(address).says("Your payment was declined"))
    assert lin.open(address).says("nothing was charged. Pay ¥128.00 once more")
    assert state(order) == HoldState.AWAITING_PAYMENT

    again = lin.open(f"{address}cashier/")
    assert not lin.open(address).says("declined")
    again.form("/pay/").submit()
    site.until(lambda: state(order) == HoldState.HELD)
    site.settled()
    assert lin.open(address).says("¥128.00 is paid")
    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
    ]
    site.invariants()
