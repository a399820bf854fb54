"""The tea turns bad after the shop was paid out: the shop owes, and its next sale pays before its next payout."""

import pytest

from escrow.payments.models import Payout, Refund
from escrow.payments.states import PayoutState
from escrow.queries import debt
from escrow.states import HoldState
from tests.journeys.complaint import complain, delivered, opening, released
from tests.journeys.purchase import buy, confirm, deliver, order_page, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall, stall

pytestmark = pytest.mark.usefixtures("told")


def _paid_out(site: RunningSite, wang: Stall, times: int) -> None:
    wang.pay_out()
    paid = Payout.objects.filter(book_id=wang.shop.pk, state=PayoutState.PAID)
    site.until(lambda: paid.count() == times)
    site.settled()


def test_after_sale_claim_becomes_a_debt_that_the_next_sale_pays(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    first, order = delivered(site, lin, wang)
    confirm(lin, order)
    site.settled()
    wang.name_account("6222020000000004")
    _paid_out(site, wang, 1)

    site.clock.forward(days=14)
    asked = complain(site, lin, wang, order, goods="40.00")
    assert order_page(lin, order).says("you ask for ¥40.00 back")
    assert wang.order(order).says("¥40.00 of it is asked back")
    asked.shop_does("agreement")
    asked.until("closed:agreed")
    assert (state(order), debt(wang.shop.pk, "CNY")) == (HoldState.RELEASED, 3_900)
    site.until(Refund.objects.filter(hold_id=order.hold_id, state="succeeded").exists, why="the refund arrived")
    assert order_page(lin, order).says("¥40.00 is back with you, ¥88.00 went to")

    site.clock.forward(days=2)
    assert not order_page(lin, order).forms("/claim/$")
    second, [again] = buy(site, lin, wang)
    deliver(site, again, wang.ship(again))
    confirm(lin, again)
    site.settled()
    _paid_out(site, wang, 2)

    assert site.journal(first, second, wang=wang.shop) == [
        *opening(),
        *released(12_505, 295),
        ("payout:1:request", "payable:wang", "payout_due:1", 12_505),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 12_505),
        ("hold:A:claw_back:1", "income:fees", "refund_due:1", 100),
        ("hold:A:claw_back:1", "receivable:wang", "refund_due:1", 3_900),
        ("refund:1:done", "refund_due:1", "provider:sandbox", 4_000),
        ("capture:sandbox:C2", "provider:sandbox", "payment:Q", 12_800),
        ("hold:B:fund", "payment:Q", "hold:B", 12_800),
        ("hold:B:release", "hold:B", "payable:wang", 12_505),
        ("hold:B:release", "hold:B", "income:fees", 295),
        ("offset:1", "payable:wang", "receivable:wang", 3_900),
        ("payout:2:request", "payable:wang", "payout_due:2", 8_605),
        ("payout:2:paid", "payout_due:2", "provider:sandbox", 8_605),
    ]
    site.invariants()
