"""Agreement, silence, an accepted offer and returned goods give money back: the whole journal of each."""

from datetime import datetime, timedelta

import pytest

from core.actor import SYSTEM, Role
from core.errors import DomainError
from core.models import Deadline
from escrow.actions.release import release_hold
from escrow.invariants import check_site
from escrow.models import Hold
from escrow.payments.models import Refund
from escrow.states import HoldState
from marketplace.claims.actions.accept_goods import accept_goods
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.ask_to_cancel import ask_to_cancel
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.waive_return import waive_return
from marketplace.claims.models import Claim, GoodsBack
from tests import make
from tests.claims import seen
from tests.orders import seen as of_orders

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _back(claim: Claim, amount: int) -> list[of_orders.Line]:
    """The one entry of a refund of so much."""
    hold = claim.order.hold_id
    refund = Refund.objects.get(hold_id=hold)
    return [(f"hold:{hold}:refund:{refund.pk}", f"hold:{hold}", f"refund_due:{refund.pk}", amount)]


def test_agreeing_to_a_part_gives_it_back_and_the_order_goes_on(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, 4000, 500), now=now + DAY)
    agree(claim.pk, now=now + 2 * DAY, actor=make.seller_of(order))
    after = make.reread(claim)
    assert seen.after_funding(order) == _back(claim, 4500)
    hold = after.order.hold
    assert (hold.state, hold.remaining, hold.goods_back, hold.freeze_count) == ("held", 8300, 4000, 0)
    assert (after.state, after.outcome, after.ended_at) == ("closed", "agreed", now + 2 * DAY)
    assert of_orders.open_deadlines(order)["release"] == now + 8 * DAY
    assert (seen.freezes(), seen.refunds()) == ([("claim", True)], [(4500, "claim_agreed")])
    assert seen.topics(claim) == ["claim.opened", "claim.closed"]
    assert check_site(now + 2 * DAY) == []


def test_agreeing_to_everything_ends_the_order(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, 11_800, 1000), now=now)
    agree(claim.pk, now=now, actor=make.seller_of(order))
    after = make.reread(claim)
    assert seen.after_funding(order) == _back(claim, 12_800)
    assert (after.order.hold.state, after.order.closed_by, of_orders.open_deadlines(order)) == ("refunded", "claim", {})
    assert of_orders.stock(order) == [(10, 0, 1)]
    assert check_site(now) == []


def test_agreeing_before_shipping_gives_everything_back_and_the_stock(now: datetime) -> None:
    order = make.packed_order(now=now)
    claim = ask_to_cancel(order.pk, now=now, actor=make.buyer_of(order))
    agree(claim.pk, now=now, actor=make.seller_of(order))
    after = make.reread(claim)
    assert seen.after_funding(order) == _back(claim, 12_800)
    assert (after.order.hold.state, after.order.closed_by, of_orders.stock(order)) == (
        "refunded",
        "claim",
        [(10, 0, 0)],
    )
    assert check_site(now) == []


def test_twice_is_once(now: datetime) -> None:
    claim = make.claim(now=now)
    seller = make.seller_of(claim.order)
    agree(claim.pk, now=now, actor=seller)
    before = seen.everything(claim)
    with pytest.raises(DomainError) as refusal:
        agree(claim.pk, now=now, actor=seller)
    assert (refusal.value.code, seen.everything(claim)) == ("claim_closed", before)


def test_silence_is_agreement_once_the_shop_was_told(now: datetime) -> None:
    claim = make.claim(now=now)
    due = make.due_of(claim, "claim_answer")
    before = seen.everything(claim)
    assert pass_clock(claim.pk, "claim_answer", now=due + 30 * DAY) is False
    assert seen.everything(claim) == before
    due = make.run_out(claim, "claim_answer")
    assert pass_clock(claim.pk, "claim_answer", now=due - timedelta(seconds=1)) is False
    assert pass_clock(claim.pk, "claim_answer", now=due) is True
    assert (seen.after_funding(claim.order), make.reread(claim).outcome) == (_back(claim, 4000), "silence")
    assert check_site(due) == []


def test_a_notice_a_quarter_of_the_window_before_is_early_enough(now: datetime) -> None:
    make.claim(now=now)
    waits = dict(Deadline.objects.filter(subject_type="claim").values_list("kind", "notice_wait"))
    assert waits["claim_answer"] == timedelta(hours=30)


