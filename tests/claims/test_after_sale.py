"""Deadline 12: for fifteen days after the release a buyer may ask; what comes of it is taken back from the shop."""

from datetime import datetime, timedelta

import pytest

from core.actor import SYSTEM
from core.errors import DomainError
from escrow.actions.debts import pay_off_debt
from escrow.invariants import check_site
from escrow.payments.actions.request_payout import request_payout
from escrow.queries import available, debt
from marketplace.claims.actions.accept_goods import accept_goods
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.after_sale import open_after_sale, pass_after_sale
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.change_claim import change_claim
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.models import Claim
from marketplace.claims.sums import lines_open_to_claim
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from tests import make
from tests.claims import seen
from tests.orders import seen as of_orders
from tests.payments.provider_side import account

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _asks(order: Order, goods: int, now: datetime) -> Claim:
    asked = make.asked_of(order, goods)
    return open_claim(order.pk, asked, reason="damaged", words="It broke.", now=now, actor=make.buyer_of(order))


def _refused(order: Order, goods: int, now: datetime) -> str:
    with pytest.raises(DomainError) as refusal:
        _asks(order, goods, now)
    return refusal.value.code


def _taken_back(claim: Claim) -> list[tuple[str, str, int]]:
    """The last entry of the journal, without its key."""
    lines = of_orders.journal()
    names = {f"payable:{claim.order.shop_id}": "payable", f"receivable:{claim.order.shop_id}": "receivable"}
    key = lines[-1][0]
    return [(names.get(debit, debit), credit.split(":")[0], amount) for k, debit, credit, amount in lines if k == key]


def test_the_release_opens_the_clock_once_and_its_end_makes_it_final(now: datetime) -> None:
    order = make.completed_order(now=now)
    assert (open_after_sale(order.pk, now=now), open_after_sale(order.pk, now=now)) == (True, False)
    assert of_orders.open_deadlines(order) == {"after_sale": now + 15 * DAY}
    assert not pass_after_sale(order.pk, now=now + 15 * DAY - timedelta(seconds=1))
    assert (pass_after_sale(order.pk, now=now + 15 * DAY), pass_after_sale(order.pk, now=now + 15 * DAY)) == (
        True,
        False,
    )
    assert (of_orders.outcomes(order)["after_sale"], of_orders.facts(order)[-1]) == (
        "passed",
        ("after_sale_passed", "system"),
    )
    assert _refused(order, 4000, now + 15 * DAY) == "after_sale_over"
    assert check_site(now + 15 * DAY) == []


def test_nothing_is_promised_about_an_order_that_was_not_released(now: datetime) -> None:
    order = make.delivered_order(now=now)
    agree(make.claim(order, make.asked_of(order, 11_800, 1000), now=now).pk, now=now, actor=make.seller_of(order))
    assert not open_after_sale(order.pk, now=now)
    assert _refused(order, 4000, now) == "order_ended"


def test_a_claim_after_the_release_keeps_back_what_it_asks_and_no_cap_limits_it(now: datetime) -> None:
    order = make.completed_order(now=now)
    earned = available(order.shop_id, "CNY")
    claim = make.claim(order, make.asked_of(order, 4000, 500), now=now + 14 * DAY)
    assert (claim.after_sale, claim.shipped, claim.order.hold.state) == (True, True, "released")
    assert (seen.freezes(), seen.reserves()) == ([], [("claim", 4500, False)])
    assert available(order.shop_id, "CNY") == earned - 4500
    assert (seen.clocks(claim), of_orders.open_deadlines(order)) == ({"claim_answer": now + 19 * DAY}, {})
    assert _refused(order, 100, now + 14 * DAY) == "claim_open_already"
    assert check_site(now + 14 * DAY) == []


def test_agreeing_takes_it_back_from_our_charge_and_the_payable(now: datetime) -> None:
    order = make.completed_order(now=now)
    claim = make.claim(order, now=now + DAY)
    agree(claim.pk, now=now + 2 * DAY, actor=make.seller_of(order))
    after = make.reread(claim)
    assert _taken_back(claim) == [("income:fees", "refund_due", 100), ("payable", "refund_due", 3900)]
    hold = after.order.hold
    assert (hold.state, hold.goods_back, hold.left, after.order.closed_at) == ("released", 4000, 8800, None)
    assert (after.outcome, seen.refunds()) == ("agreed", [(4000, "after_sale_agreed")])
    assert seen.reserves() == [("claim", 4000, True)]
    assert check_site(now + 2 * DAY) == []


