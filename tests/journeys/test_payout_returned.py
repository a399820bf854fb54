"""The bank says "paid" and sends the money back two days later: it is the seller's again, and the page says so."""

import pytest

from escrow.payments.models import Payout
from escrow.payments.states import PayoutState
from tests.journeys.purchase import buy, confirm, deliver
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_payout_returned(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order] = buy(site, lin, wang)
    deliver(site, order, wang.ship(order))
    confirm(lin, order)

    wang.name_account("6222020000000002")
    wang.pay_out()
    payout = Payout.objects.get(book_id=wang.shop.pk)
    site.until(lambda: Payout.objects.get(pk=payout.pk).state == PayoutState.PAID)
    assert not wang.money().forms("payout")
    site.clock.forward(days=2, hours=1)
    site.until(lambda: Payout.objects.get(pk=payout.pk).state == PayoutState.RETURNED)
    site.settled()

    assert wang.money().form("payout").has("Pay out")
    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:release", "hold:A", "payable:wang", 12_505),
        ("hold:A:release", "hold:A", "income:fees", 295),
        ("payout:1:request", "payable:wang", "payout_due:1", 12_505),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 12_505),
        ("payout:1:return", "provider:sandbox", "payable:wang", 12_505),
    ]
    site.invariants()
