"""A payer's bank disputes a payment, before the release and after: what stands still, goes on, and is taken."""

from datetime import datetime, timedelta

import pytest

from core.actor import SYSTEM
from core.errors import DomainError
from core.models import Deadline
from escrow.invariants import check_site
from escrow.payments.actions.request_payout import request_payout
from escrow.queries import available, debt
from marketplace.chargebacks.actions.dispute_orders import NotPaidYet, dispute_orders
from marketplace.chargebacks.actions.end_disputes import free_orders, take_shares
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.withdraw import withdraw
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.models import Order
from tests import make
from tests.claims import seen as of_claims
from tests.orders import seen
from tests.payments.provider_side import account

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _since(order: Order, first: str) -> list[tuple[str, str, int]]:
    """The postings of the entries from the one named `first` on, without their keys."""
    shop, hold = order.shop_id, order.hold_id
    names = {f"payable:{shop}": "payable", f"receivable:{shop}": "receivable", f"hold:{hold}": "hold"}
    lines = seen.journal()
    start = next(n for n, line in enumerate(lines) if line[0].endswith(first))

    def named(label: str) -> str:
        return names.get(label, label.split(":", maxsplit=1)[0] if label.startswith("chargeback") else label)

    return [(named(debit), named(credit), amount) for _key, debit, credit, amount in lines[start:]]


TAKEN = [("chargeback", "provider:sandbox", 12_800), ("expense:provider", "provider:sandbox", 1_500)]


def _code(act: object, *args: object, **more: object) -> str:
    with pytest.raises(DomainError) as refusal:
        act(*args, **more)  # type: ignore[operator]
    return refusal.value.code


def test_before_the_release_everything_stands_still(now: datetime) -> None:
    order = make.delivered_order(now=now)
    disputed = make.chargeback(order, now=now + DAY)
    order = make.read(order)
    assert (order.hold.freeze_count, order.hold.remaining, seen.open_deadlines(order)) == (1, 12_800, {})
    assert _since(order, ":open") == TAKEN
    assert seen.facts(order)[-1] == ("disputed", "provider")
    assert (_code(confirm_receipt, order.pk, now=now + DAY, actor=make.buyer_of(order))) == "hold_frozen"
    asked = {"reason": "damaged", "words": "Mouldy.", "now": now + DAY, "actor": make.buyer_of(order)}
    assert _code(open_claim, order.pk, make.asked_of(order, 4000), **asked) == "frozen"
    assert dispute_orders(disputed.pk, now=now + DAY) == 0
    assert check_site(now + DAY) == []


def test_won_before_the_release_the_order_goes_on_with_what_was_left(now: datetime) -> None:
    order = make.delivered_order(now=now)
    disputed = make.chargeback(order, now=now + DAY)
    make.won(disputed, now=now + 9 * DAY)
    order = make.read(order)
    assert (order.hold.freeze_count, seen.open_deadlines(order)["release"]) == (0, now + 15 * DAY)
    assert _since(order, ":won") == [("provider:sandbox", "chargeback", 12_800)]
    assert free_orders(disputed.pk, now=now + 9 * DAY) == 0
    confirm_receipt(order.pk, now=now + 9 * DAY, actor=make.buyer_of(order))
    assert check_site(now + 9 * DAY) == []


def test_lost_before_the_release_the_order_ends_and_what_was_not_sent_is_for_sale_again(now: datetime) -> None:
    order = make.paid_order(now=now)
    disputed = make.lost(make.chargeback(order, now=now), now=now + DAY)
    order = make.read(order)
    assert (order.hold.state, order.closed_by, seen.open_deadlines(order)) == ("refunded", "chargeback", {})
    assert _since(order, ":open") == [*TAKEN, ("hold", "chargeback", 12_800)]
    assert (seen.stock(order), disputed.ended_at, take_shares(disputed.pk, now=now + DAY)) == (
        [(10, 0, 0)],
        now + DAY,
        0,
    )
    assert check_site(now + DAY) == []


def test_a_part_that_is_lost_leaves_the_rest_held_and_the_order_runs_on(now: datetime) -> None:
    order = make.paid_order(now=now)
    make.lost(make.chargeback(order, amount=5_000, now=now), now=now + DAY)
    order = make.read(order)
    assert (order.hold.state, order.hold.remaining, order.hold.freeze_count) == ("held", 7_800, 0)
    assert seen.open_deadlines(order)["ship_promise"] == now + 4 * DAY - timedelta(days=1) + DAY
    ship_order(order.pk, "SF", "SF-99999", now=now + DAY, actor=make.seller_of(order))
    assert check_site(now + DAY) == []


