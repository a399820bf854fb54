"""A claim that the two settle between them: agreed, after an offer and a counter-offer, by silence, with the goods sent
back, and before anything was sent.
"""

from typing import Any

import pytest

from escrow.states import HoldState
from tests.journeys import complaint as told_as
from tests.journeys.complaint import complain, delivered, given_back, opening, released
from tests.journeys.purchase import buy, confirm, order_page, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")

PLACE: dict[str, Any] = {
    "recipient": "Wang Hong",
    "phone": "138 0000 1234",
    "region": "Yunnan, Pu’er",
    "street": "Tea Road 1",
}


def test_claim_agreed(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, order = delivered(site, lin, wang)
    asked = complain(site, lin, wang, order, goods="40.00")
    assert not order_page(lin, order).forms("receipt")

    asked.shop_does("agreement")
    asked.until("closed:agreed")
    assert state(order) == HoldState.HELD
    confirm(lin, order)
    site.settled()

    assert site.journal(payment, wang=wang.shop) == [*opening(), *given_back(4_000), *released(8_605, 195)]
    assert wang.left() == (9, 0)
    site.invariants()


def test_counter_offer_accepted(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, order = delivered(site, lin, wang)
    asked = complain(site, lin, wang, order, goods="40.00")

    asked.shop_does("offers", goods="20.00", words="It is only the paper.")
    asked.buyer_does("offers", goods="30.00", words="And the smell.")
    asked.shop_does("offer-agreement")
    asked.until("closed:offer_accepted")
    site.clock.forward(days=8)
    site.until(lambda: state(order) == HoldState.RELEASED)
    site.settled()

    assert site.journal(payment, wang=wang.shop) == [*opening(), *given_back(3_000), *released(9_580, 220)]
    site.invariants()


def test_silent_seller(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, order = delivered(site, lin, wang)
    asked = complain(site, lin, wang, order, goods="118.00", sending="10.00")

    site.clock.forward(days=4, hours=23)
    site.settled()
    assert asked.state == "asked"
    asked.let_pass("claim_answer", "closed:silence")

    assert state(order) == HoldState.REFUNDED
    assert site.journal(payment, wang=wang.shop) == [*opening(), *given_back(12_800)]
    assert wang.left() == (9, 0)
    site.invariants()


def test_return_and_refund(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, order = delivered(site, lin, wang)
    asked = complain(site, lin, wang, order, goods="118.00", wish="return", reason="not_as_described")

    page = asked.seen_by_shop()
    assert page.says("Goods can come back only to an address you have named.")
    page.follow(to="/sell/return-address/").form("return-address").submit(**PLACE)
    asked.shop_does("agreement")
    assert asked.seen_by_buyer().says("Tea Road 1")
    asked.buyer_does("return", carrier="SF Express", number="SF9988776655")
    asked.shop_does("goods-acceptance")
    asked.until("closed:returned")
    assert state(order) == HoldState.HELD  # what sending cost
    confirm(lin, order)
    site.settled()

    assert site.journal(payment, wang=wang.shop) == [*opening(), *given_back(11_800), *released(1_000, 0)]
    site.invariants()


def test_cancel_while_packing(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order] = buy(site, lin, wang)
    wang.pack(order)
    page = order_page(lin, order).follow(to="/cancellation/$")
    page.form("/cancellation/$").submit(words="I found it here in the village.")
    asked = told_as.of_order(site, lin, wang, order)
    assert state(order) == HoldState.HELD

    asked.shop_does("agreement")
    asked.until("closed:agreed")

    assert state(order) == HoldState.REFUNDED
    assert site.journal(payment, wang=wang.shop) == [*opening(), *given_back(12_800)]
    assert wang.left() == (10, 0)
    site.invariants()
