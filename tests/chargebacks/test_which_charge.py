"""Which charge is disputed, and how often: a charge that paid no order binds none, and two disputes wait for both."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import DomainError
from core.models import OutboxMessage
from core.outbox import deliver_due
from escrow.invariants import check_site
from escrow.payments.actions.chargebacks import lose_chargeback
from escrow.payments.models import Chargeback
from marketplace.chargebacks.actions.dispute_orders import dispute_orders
from marketplace.chargebacks.actions.end_disputes import take_shares
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.notifications.reading import notices_of, read
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.trade.dispute_facts import disputes_of, with_dispute
from tests import make
from tests.claims import seen as of_claims
from tests.orders import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_second_charge_binds_no_order_and_takes_nothing_of_it(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    order = make.delivered_order(now=now)
    second = make.capture(order.checkout.payment, now=now)
    disputed = make.chargeback(order, charge=second, now=now)
    order = make.read(order)
    assert (order.hold.freeze_count, disputes_of(with_dispute(Order.objects.all()))) == (0, {})
    assert seen.open_deadlines(order)["release"] == now + 7 * DAY
    assert submit_evidence(disputed.pk, statement="It went back.", now=now, actor=make.desk()).document["orders"] == []
    monkeypatch.setattr(clock, "now", lambda: now)
    desk = Client()
    desk.force_login(make.operator())
    page = desk.get(reverse("staff:chargeback", args=[disputed.pk])).content.decode()
    assert ("paid twice" in page, order.reference in page) == (True, False)
    ended = make.lost(disputed, now=now + DAY)
    assert (ended.ended_at, ended.shares) == (now + DAY, {})
    assert [line[1:] for line in seen.journal()][-1][0] == "expense:losses"
    confirm_receipt(order.pk, now=now + DAY, actor=make.buyer_of(order))
    assert check_site(now + DAY) == []


def test_lost_before_its_charge_was_worked_off_it_is_heard_again_and_ends(now: datetime) -> None:
    order = make.placed_order(now=now)
    charge = make.capture(order.checkout.payment, now=now)
    disputed = make.recorded_chargeback(order, charge=charge, now=now)
    with pytest.raises(DomainError) as refusal:
        lose_chargeback(disputed.pk, now=now)
    assert refusal.value.code == "charge_not_divided"
    deliver_due(SUBSCRIPTIONS, now=now)
    lose_chargeback(disputed.pk, now=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    ended, order = Chargeback.objects.get(), make.read(order)
    assert (ended.shares, ended.ended_at, order.hold.state) == ({str(order.hold_id): 12_800}, now, "refunded")
    assert check_site(now) == []


def test_what_was_given_back_before_a_lost_dispute_bound_its_order_is_not_taken(now: datetime) -> None:
    """Opened and lost in one breath; before a worker binds its two orders, one of them is cancelled."""
    wanted = {make.sku(make.listing(price=price)): 1 for price in (11_800, 4_000)}
    checkout = make.checkout(make.basket(wanted=wanted), now=now, coupons=make.promotion().code)
    make.heard(checkout.payment, now=now)
    cancelled, other = checkout.orders.order_by("pk")
    disputed = make.recorded_chargeback(cancelled, now=now)
    lose_chargeback(disputed.pk, now=now)
    cancel_order(cancelled.pk, now=now, actor=make.buyer_of(cancelled))
    deliver_due(SUBSCRIPTIONS, now=now)
    disputed.refresh_from_db()
    assert (disputed.ended_at, set(disputed.shares)) == (now, {str(cancelled.pk), str(other.pk)})
    assert [make.read(order).hold.state for order in (cancelled, other)] == ["refunded", "refunded"]
    losses = [amount for _key, debit, _credit, amount in seen.journal() if debit == "expense:losses"]
    assert losses == [disputed.shares[str(cancelled.pk)]]
    assert check_site(now + DAY) == []


def test_a_share_that_was_not_named_is_never_taken(now: datetime) -> None:
    order = make.delivered_order(now=now)
    disputed = make.chargeback(order, now=now)
    Chargeback.objects.update(state="lost", shares={})
    assert take_shares(disputed.pk, now=now) == 0
    assert (make.read(order).hold.freeze_count, Chargeback.objects.get().ended_at) == (0, now)
    assert (seen.facts(order)[-1], _told("over"), _told("lost")) == (("dispute_over", "provider"), 1, 0)
    deliver_due(SUBSCRIPTIONS, now=now)
    words = f"dispute about order {order.reference} is over, and took nothing of it."
    for side in (order.buyer, order.shop.owner):
        assert sum(words in notice.text for notice in read(list(notices_of(side)), now)) == 1


def test_lost_without_owing_while_another_binds_nobody_is_told_that_it_goes_on(now: datetime) -> None:
    order = make.delivered_order(now=now)
    first, second = _twice(order, now)
    Chargeback.objects.filter(pk=first.pk).update(state="lost", shares={})
    assert take_shares(first.pk, now=now) == 0
    assert (seen.facts(order)[-1], _told("over"), seen.open_deadlines(order)) == (("dispute_over", "provider"), 0, {})
    Chargeback.objects.filter(pk=second.pk).update(state="lost", shares={})
    assert take_shares(second.pk, now=now + DAY) == 0
    assert (_told("over"), seen.open_deadlines(order)["release"]) == (1, now + 8 * DAY)


def _twice(order: Order, now: datetime) -> tuple[Chargeback, Chargeback]:
    first, second = (make.chargeback(order, amount=amount, now=now) for amount in (5_000, 4_000))
    assert dispute_orders(second.pk, now=now) == 0
    return first, second


def _told(how: str) -> int:
    """How often both sides were told that it ended so."""
    return OutboxMessage.objects.filter(topic=f"order.dispute_{how}").count()


def test_the_clocks_wait_for_the_second_dispute(now: datetime) -> None:
    order = make.delivered_order(now=now)
    first, second = _twice(order, now)
    assert (make.read(order).hold.freeze_count, seen.open_deadlines(order)) == (2, {})
    make.won(first, now=now + DAY)
    assert (make.read(order).hold.freeze_count, seen.open_deadlines(order)) == (1, {})
    assert (seen.facts(order)[-1], _told("won")) == (("dispute_won", "provider"), 0)
    (known,) = disputes_of(with_dispute(Order.objects.all())).values()
    assert (known.chargeback, known.is_open, known.took) == (second, True, False)
    assert check_site(now + DAY) == []
    make.won(second, now=now + 2 * DAY)
    assert (seen.open_deadlines(order)["release"], _told("won")) == (now + 9 * DAY, 1)
    assert check_site(now + 2 * DAY) == []


@pytest.mark.parametrize("sold", [make.delivered_order, make.completed_order])
def test_an_open_claim_waits_for_the_second_dispute(now: datetime, sold: Callable[..., Order]) -> None:
    claim = make.claim(sold(now=now), now=now)
    promised = of_claims.clocks(claim)
    first, second = _twice(claim.order, now)
    make.won(first, now=now + DAY)
    assert of_claims.clocks(claim) == {}
    assert check_site(now + DAY) == []
    make.won(second, now=now + 2 * DAY)
    assert of_claims.clocks(claim) == {kind: due + 2 * DAY for kind, due in promised.items()}
    assert check_site(now + 2 * DAY) == []


def test_one_lost_takes_its_part_and_the_order_waits_for_the_other(now: datetime) -> None:
    order = make.delivered_order(now=now)
    first, second = _twice(order, now)
    assert make.lost(first, now=now + DAY).ended_at == now + DAY
    order = make.read(order)
    assert (order.hold.remaining, order.hold.freeze_count, seen.open_deadlines(order)) == (7_800, 1, {})
    (known,) = disputes_of(with_dispute(Order.objects.all())).values()
    assert (known.chargeback, known.is_open, known.took) == (second, True, True)
    assert check_site(now + DAY) == []
    make.lost(second, now=now + 2 * DAY)
    order = make.read(order)
    assert (order.hold.remaining, seen.open_deadlines(order)["release"]) == (3_800, now + 9 * DAY)
    assert check_site(now + 2 * DAY) == []


def test_one_that_takes_all_ends_the_order_and_the_other_is_the_hosts_loss(now: datetime) -> None:
    order = make.delivered_order(now=now)
    whole, part = make.chargeback(order, now=now), make.chargeback(order, amount=4_000, now=now)
    make.lost(whole, now=now)
    order = make.read(order)
    assert (order.hold.state, order.closed_by, order.hold.freeze_count) == ("refunded", "chargeback", 0)
    assert make.lost(part, now=now).ended_at == now
    assert [line[1:] for line in seen.journal()][-2:] == [
        (f"hold:{order.hold_id}", f"chargeback:{whole.pk}", 12_800),
        ("expense:losses", f"chargeback:{part.pk}", 4_000),
    ]
    assert check_site(now) == []
