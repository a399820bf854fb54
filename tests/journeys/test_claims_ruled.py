"""A claim that the desk decides: both accept, an appeal overturns it, or nobody rules in time."""

import pytest

from escrow.states import HoldState
from tests.journeys.complaint import complain, delivered, given_back, opening, refused_and_shown
from tests.journeys.purchase import state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_both_accept(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    zhou = site.person("Officer Zhou", is_staff=True)
    payment, order = delivered(site, lin, wang)
    asked = complain(site, lin, wang, order, goods="118.00")
    refused_and_shown(asked)

    asked.ruled(zhou, way="sum", sum="50.00")
    asked.buyer_does("acceptance")
    site.settled()
    assert (asked.state, state(order)) == ("ruled", HoldState.HELD)
    asked.shop_does("acceptance")
    asked.until("closed:ruled")

    assert state(order) == HoldState.SETTLED
    assert site.journal(payment, wang=wang.shop) == [
        *opening(),
        *given_back(5_000, by="settle")[:1],
        ("hold:A:settle", "hold:A", "payable:wang", 7_630),
        ("hold:A:settle", "hold:A", "income:fees", 170),
        *given_back(5_000)[1:],
    ]
    site.invariants()


def test_appeal_overturned(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    zhou, qian = (site.person(name, is_staff=True) for name in ("Officer Zhou", "Officer Qian"))
    payment, order = delivered(site, lin, wang)
    asked = complain(site, lin, wang, order, goods="118.00", sending="10.00")
    refused_and_shown(asked)

    asked.ruled(zhou, way="nothing")
    asked.buyer_does("appeal", words="The photo was of another tin.")
    site.settled()
    assert (asked.state, state(order)) == ("appealed", HoldState.HELD)
    own = zhou.open(f"/staff/claims/{asked.claim.pk}/")
    assert not own.forms("/ruling/$")
    asked.ruled(qian, way="all")
    asked.until("closed:ruled")

    assert state(order) == HoldState.SETTLED
    assert site.journal(payment, wang=wang.shop) == [
        *opening(),
        *given_back(12_800, by="settle")[:1],
        *given_back(12_800)[1:],
    ]
    site.invariants()


def test_thirty_day_default(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, order = delivered(site, lin, wang)
    asked = complain(site, lin, wang, order, goods="118.00", sending="10.00")
    refused_and_shown(asked)

    site.clock.forward(days=29)
    site.settled()
    assert asked.state == "ruling"
    asked.let_pass("ruling_latest", "closed:default")

    assert state(order) == HoldState.SETTLED
    assert site.visitor().open("/rulings/").says("1")
    assert site.journal(payment, wang=wang.shop) == [
        *opening(),
        *given_back(12_800, by="settle")[:1],
        *given_back(12_800)[1:],
    ]
    site.invariants()
