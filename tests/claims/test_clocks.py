"""What stands still under a claim runs on after it, with 48 hours at least; what the courier said meanwhile counts."""

from datetime import datetime, timedelta

import pytest

from core.errors import DomainError
from core.models import Deadline, OutboxMessage
from escrow.invariants import check_site
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.actions.change_claim import change_claim
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.actions.refuse_offer import refuse_offer
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.asking import Offered
from marketplace.claims.models import Claim
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.models import Order
from tests import make
from tests.claims import seen
from tests.orders import seen as of_orders

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _withdrawn(claim: Claim, at: datetime) -> dict[str, datetime]:
    withdraw(claim.pk, now=at, actor=make.buyer_of(claim.order))
    assert check_site(at) == []
    return of_orders.open_deadlines(claim.order)


def _heard(order: Order, kind: str, at: datetime) -> None:
    record_parcel_event(order.shipment.pk, kind, at, now=at)
    assert check_site(at) == []


def test_the_window_runs_on_with_what_was_left(now: datetime) -> None:
    claim = make.claim(now=now + DAY, order=make.delivered_order(now=now))
    open_then = _withdrawn(claim, now + 30 * DAY)
    assert open_then == {
        "release": now + 36 * DAY,
        "remind_release_third": now + 34 * DAY,
        "remind_release_3d": now + 33 * DAY,
        "remind_release_1d": now + 35 * DAY,
    }
    assert (claim.order.hold.freeze_count, make.reread(claim).order.hold.freeze_count) == (1, 0)
    assert Deadline.objects.get(kind="release").noticed_at == now
    assert make.reread(claim).outcome == "withdrawn"


def test_at_least_48_hours_are_left(now: datetime) -> None:
    claim = make.claim(now=now + 7 * DAY, order=make.delivered_order(now=now))
    assert _withdrawn(claim, now + 9 * DAY)["release"] == now + 11 * DAY


def test_a_refusal_before_shipping_ends_the_claim_and_the_shop_ships_on(now: datetime) -> None:
    claim = make.claim(make.packed_order(now=now), now=now + DAY)
    refuse_claim(claim.pk, words="It is packed.", now=now + 2 * DAY, actor=make.seller_of(claim.order))
    assert make.reread(claim).outcome == "refused"
    left = of_orders.open_deadlines(claim.order)
    assert left == {
        "ship_promise": now + 4 * DAY,
        "ship_latest": now + 11 * DAY,
        "remind_ship": now + 3 * DAY,
    }
    assert check_site(now + 2 * DAY) == []


def test_the_promise_that_was_put_off_is_the_one_that_counts_for_cancelling(now: datetime) -> None:
    claim = make.claim(make.packed_order(now=now), now=now + DAY)
    withdraw(claim.pk, now=now + 3 * DAY, actor=make.buyer_of(claim.order))
    buyer = make.buyer_of(claim.order)
    with pytest.raises(DomainError) as refusal:
        cancel_order(claim.order_id, now=now + 4 * DAY, actor=buyer)
    assert (refusal.value.code, refusal.value.params["at"]) == ("being_packed", (now + 5 * DAY).isoformat())
    cancel_order(claim.order_id, now=now + 5 * DAY, actor=buyer)
    assert make.reread(claim).order.hold.state == "refunded"


def test_a_parcel_delivered_under_the_claim_gives_the_whole_tracked_window_afterwards(now: datetime) -> None:
    order = make.shipped_order(now=now)
    claim = make.claim(order, now=now + DAY)
    _heard(order, "delivered", now + 2 * DAY)
    assert of_orders.open_deadlines(order) == {}
    assert make.read(order).shipment.delivered_at == now + 2 * DAY
    assert _withdrawn(claim, now + 20 * DAY)["release"] == now + 27 * DAY


def test_a_delivery_before_the_claim_that_was_reported_late_counts_from_its_day(now: datetime) -> None:
    order = make.shipped_order(now=now)
    claim = make.claim(order, now=now + 4 * DAY)
    record_parcel_event(order.shipment.pk, "delivered", now + DAY, now=now + 5 * DAY)
    # Delivered on day 1, so the window would end on day 8; it stood still on day 4.
    assert _withdrawn(claim, now + 20 * DAY)["release"] == now + 24 * DAY


def test_a_parcel_lost_under_the_claim_is_to_be_sent_again_afterwards(now: datetime) -> None:
    order = make.shipped_order(now=now)
    claim = make.claim(order, now=now + DAY)
    _heard(order, "lost", now + 2 * DAY)
    assert _withdrawn(claim, now + 3 * DAY) == {"handed_over_again": now + 10 * DAY}