def test_lost_after_the_release_the_fee_the_payable_and_a_debt_pay_for_it(now: datetime) -> None:
    order = make.completed_order(now=now)
    account(now, book_id=order.shop_id)
    request_payout(book_id=order.shop_id, amount=7_505, currency="CNY", now=now, actor=SYSTEM)
    disputed = make.chargeback(order, now=now)
    assert (available(order.shop_id, "CNY"), of_claims.reserves()) == (0, [("chargeback", 12_800, False)])
    make.lost(disputed, now=now + DAY)
    order = make.read(order)
    assert _since(order, ":open") == [
        *TAKEN,
        ("income:fees", "chargeback", 295),
        ("payable", "chargeback", 5_000),
        ("receivable", "chargeback", 7_505),
    ]
    assert (order.hold.state, order.hold.left, debt(order.shop_id, "CNY")) == ("released", 0, 7_505)
    assert check_site(now + DAY) == []


def test_won_after_the_release_what_was_kept_back_is_free(now: datetime) -> None:
    order = make.completed_order(now=now)
    earned = available(order.shop_id, "CNY")
    make.won(make.chargeback(order, now=now), now=now + DAY)
    assert (available(order.shop_id, "CNY"), of_claims.reserves()) == (earned, [("chargeback", 12_800, True)])
    assert check_site(now + DAY) == []


def test_an_open_claim_waits_and_runs_on_when_it_was_won(now: datetime) -> None:
    claim = make.claim(make.delivered_order(now=now), now=now)
    disputed = make.chargeback(claim.order, now=now + DAY)
    seller, buyer = make.seller_of(claim.order), make.buyer_of(claim.order)
    assert of_claims.clocks(claim) == {}
    assert _code(agree, claim.pk, now=now + DAY, actor=seller) == "claim_waits"
    assert not pass_clock(claim.pk, "claim_answer", now=now + 20 * DAY)
    assert check_site(now + DAY) == []
    make.won(disputed, now=now + 9 * DAY)
    assert of_claims.clocks(claim) == {"claim_answer": now + 13 * DAY}
    assert (make.reread(claim).order.hold.freeze_count, seen.open_deadlines(claim.order)) == (1, {})
    agree(claim.pk, now=now + 9 * DAY, actor=seller)
    assert check_site(now + 9 * DAY) == []
    assert (buyer.user_id, make.reread(claim).state) == (claim.order.buyer_id, "closed")


def test_an_open_claim_ends_when_it_was_lost(now: datetime) -> None:
    claim = make.claim(make.delivered_order(now=now), now=now)
    make.lost(make.chargeback(claim.order, now=now), now=now + DAY)
    after = make.reread(claim)
    assert (after.outcome, after.order.hold.state, of_claims.refunds()) == ("charged_back", "refunded", [])
    assert of_claims.topics(claim)[-1] == "claim.closed"
    assert check_site(now + DAY) == []


def test_a_claim_may_be_withdrawn_meanwhile_and_the_order_stands_still(now: datetime) -> None:
    claim = make.claim(make.delivered_order(now=now), now=now)
    disputed = make.chargeback(claim.order, now=now)
    withdraw(claim.pk, now=now, actor=make.buyer_of(claim.order))
    assert (make.reread(claim).order.hold.freeze_count, seen.open_deadlines(claim.order)) == (1, {})
    assert check_site(now) == []
    make.won(disputed, now=now + DAY)
    assert seen.open_deadlines(claim.order)["release"] == now + 8 * DAY
    assert check_site(now + DAY) == []


def test_an_after_sale_claim_waits_too(now: datetime) -> None:
    claim = make.claim(make.completed_order(now=now), now=now)
    disputed = make.chargeback(claim.order, now=now)
    assert _code(agree, claim.pk, now=now, actor=make.seller_of(claim.order)) == "claim_waits"
    assert of_claims.reserves() == [("claim", 4_000, False), ("chargeback", 12_800, False)]
    make.lost(disputed, now=now + DAY)
    assert make.reread(claim).outcome == "charged_back"
    assert check_site(now + DAY) == []


def test_what_is_heard_before_the_payment_is_worked_off_waits_for_it(now: datetime) -> None:
    order = make.placed_order(now=now)
    make.capture(order.checkout.payment, now=now)
    disputed = make.recorded_chargeback(order, now=now)
    with pytest.raises(NotPaidYet):
        dispute_orders(disputed.pk, now=now)


def test_the_providers_time_is_a_deadline_that_ends_with_its_decision(now: datetime) -> None:
    disputed = make.chargeback(make.paid_order(now=now), now=now)
    clock = Deadline.objects.get(subject_type="chargeback", subject_id=disputed.pk)
    assert (clock.kind, clock.due_at, clock.done_at) == ("chargeback_evidence", now + 7 * DAY, None)
    make.won(disputed, now=now)
    clock.refresh_from_db()
    assert clock.outcome == "moot"
