"""Which events are written down, for whom, and what they say: types, times and references, and nothing about people."""

import json
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core import outbox
from core.effects import Effects, Message, write
from core.models import OutboxMessage
from escrow.payments.actions import payouts
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.request_payout import request_payout
from marketplace.catalog.actions.close_shop import ask_for_deposit
from marketplace.notifications import topics
from marketplace.notifications.notify import notify
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.staff import names
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.webhooks.actions.pause_endpoint import pause_endpoint
from marketplace.webhooks.events import EVENTS, NAMED, TOPICS, tell_programs
from marketplace.webhooks.models import Delivery, Endpoint, Kind
from tests import make, tracked
from tests.access.leaving import come_back
from tests.make import after

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8700"


def test_every_event_is_a_fact_of_the_site_and_of_a_kind_one_can_choose() -> None:
    assert sorted(TOPICS - set(names.TOPICS)) == []
    assert (set(NAMED) - TOPICS, set(NAMED.values()) - set(EVENTS)) == (set(), set())
    assert {topic.split(".", 1)[0] for topic in EVENTS} == set(Kind.values)


def test_the_desks_own_news_and_reminders_of_buyers_are_nobodys_events() -> None:
    desks = {"claim.ruling_proposed", "claim.ruling_declined", "claim.ruling_overdue", "refund.rejected"}
    buyers = {"order.pay_soon", "order.release_soon", "review.soon", "capture.returned"}
    assert (desks | buyers) & set(EVENTS) == set()
    assert (desks | buyers) - set(topics.TOPICS) == set()


def test_every_event_is_in_the_papers() -> None:
    paper = tracked.text("docs/webhooks.md")
    assert [topic for topic in EVENTS if f"| `{topic}` | {EVENTS[topic]} |" not in paper] == []


def test_a_whole_sale_tells_each_step_and_not_a_word_about_the_buyer(now: datetime) -> None:
    endpoint = make.endpoint(now=now)
    sku = make.sku(make.listing(endpoint.shop, now=now))
    order = make.delivered_order(sku=sku, now=now)
    confirm_receipt(order.pk, now=now + timedelta(hours=1), actor=make.buyer_of(order))
    while outbox.deliver_due(SUBSCRIPTIONS, now=now + timedelta(hours=2)):
        pass
    sent = Delivery.objects.order_by("pk")
    assert [one.type for one in sent] == [
        "order.placed",
        "order.paid",
        "order.shipped",
        "order.delivered",
        "hold.released",
    ]
    assert [json.loads(one.body) for one in sent][-1] == {
        "type": "hold.released",
        "version": 1,
        "timestamp": "2026-11-23T05:00:00Z",
        "data": {"order": order.reference, "url": f"{SITE}/api/v1/orders/{order.reference}/"},
    }
    assert len({one.event for one in sent}) == 5
    private = (order.buyer.name, order.recipient, order.street, order.phone, order.buyer.email, "12800", "12505")
    assert [(one.type, word) for one in sent for word in private if word and word in one.body] == []


def test_a_claim_names_its_number(now: datetime) -> None:
    claim = make.claim(now=now)
    endpoint = make.endpoint(claim.order.shop, now=now)
    message = OutboxMessage.objects.get(topic="claim.opened")
    tell_programs(message, now)
    body = json.loads(Delivery.objects.get(endpoint=endpoint).body)
    assert body["data"] == {
        "order": claim.order.reference,
        "claim": claim.pk,
        "url": f"{SITE}/api/v1/claims/{claim.pk}/",
    }


