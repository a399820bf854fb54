"""The money of an order is released once, whoever says so and however often."""

from core.models import Deadline
from marketplace.orders.models import Order
from tests.journeys.person import Person, Sending
from tests.journeys.site import RunningSite
from tests.races.crowd import at_once, times
from tests.races.stories import ask_worker, ends, posted, shipped_order


def _confirming(buyer: Person, order: Order) -> Sending:
    return buyer.open(f"/buy/orders/{order.reference}/receipt/").form("/receipt/").fill()


def test_twenty_confirmations_release_once(site: RunningSite) -> None:
    buyer = site.person("Lin Yue")
    order = shipped_order(site, buyer)
    pages = at_once(times(_confirming(buyer, order), 20))
    assert {(page.status, page.path) for page in pages} == {(200, f"/buy/orders/{order.reference}/")}
    assert (ends([order]), posted(order, "release")) == (["released"], [1])


def test_confirming_against_the_timer_releases_once(site: RunningSite) -> None:
    """Ten orders fall due at the moment at which their buyer confirms each of them twice."""
    buyer = site.person("Lin Yue")
    orders = [shipped_order(site, buyer) for _order in range(10)]
    presses = [press for order in orders for press in times(_confirming(buyer, order), 2)]
    due = Deadline.objects.filter(kind="release", subject_id__in=[order.hold_id for order in orders])
    site.clock.forward_to(max(due.values_list("due_at", flat=True)))
    ask_worker(site, *["release"] * 4)
    pages = at_once(presses)
    assert {page.status for page in pages} == {200}
    site.settled()
    assert ends(orders) == ["released"] * 10
    assert [posted(order, "release") for order in orders] == [[1]] * 10