def test_an_accepted_offer_gives_what_was_offered(now: datetime) -> None:
    claim = make.offered_claim(now=now)
    accept_offer(claim.pk, now=now, actor=make.buyer_of(claim.order))
    after = make.reread(claim)
    assert (seen.after_funding(claim.order), after.outcome) == (_back(claim, 2000), "offer_accepted")
    assert (after.goods, after.offers.get().answer) == (2000, "accepted")
    assert check_site(now) == []


def test_a_counter_offer_accepted_by_the_shop(now: datetime) -> None:
    claim = make.offered_claim(by=Role.BUYER, now=now)
    accept_offer(claim.pk, now=now, actor=make.seller_of(claim.order))
    assert seen.after_funding(claim.order) == _back(claim, 3000)
    answers = list(claim.offers.order_by("pk").values_list("role", "answer"))
    assert answers == [("seller", "countered"), ("buyer", "accepted")]
    assert check_site(now) == []


def test_returned_goods_are_refunded_with_the_postage_out_of_what_is_left(now: datetime) -> None:
    claim = make.inspected_claim(now=now, goods=11_000, postage_by="seller", postage=1200)
    accept_goods(claim.pk, now=now + DAY, actor=make.seller_of(claim.order))
    hold = Hold.objects.get(pk=claim.order.hold_id)
    assert seen.after_funding(claim.order) == _back(claim, 12_200)
    # 1,000 of the postage come out of sending, 200 out of the goods that the shop would have kept.
    assert (hold.remaining, hold.goods_back) == (600, 11_200)
    assert (make.reread(claim).outcome, GoodsBack.objects.get().arrived_at) == ("returned", now + DAY)
    assert check_site(now + DAY) == []


def test_goods_nobody_looked_at_are_refunded(now: datetime) -> None:
    claim = make.inspected_claim(now=now)
    due = make.run_out(claim, "goods_inspected")
    assert due == now + 10 * DAY
    pass_clock(claim.pk, "goods_inspected", now=due)
    assert (seen.after_funding(claim.order), make.reread(claim).outcome) == (_back(claim, 11_800), "returned")
    assert check_site(due) == []


def test_a_waived_return_pays_no_postage(now: datetime) -> None:
    claim = make.claim_to_send_back(now=now, goods=11_000, postage_by="seller", postage=800)
    waive_return(claim.pk, now=now, actor=make.seller_of(claim.order))
    assert (seen.after_funding(claim.order), make.reread(claim).outcome) == (_back(claim, 11_000), "agreed")
    assert check_site(now) == []


def test_silence_about_a_return_without_an_address_is_a_refund(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, wish="return", postage_by="seller", postage=500), now=now)
    due = make.run_out(claim, "claim_answer")
    pass_clock(claim.pk, "claim_answer", now=due)
    assert (seen.after_funding(order), make.reread(claim).outcome) == (_back(claim, 11_800), "silence")


def test_silence_about_a_return_with_an_address_waits_for_the_goods(now: datetime) -> None:
    claim = make.return_claim(now=now)
    due = make.run_out(claim, "claim_answer")
    pass_clock(claim.pk, "claim_answer", now=due)
    assert (make.reread(claim).state, seen.clocks(claim)) == ("to_send_back", {"goods_back": due + 7 * DAY})
    assert (seen.after_funding(claim.order), GoodsBack.objects.get().street) == ([], "Wener Road 12, flat 3")


def test_a_shop_without_an_address_cannot_agree_to_a_return(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, wish="return"), now=now)
    before = seen.everything(claim)
    with pytest.raises(DomainError) as refusal:
        agree(claim.pk, now=now, actor=make.seller_of(order))
    assert (refusal.value.code, seen.everything(claim)) == ("return_address_missing", before)


def test_the_rest_is_released_with_the_fee_of_what_the_shop_keeps(now: datetime) -> None:
    """Example 8 of docs/money.md with these goods: 11,800 less 4,000, at 2.5 %."""
    claim = make.claim(now=now)
    agree(claim.pk, now=now, actor=make.seller_of(claim.order))
    release_hold(claim.order.hold_id, now=now + 9 * DAY, actor=SYSTEM)
    hold = Hold.objects.get(pk=claim.order.hold_id)
    assert (hold.state, hold.fee) == (HoldState.RELEASED, 195)
    assert seen.after_funding(claim.order)[1:] == [
        (f"hold:{hold.pk}:release", f"hold:{hold.pk}", f"payable:{claim.order.shop_id}", 8605),
        (f"hold:{hold.pk}:release", f"hold:{hold.pk}", "income:fees", 195),
    ]