def test_a_payout_is_told_to_its_shop(now: datetime) -> None:
    endpoint = make.endpoint(now=now, kinds=["payout"])
    order = make.delivered_order(sku=make.sku(make.listing(endpoint.shop, now=now)), now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    shop, owner = endpoint.shop, make.owner_of(endpoint.shop)
    account = {"bank": "ICBC", "holder": "Wang", "number": "622200001111"}
    set_payout_account(book_id=shop.pk, owner_id=shop.owner_id, **account, now=now, actor=owner)
    payout = request_payout(book_id=shop.pk, amount=12_505, currency="CNY", now=now, actor=owner)
    outbox.deliver_due(SUBSCRIPTIONS, now=now)
    body = json.loads(Delivery.objects.get().body)
    assert (body["type"], body["data"]) == (
        "payout.requested",
        {"payout": payout.pk, "url": f"{SITE}/api/v1/shop/payouts/{payout.pk}/"},
    )


def test_a_deposit_is_told_apart_from_payouts_on_its_way_in_and_out(now: datetime) -> None:
    endpoint = make.endpoint(now=now, kinds=["deposit"])
    make.endpoint(endpoint.shop, "https://payouts.example.org/", now=now, kinds=["payout"])
    come_back(endpoint.shop, now)
    again = ask_for_deposit(endpoint.shop_id, now=now, actor=make.owner_of(endpoint.shop))
    payouts._mark_sent(again, now)
    payouts.finish_payout(again.pk, now=now)
    while outbox.deliver_due(SUBSCRIPTIONS, now=now):
        pass
    sent = [json.loads(one.body) for one in Delivery.objects.order_by("pk")]
    assert [one["type"] for one in sent] == [
        "deposit.paid",
        "deposit.sent",
        "deposit.came_back",
        "deposit.sent",
        "deposit.returned",
    ]
    assert sent[0]["data"] == {"url": f"{SITE}/api/v1/shop/deposit/"}
    assert sent[-1]["data"] == {"payout": again.pk, "url": f"{SITE}/api/v1/shop/payouts/{again.pk}/"}
    assert set(Delivery.objects.values_list("endpoint", flat=True)) == {endpoint.pk}


def test_a_dispute_about_a_deposit_is_told_to_its_shop_alone(now: datetime) -> None:
    endpoint, other = make.endpoint(now=now), make.endpoint(now=now)
    after.disputed(after.deposited(now, book_id=endpoint.shop.book_id), now)
    while outbox.deliver_due(SUBSCRIPTIONS, now=now):
        pass
    assert sorted(Delivery.objects.values_list("endpoint", "type")) == [
        (endpoint.pk, "deposit.disputed"),
        (endpoint.pk, "deposit.paid"),
    ]
    message = Message(other.shop_id, "forged", "deposit.paid", {"book": endpoint.shop.book_id})
    write(Effects(messages=(message,)), now=now)
    assert tell_programs(OutboxMessage.objects.get(key="forged"), now) == 0


def test_only_the_shop_concerned_is_told_and_only_of_what_it_wants(now: datetime) -> None:
    order = make.placed_order(now=now)
    wants = make.endpoint(order.shop, kinds=["order"], now=now)
    make.endpoint(order.shop, "https://other.example.org/", kinds=["claim", "payout"], now=now)
    make.endpoint(now=now)
    make.told(order, "order.packed", now)
    assert [one.endpoint for one in Delivery.objects.all()] == [wants]


def test_what_happened_before_it_listened_is_not_told(now: datetime) -> None:
    order = make.placed_order(now=now)
    make.endpoint(order.shop, now=now + timedelta(seconds=1))
    make.told(order, "order.packed", now)
    assert Delivery.objects.count() == 0
    make.told(order, "order.shipped", now + timedelta(seconds=1))
    assert Delivery.objects.get().type == "order.shipped"


def test_told_twice_it_is_one_delivery_and_each_endpoint_has_its_own(now: datetime) -> None:
    order = make.placed_order(now=now)
    make.endpoint(order.shop, now=now)
    make.endpoint(order.shop, "https://other.example.org/", now=now)
    message = make.told(order, "order.packed", now)
    before = list(Delivery.objects.order_by("pk").values())
    tell_programs(message, now + timedelta(minutes=1))
    assert list(Delivery.objects.order_by("pk").values()) == before
    assert len({row["event"] for row in before}) == 1
    assert [row["due_at"] for row in before] == [now, now]


def test_while_it_is_paused_events_wait_and_when_it_was_stopped_there_are_none(now: datetime) -> None:
    order = make.placed_order(now=now)
    paused = make.endpoint(order.shop, now=now)
    stopped = make.endpoint(order.shop, "https://other.example.org/", now=now)
    pause_endpoint(paused.pk, now=now, actor=make.owner_of(order.shop))
    Endpoint.objects.filter(pk=stopped.pk).update(stopped_at=now, stopped_why="failing")
    make.told(order, "order.packed", now)
    (waiting,) = Delivery.objects.all()
    assert (waiting.endpoint, waiting.due_at, waiting.state) == (paused, None, "paused")


def test_what_belongs_to_another_book_is_not_told_however_it_is_addressed(now: datetime) -> None:
    order, listener = make.placed_order(now=now), make.endpoint(now=now)
    message = Message(listener.shop_id, "forged", "order.paid", {"order": order.pk})
    write(Effects(messages=(message,)), now=now)
    assert tell_programs(OutboxMessage.objects.get(key="forged"), now) == 0
    assert Delivery.objects.count() == 0


def test_where_nobody_listens_it_costs_one_query(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = make.placed_order(now=now)
    message = make.told(order, "order.packed", now)
    with django_assert_num_queries(1):
        assert tell_programs(message, now) == 0


def test_the_shop_is_told_that_nothing_more_is_sent(now: datetime) -> None:
    endpoint = make.endpoint(now=now)
    for why in ("failing", "gone"):
        content = {"endpoint": endpoint.pk, "why": why}
        write(Effects(messages=(Message(endpoint.shop_id, why, "endpoint.stopped", content),)), now=now)
        assert notify(OutboxMessage.objects.get(key=why), now) == 1
    told = endpoint.shop.owner.notifications.order_by("pk").values_list("topic", "subject_id", "payload__why")
    assert list(told) == [
        ("endpoint.stopped", endpoint.pk, "failing"),
        ("endpoint.stopped", endpoint.pk, "gone"),
    ]
