"""Both sides write about one another: sealed until both have, or until the time is over; and what the money did stands
beside it.
"""

import pytest

from core.models import Deadline
from marketplace.orders.models import Order
from reviews.models import Review
from tests.journeys.complaint import complain, delivered, given_back, opening, released
from tests.journeys.person import Page, Person
from tests.journeys.purchase import confirm
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall, stall

pytestmark = pytest.mark.usefixtures("told")


def _write(person: Person, face: str, order: Order, stars: int, words: str) -> Page:
    page = person.open(f"/{face}/orders/{order.reference}/review/")
    return page.form("/review/$").submit(button="Keep my review", stars=stars, words=words)


def _public(site: RunningSite, stall: Stall) -> Page:
    return site.visitor().open(f"/s/{stall.shop.slug}/reviews/")


def test_reviews_sealed_then_open(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, order = delivered(site, lin, wang)
    asked = complain(site, lin, wang, order, goods="40.00")
    asked.shop_does("agreement")
    asked.until("closed:agreed")
    confirm(lin, order)
    site.settled()

    _write(lin, "buy", order, 2, "The edge was mouldy.")
    assert lin.open(f"/buy/orders/{order.reference}/review/").says("Only you see this.")
    assert [page.says("mouldy") for page in (_public(site, wang), wang.order(order))] == [False, False]

    _write(wang.seller, "sell", order, 4, "Wrote at once and sent photos.")
    shown = _public(site, wang)
    assert [shown.says(words) for words in ("2 of 5", "The edge was mouldy.", "paid back in part after a claim")] == [
        True
    ] * 3
    assert not shown.says("sent photos")  # what is written about a buyer is no public matter
    assert lin.open(f"/buy/orders/{order.reference}/review/").says("Wrote at once and sent photos.")

    answers = wang.seller.open("/sell/reviews/").follow("Answer").form("/answer/$")
    answers.submit(answer="The tin was not shut well. We shut them twice now.")
    assert _public(site, wang).says("We shut them twice now.")
    again = lin.open(f"/buy/orders/{order.reference}/review/")
    assert not again.forms("/review/$")

    assert site.journal(payment, wang=wang.shop) == [*opening(), *given_back(4_000), *released(8_605, 195)]
    site.invariants()


def test_a_review_alone_opens_when_the_time_is_over(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, order = delivered(site, lin, wang)
    confirm(lin, order)
    site.settled()
    _write(lin, "buy", order, 5, "Dry and sweet.")
    site.settled()

    clock = Deadline.objects.get(subject_type="order", subject_id=order.pk, kind="review", done_at=None)
    site.clock.forward_to(clock.due_at)
    site.until(lambda: Review.objects.filter(order=order, opened_at__isnull=False).count() == 1)
    site.settled()

    assert _public(site, wang).says("Dry and sweet.")
    late = wang.seller.open(f"/sell/orders/{order.reference}/review/")
    assert not late.forms("/review/$")
    assert site.journal(payment, wang=wang.shop) == [*opening(), *released(12_505, 295)]
    site.invariants()
