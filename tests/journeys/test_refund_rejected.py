"""The provider cannot give the money back: the buyer names a bank account, two operators send it there."""

import pytest

from escrow.payments.models import Refund
from escrow.payments.states import PayoutState, RefundState
from tests.journeys.purchase import buy, order_page
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_refund_rejected(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    zhou, qian = (site.person(name, is_staff=True) for name in ("Officer Zhou", "Officer Qian"))
    payment, [order] = buy(site, lin, wang)

    site.sandbox.control(reject_next_refund=True)
    order_page(lin, order).follow(to="cancellation").form("cancellation").submit()
    refund = Refund.objects.get(hold_id=order.hold_id)
    site.until(lambda: Refund.objects.get(pk=refund.pk).state == RefundState.REJECTED)
    site.settled()

    ask = zhou.open(f"/staff/refunds/{refund.pk}/")
    assert not ask.forms(button="Propose the bank account")
    entry = order_page(lin, order).follow(to=f"{order.reference}/account/").form("account/")
    entry.submit(bank="Farmers’ Bank", holder="Lin Yue", number="6222 0200 0000 1234")

    proposed = zhou.open(f"/staff/refunds/{refund.pk}/").form(button="Propose the bank account")
    own_view = proposed.submit(reason="The card behind the payment is closed.", button="Propose the bank account")
    assert own_view.says("Another operator has to decide this.")
    assert Refund.objects.get(pk=refund.pk).state == RefundState.REJECTED
    qian.open("/staff/decisions/").form("agreement", "Carry out").submit()
    site.until(lambda: refund.payouts.get().state == PayoutState.PAID)
    site.settled()

    assert not order_page(lin, order).says("Name a bank account")
    assert wang.left() == (10, 0)
    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:refund:1", "hold:A", "refund_due:1", 12_800),
        ("refund:1:to_bank", "refund_due:1", "payout_due:1", 12_800),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 12_800),
    ]
    site.invariants()