def test_a_parcel_astray_before_the_claim_has_its_own_clock_again(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _heard(order, "returned", now + DAY)
    claim = make.claim(order, now=now + 2 * DAY)
    assert of_orders.open_deadlines(order) == {}
    assert _withdrawn(claim, now + 10 * DAY) == {"handed_over_again": now + 16 * DAY}


def test_a_parcel_on_its_way_again_under_the_claim_has_its_window_again(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _heard(order, "lost", now + DAY)
    claim = make.claim(order, now=now + 2 * DAY)
    _heard(order, "in_transit", now + 3 * DAY)
    left = _withdrawn(claim, now + 10 * DAY)
    assert (left["release"], "handed_over_again" in left) == (now + 40 * DAY, False)


def test_nothing_runs_on_past_the_cap(now: datetime) -> None:
    claim = make.claim(now=now)
    cap = make.due_of(claim, "custody_ruling")
    assert _withdrawn(claim, cap - DAY)["release"] == cap


def test_an_offer_lets_the_shops_clock_stand_still_and_a_refusal_gives_two_days(now: datetime) -> None:
    claim = make.claim(now=now)
    make_offer(claim.pk, Offered("refund", 2000), now=now + 4 * DAY, actor=make.seller_of(claim.order))
    assert seen.clocks(claim) == {"offer_answer": now + 6 * DAY}
    refuse_offer(claim.pk, now=now + 5 * DAY, actor=make.buyer_of(claim.order))
    assert (seen.clocks(claim), make.reread(claim).state) == ({"claim_answer": now + 7 * DAY}, "asked")
    assert check_site(now + 5 * DAY) == []


def test_an_offer_nobody_answers_leaves_the_claim_as_it_was(now: datetime) -> None:
    claim = make.offered_claim(now=now)
    pass_clock(claim.pk, "offer_answer", now=now + 2 * DAY)
    after = make.reread(claim)
    assert (after.state, after.goods, after.offers.get().answer) == ("asked", 4000, "lapsed")
    assert seen.clocks(claim) == {"claim_answer": now + 7 * DAY}


@pytest.mark.parametrize(
    ("stage", "kind", "days", "outcome"),
    [("refused", "after_refusal", 7, "lapsed"), ("claim_to_send_back", "goods_back", 7, "not_sent_back")],
)
def test_what_the_buyer_leaves_lying_closes_and_the_window_runs_on(
    stage: str, kind: str, days: int, outcome: str, now: datetime
) -> None:
    claim = make.refused_claim(now=now) if stage == "refused" else make.claim_to_send_back(now=now)
    due = make.run_out(claim, kind)
    assert due == now + days * DAY
    assert pass_clock(claim.pk, kind, now=due) is True
    after = make.reread(claim)
    assert (after.outcome, seen.after_funding(claim.order)) == (outcome, [])
    assert of_orders.open_deadlines(claim.order)["release"] == due + 7 * DAY
    assert check_site(due) == []


def test_a_day_before_silence_is_agreement_the_shop_is_reminded(now: datetime) -> None:
    claim = make.claim(now=now)
    assert make.due_of(claim, "remind_claim") == now + 4 * DAY
    pass_clock(claim.pk, "remind_claim", now=now + 4 * DAY)
    message = OutboxMessage.objects.get(topic="claim.soon")
    assert (message.payload["clock"], message.payload["left"]) == ("claim_answer", 86_400)
    assert (make.reread(claim).state, seen.record(claim)) == ("asked", [("open", "buyer", "", "asked")])


def test_whoever_has_accepted_the_ruling_is_not_reminded(now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    accept_ruling(claim.pk, now=now + 4 * DAY, actor=make.seller_of(claim.order))
    pass_clock(claim.pk, "remind_claim", now=make.due_of(claim, "remind_claim"))
    told = OutboxMessage.objects.filter(topic="claim.soon").values_list("payload__clock", flat=True)
    assert list(told) == ["appeal_buyer"]


def test_an_offer_stops_the_reminder_and_a_refusal_of_it_sets_another(now: datetime) -> None:
    claim = make.offered_claim(now=now)
    assert not Deadline.objects.filter(kind="remind_claim", done_at=None).exists()
    refuse_offer(claim.pk, now=now + DAY, actor=make.buyer_of(claim.order))
    assert make.due_of(claim, "remind_claim") == now + 5 * DAY


def test_a_changed_claim_asks_the_shop_anew(now: datetime) -> None:
    claim = make.refused_claim(now=now)
    asked = make.asked_of(claim.order, 3000)
    change_claim(claim.pk, asked, words="Then this.", now=now + DAY, actor=make.buyer_of(claim.order))
    after = make.reread(claim)
    assert (after.state, after.goods, list(after.lines.values_list("amount", flat=True))) == ("asked", 3000, [3000])
    assert seen.clocks(claim) == {"claim_answer": now + 6 * DAY}
    assert check_site(now + DAY) == []
