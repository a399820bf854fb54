"""A good charge pays all that waits for it in the commit that records it. Otherwise: test_kept_or_not.py."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import DomainError
from core.models import Deadline, OutboxMessage
from core.outbox import deliver_due
from escrow.invariants import check_site
from escrow.ledger.models import JournalEntry
from escrow.models import Hold
from escrow.payments import events, gateways
from escrow.payments.models import Allocation, Payment
from escrow.payments.providers.protocol import Charge, Event, Report
from marketplace import tasks
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.ask_about_payment import ask_about_payment
from marketplace.orders.models import Checkout, Order
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make
from tests.orders import seen
from tests.payments.charging import told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BOTH = (11_800, 4_000)


def _checkout(now: datetime, *prices: int, coupons: str = "") -> Checkout:
    wanted = {make.sku(make.listing(price=price)): 1 for price in prices}
    return make.checkout(make.basket(wanted=wanted), now=now, coupons=coupons)


def _orders(checkout: Checkout) -> list[Order]:
    return list(checkout.orders.select_related("shop").order_by("pk"))


def _states() -> list[str]:
    return list(Hold.objects.order_by("pk").values_list("state", flat=True))


def test_an_order_is_recorded_and_kept_in_one_commit(now: datetime) -> None:
    order = make.placed_order(now=now)
    paid = now + timedelta(hours=2)
    with CaptureQueriesContext(connection) as asked:
        capture = make.heard(order.checkout.payment, now=paid, reference="c1")
    assert sum("commit_move" in query["sql"] for query in asked) == 1
    order = make.read(order)
    assert seen.journal() == seen.funded(order, "c1")
    assert JournalEntry.objects.values("xid").distinct().count() == 1
    assert (order.hold.state, order.hold.remaining, order.hold.funded_at) == ("held", 12_800, paid)
    assert (capture.verdict, capture.allotted, capture.returned, capture.left) == ("good", 12_800, 0, 0)
    payment = order.checkout.payment
    assert (payment.state, payment.ended_at, payment.version) == ("paid", paid, 1)
    assert seen.open_deadlines(order) == {
        "ship_promise": paid + timedelta(hours=72),
        "remind_ship": paid + timedelta(hours=48),
        "ship_latest": paid + timedelta(days=10),
    }
    assert seen.outcomes(order) == {"pay": "met", "remind_pay": "met"}
    assert Deadline.objects.get(kind="ask_payment").outcome == "met"
    assert seen.topics(order) == ["order.placed", "order.paid"]
    assert seen.facts(order) == [("placed", "buyer"), ("paid", "provider")]
    assert told("capture.recorded") == []
    assert check_site(paid + DAY) == []


def test_two_shops_and_a_promotion_are_kept_in_one_commit(now: datetime) -> None:
    checkout = _checkout(now, *BOTH, coupons=make.promotion().code)
    before = len(seen.journal())
    capture = make.heard(checkout.payment, now=now, reference="c1")
    one, other = (make.read(order).hold for order in _orders(checkout))
    payment = f"payment:{checkout.payment_id}"
    assert one.discount + other.discount == 1_000
    assert seen.journal()[before:] == [
        ("capture:sandbox:c1", "provider:sandbox", payment, 16_800),
        (f"hold:{one.pk}:fund", payment, f"hold:{one.pk}", 12_800 - one.discount),
        (f"hold:{one.pk}:fund", "expense:promotions", f"hold:{one.pk}", one.discount),
        (f"hold:{other.pk}:fund", payment, f"hold:{other.pk}", 5_000 - other.discount),
        (f"hold:{other.pk}:fund", "expense:promotions", f"hold:{other.pk}", other.discount),
    ]
    assert [(hold.state, hold.remaining) for hold in (one, other)] == [("held", 12_800), ("held", 5_000)]
    allocations = Allocation.objects.order_by("hold_id").values_list("book_id", "capture_id", "hold_id", "amount")
    assert list(allocations) == [
        (hold.book_id, capture.pk, hold.pk, hold.amount - hold.discount) for hold in (one, other)
    ]
    assert check_site(now + DAY) == []


def test_told_again_in_whatever_way_it_has_no_effect(now: datetime) -> None:
    order = make.placed_order(now=now)
    payment = order.checkout.payment
    capture = make.heard(payment, now=now, reference="c1")
    later = now + DAY
    with CaptureQueriesContext(connection) as asked:
        assert make.heard(payment, now=later, reference="c1") == capture
        assert make.capture(payment, now=later, reference="c1") == capture
        assert accept_payment(capture.pk, now=later) == [order]
    assert [query["sql"] for query in asked if "commit_move" in query["sql"] or "write_effects" in query["sql"]] == []
    assert seen.journal() == seen.funded(order, "c1")
    assert (seen.facts(order), told("capture.recorded")) == ([("placed", "buyer"), ("paid", "provider")], [])
    with pytest.raises(DomainError, match="another amount"):
        make.heard(payment, now=later, reference="c1", amount=1)


def test_what_was_recorded_before_goes_its_own_way(now: datetime) -> None:
    order = make.placed_order(now=now)
    capture = make.capture(order.checkout.payment, now=now, reference="c1")
    assert make.heard(order.checkout.payment, now=now, reference="c1") == capture
    assert (_states(), len(told("capture.recorded"))) == (["awaiting_payment"], 1)
    deliver_due(SUBSCRIPTIONS, now=now)
    assert (_states(), seen.journal()) == (["held"], seen.funded(order, "c1"))


class Tells:
    """A provider of which one charge is known."""

    name, hold_cap = "sandbox", 0

    def __init__(self, charge: Charge) -> None:
        self.charge = charge

    def charges(self, _reference: str) -> list[Charge]:
        return [self.charge]

    def report(self, _since: datetime) -> Report:
        return Report((self.charge,), (), ())

    def read(self, _event: Event) -> Charge:
        return self.charge


def _by_event(payment: Payment, now: datetime) -> None:
    events.keep("sandbox", Event("evt_1", "charge.captured", {}), now=now)
    tasks.deliver()


def _by_bell(payment: Payment, now: datetime) -> None:
    events.keep("sandbox", Event("evt_1", "charge.captured", {}), now=now)
    tasks.answer_bell()


def _by_asking(payment: Payment, now: datetime) -> None:
    Deadline.objects.filter(kind="ask_payment").update(due_at=now)
    tasks.ask()


def _by_report(payment: Payment, now: datetime) -> None:
    tasks.read_reports()


def _by_the_buyer(payment: Payment, now: datetime) -> None:
    assert ask_about_payment(payment, now=now)


@pytest.mark.parametrize("hear", [_by_event, _by_bell, _by_asking, _by_report, _by_the_buyer])
def test_however_the_site_hears_of_it_it_pays_at_once(
    hear: Callable[[Payment, datetime], None], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = make.placed_order(now=now)
    payment = order.checkout.payment
    charge = Charge("c1", payment.reference, payment.amount, payment.currency, now)
    monkeypatch.setattr(gateways, "known", lambda: ["sandbox"])
    monkeypatch.setattr(gateways, "get", lambda _name: Tells(charge))
    hear(payment, now)
    assert (_states(), seen.journal()) == (["held"], seen.funded(order, "c1"))
    assert JournalEntry.objects.values("xid").distinct().count() == 1
    assert OutboxMessage.objects.filter(topic="capture.recorded").count() == 0


def test_what_was_promised_about_paying_is_ended_by_whoever_comes_next(now: datetime) -> None:
    """A worker that stopped just before: all is held, and the promises are still open."""
    order = make.placed_order(now=now)
    capture = make.heard(order.checkout.payment, now=now)
    Deadline.objects.filter(kind__in=("pay", "remind_pay")).update(done_at=None, outcome="")
    accept_payment(capture.pk, now=now)
    assert seen.outcomes(order) == {"pay": "met", "remind_pay": "met"}
