"""What money did, printed on the review: derived, never typed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from core.deadlines import give_notice
from escrow.actions.release_due import release_due
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.actions.agree import agree
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.refund_lost_parcel import refund_lost_parcel
from marketplace.orders.actions.refund_never_shipped import refund_never_shipped
from marketplace.orders.actions.release_by_silence import effects_of
from marketplace.orders.models import Order
from reviews.ending import Ending, ending_of, with_ending
from reviews.ending import ending as of_order
from reviews.models import Review
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = 12 * DAY


def _confirmed(now: datetime) -> Order:
    return make.completed_order(now=now)


def _silence(now: datetime) -> Order:
    order = make.delivered_order(now=now)
    assert release_due(now=now + 8 * DAY, effects_of=effects_of) == 1
    return order


def _part(now: datetime) -> Order:
    claim = make.claim(now=now)
    agree(claim.pk, now=now, actor=make.seller_of(claim.order))
    confirm_receipt(claim.order_id, now=now, actor=make.buyer_of(claim.order))
    return claim.order


def _after_sale(goods: int, shipping: int = 0) -> Callable[[datetime], Order]:
    def made(now: datetime) -> Order:
        order = make.completed_order(now=now)
        claim = make.claim(order, make.asked_of(order, goods, shipping), now=now)
        agree(claim.pk, now=now, actor=make.seller_of(order))
        return order

    return made


def _charged_back(now: datetime) -> Order:
    order = make.delivered_order(now=now)
    make.lost(make.chargeback(order, now=now), now=now)
    return order


def _charged_back_after(now: datetime) -> Order:
    order = make.completed_order(now=now)
    make.lost(make.chargeback(order, now=now), now=now)
    return order


def _claim(now: datetime) -> Order:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, shipping=1000), now=now)
    agree(claim.pk, now=now, actor=make.seller_of(order))
    return order


def _ruled(goods: int, other: int = 0) -> Callable[[datetime], Order]:
    def made(now: datetime) -> Order:
        claim = make.claim_to_rule(now=now)
        make.rule(claim, goods, other=other, now=now + 3 * DAY)
        for actor in (make.buyer_of(claim.order), make.seller_of(claim.order)):
            accept_ruling(claim.pk, now=now + 4 * DAY, actor=actor)
        return claim.order

    return made


def _called_off(now: datetime) -> Order:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="Broken kiln")
    return order


def _late(now: datetime) -> Order:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now + 4 * DAY, actor=make.buyer_of(order), reason="")
    return order


def _never_shipped(now: datetime) -> Order:
    order = make.paid_order(now=now)
    give_notice("order", order.pk, ["ship_latest"], at=now)
    assert refund_never_shipped(order.pk, now=now + 11 * DAY)
    return order


def _lost(now: datetime) -> Order:
    order = make.shipped_order(now=now)
    record_parcel_event(order.shipment.pk, "lost", now, now=now)
    give_notice("order", order.pk, ["handed_over_again"], at=now)
    assert refund_lost_parcel(order.pk, now=now + 8 * DAY)
    return order


@pytest.mark.parametrize(
    ("end", "ending"),
    [
        (_confirmed, Ending.CONFIRMED),
        (_silence, Ending.SILENCE),
        (_part, Ending.PART),
        (_after_sale(4000), Ending.AFTER_PART),
        (_after_sale(11_800, 1000), Ending.AFTER_FULL),
        (_charged_back, Ending.CHARGED_BACK),
        (_charged_back_after, Ending.CHARGED_BACK),
        (_claim, Ending.CLAIM),
        (_ruled(11_800, 1000), Ending.RULED_FULL),
        (_ruled(4000), Ending.RULED_PART),
        (_ruled(0), Ending.RULED_NOTHING),
        (_called_off, Ending.CALLED_OFF),
        (_late, Ending.LATE),
        (_never_shipped, Ending.NEVER_SHIPPED),
        (_lost, Ending.LOST),
    ],
)
def test_the_review_says_what_money_did(now: datetime, end: Callable[[datetime], Order], ending: Ending) -> None:
    order = make.read(end(now))
    make.review(order, now=now + LATER)
    assert [ending_of(review) for review in with_ending(Review.objects.all())] == [ending]


def test_every_ending_has_its_case() -> None:
    (marks,) = test_the_review_says_what_money_did.pytestmark  # type: ignore[attr-defined]
    assert {ending for _end, ending in marks.args[1]} == set(Ending)


def test_money_that_is_still_held_has_no_ending(now: datetime) -> None:
    with pytest.raises(ValueError, match="has not ended"):
        of_order(make.delivered_order(now=now), 0, confirmed=False)