def test_what_the_shop_does_not_have_any_more_becomes_a_debt_its_next_release_pays_off(now: datetime) -> None:
    order = make.completed_order(now=now)
    shop = order.shop_id
    account(now, book_id=shop)
    request_payout(book_id=shop, amount=available(shop, "CNY") - 1000, currency="CNY", now=now, actor=SYSTEM)
    claim = make.claim(order, now=now)
    pass_clock(claim.pk, "claim_answer", now=make.run_out(claim, "claim_answer"))
    assert _taken_back(claim) == [
        ("income:fees", "refund_due", 100),
        ("payable", "refund_due", 1000),
        ("receivable", "refund_due", 2900),
    ]
    assert (debt(shop, "CNY"), available(shop, "CNY"), seen.refunds()) == (2900, 0, [(4000, "after_sale_silence")])
    second = make.completed_order(sku=order.lines.get().sku, now=now)
    assert pay_off_debt(second.shop_id, "CNY", now=now) == 2900
    assert (debt(shop, "CNY"), check_site(now + 9 * DAY)) == (0, [])


def test_an_offer_and_a_return_after_the_sale(now: datetime) -> None:
    offered = make.offered_claim(make.completed_order(now=now), now=now)
    accept_offer(offered.pk, now=now, actor=make.buyer_of(offered.order))
    returned = make.inspected_claim(order=make.completed_order(now=now), now=now)
    assert seen.reserves() == [("claim", 2000, True), ("claim", 11_800, False)]
    accept_goods(returned.pk, now=now, actor=make.seller_of(returned.order))
    assert seen.refunds() == [(2000, "after_sale_offer_accepted"), (11_800, "after_sale_returned")]
    assert check_site(now) == []


def test_a_changed_request_keeps_back_another_sum(now: datetime) -> None:
    claim = make.refused_claim(make.completed_order(now=now), now=now)
    change_claim(claim.pk, make.asked_of(claim.order, 7000), words="All.", now=now, actor=make.buyer_of(claim.order))
    assert (seen.reserves(), check_site(now)) == ([("claim", 7000, False)], [])
    withdraw(claim.pk, now=now, actor=make.buyer_of(claim.order))
    assert (seen.reserves(), available(claim.order.shop_id, "CNY")) == ([("claim", 7000, True)], 12_505)
    assert check_site(now) == []


@pytest.mark.parametrize(("goods", "refunds"), [(3000, [(3000, "after_sale_ruled")]), (0, [])])
def test_a_ruling_takes_back_what_it_says_and_nothing_else_moves(
    now: datetime, goods: int, refunds: list[tuple[int, str]]
) -> None:
    claim = make.ruled_claim(make.completed_order(now=now), goods=goods, now=now)
    for side in ("appeal_buyer", "appeal_seller"):
        pass_clock(claim.pk, side, now=make.run_out(claim, side))
    after = make.reread(claim)
    assert (after.outcome, after.order.hold.state, after.order.hold.left) == ("ruled", "released", 12_800 - goods)
    assert (seen.refunds(), seen.reserves()) == (refunds, [("claim", 4000, True)])
    assert check_site(now + 30 * DAY) == []


def test_no_ruling_in_time_takes_back_what_was_asked(now: datetime) -> None:
    claim = make.claim_to_rule(make.completed_order(now=now), now=now)
    pass_clock(claim.pk, "ruling_latest", now=make.due_of(claim, "ruling_latest"))
    assert (make.reread(claim).outcome, seen.refunds()) == ("default", [(4000, "after_sale_default")])
    assert check_site(now + 40 * DAY) == []


def test_a_second_ruling_on_an_appeal_is_final(now: datetime) -> None:
    claim = make.appealed_claim(make.completed_order(now=now), now=now)
    make.rule(claim, 1000, now=now + 4 * DAY)
    assert seen.refunds() == [(1000, "after_sale_ruled")]
    assert check_site(now + 4 * DAY) == []


def test_a_line_is_asked_once_before_and_once_after_the_release_less_what_was_given_back(now: datetime) -> None:
    order = make.delivered_order(now=now)
    agree(make.claim(order, now=now).pk, now=now, actor=make.seller_of(order))
    assert _refused(order, 100, now) == "line_not_open"
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    order = make.read(order)
    assert [one.most for one in lines_open_to_claim(order)] == [7800, 1000]
    assert _refused(order, 7801, now) == "line_not_open"
    withdraw(_asks(order, 7800, now).pk, now=now, actor=make.buyer_of(order))
    assert _refused(order, 100, now) == "line_not_open"
    assert [one.line for one in lines_open_to_claim(order)] == [None]
    assert check_site(now) == []
