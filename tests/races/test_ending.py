"""Two people, or a person and the time, want different ends: one gets theirs, the other is told in words."""

from escrow.payments.states import RefundState
from tests import make
from tests.journeys.site import RunningSite
from tests.races.crowd import at_once, times
from tests.races.stories import ask_worker, cashier, paid_order, posted, refunds, seller_of, unpaid_order

BACK = [(12_800, RefundState.SUCCEEDED)]


def test_an_order_is_either_shipped_or_cancelled(site: RunningSite) -> None:
    for number in range(4):
        buyer = site.person("Lin Yue")
        order = paid_order(site, buyer)
        seller = seller_of(site, order)
        cancelling = (
            buyer.open(f"/buy/orders/{order.reference}/cancellation/").form("/cancellation/").fill(reason="A mistake")
        )
        shipping = (
            seller.open(f"/sell/orders/{order.reference}/shipment/")
            .form("/shipment/")
            .fill(carrier="ZTO", number=f"ZTO{order.pk}")
        )
        both = [cancelling, shipping] if number % 2 else [shipping, cancelling]
        pages = at_once([press for act in both for press in times(act, 2)])
        site.settled()
        order = make.read(order)
        shipped = hasattr(order, "shipment")
        assert {page.status for page in pages} == {200, 422}
        assert (order.hold.state, refunds(order)) == (("held", []) if shipped else ("refunded", BACK))
        assert posted(order, "fund", "refund", "release") == [1, 0 if shipped else 1, 0]


def test_money_that_comes_as_its_time_ends_makes_an_order_or_goes_back(site: RunningSite) -> None:
    orders = []
    for _order in range(6):
        buyer = site.person("Lin Yue")
        orders.append(unpaid_order(site, buyer))
        cashier(buyer, orders[-1], "pay-late").submit()
    references = [order.checkout.payment.reference for order in orders]
    site.clock.forward_to(max(order.checkout.payment.expires_at for order in orders))
    for number, reference in enumerate(references):
        site.sandbox.control(charge_late=reference)
        if number % 2:
            ask_worker(site, "act_on_deadlines", "deliver")
    site.settled()
    for order in map(make.read, orders):
        ended = (order.hold.state, refunds(order), posted(order, "fund"))
        assert ended in [("held", [], [1]), ("void", BACK, [0])]
