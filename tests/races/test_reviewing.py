"""Two reviews at once: each side has one, and both open in one moment."""

from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from reviews.models import Review
from tests import make
from tests.journeys.person import Person, Sending
from tests.journeys.site import RunningSite
from tests.races.crowd import at_once, times
from tests.races.stories import seller_of, shipped_order


def _ended(site: RunningSite, buyer: Person) -> Order:
    order = shipped_order(site, buyer)
    confirm_receipt(order.pk, now=site.now, actor=make.buyer_of(order))
    site.settled()
    return order


def _review(person: Person, face: str, order: Order, words: str) -> Sending:
    page = person.open(f"/{face}/orders/{order.reference}/review/")
    return page.form("/review/$").fill(button="Keep my review", stars=4, words=words)


def test_two_reviews(site: RunningSite) -> None:
    lin = site.person("Lin Yue")
    order = _ended(site, lin)
    shop = seller_of(site, order)
    both = [_review(lin, "buy", order, "Dry."), _review(shop, "sell", order, "Kind.")]
    assert [page.status for page in at_once(both)] == [200, 200]
    rows = Review.objects.filter(order=order).order_by("by_role")
    assert [(row.by_role, row.words) for row in rows] == [("buyer", "Dry."), ("seller", "Kind.")]
    assert len({row.opened_at for row in rows if row.opened_at}) == 1
    site.invariants()


def test_a_review_pressed_ten_times(site: RunningSite) -> None:
    lin = site.person("Lin Yue")
    order = _ended(site, lin)
    pages = at_once(times(_review(lin, "buy", order, "Dry."), 10))
    assert {page.status for page in pages} == {200}
    assert Review.objects.filter(order=order).count() == 1
    site.invariants()


def test_two_tabs_with_two_reviews(site: RunningSite) -> None:
    lin = site.person("Lin Yue")
    order = _ended(site, lin)
    pages = at_once([_review(lin, "buy", order, words) for words in ("Dry.", "Sweet.")])
    assert sorted(page.status for page in pages) == [200, 422]
    assert Review.objects.filter(order=order).count() == 1
    site.invariants()
