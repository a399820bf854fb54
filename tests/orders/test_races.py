"""Two at once, over real connections: one wins, the other gets the refusal in words, and every invariant holds."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import chance
from core.deadlines import give_notice, run_due
from core.models import OutboxMessage
from core.outbox import deliver_due
from escrow.actions.release_due import release_due
from escrow.invariants import check_site
from escrow.models import Hold
from escrow.payments.models import Payment, Refund
from marketplace.catalog.models import Sku
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.close_unpaid import close_unpaid
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.release_by_silence import effects_of
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Basket, Checkout, Order, Shipment
from marketplace.orders.quote import quote_of
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.orders import seen

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_is_well(committed_db: CommittedDatabase, now: datetime) -> Iterator[None]:
    yield
    assert check_site(now + 99 * DAY) == []


def _buying(basket: Basket, key: str, now: datetime) -> Callable[[], object]:
    """What a press of the button does, with the quote as it is now."""
    return partial(
        place_checkout,
        basket,
        make.DESTINATION,
        version=basket.version,
        token=quote_of(basket).token,
        key=key,
        gateway="sandbox",
        now=now,
    )


def _paying(order: Order, now: datetime) -> Callable[[], object]:
    return lambda: accept_payment(make.capture(order.checkout.payment, now=now, reference="c1").pk, now=now)


def test_the_last_piece_goes_to_one_of_twelve(now: datetime) -> None:
    sku = make.sku(make.listing(stock=1))
    acts = [_buying(make.basket(wanted={sku: 1}), "k", now) for _buyer in range(12)]
    assert Counter(at_once(acts)) == {"done": 1, "sold_out": 11}
    assert (Order.objects.count(), Sku.objects.get().stock) == (1, 0)


def test_one_number_in_two_spellings_of_its_carrier_goes_to_one_parcel(now: datetime) -> None:
    orders = [make.paid_order(now=now) for _order in range(8)]
    spellings = ("SF Express", "sf-express", "SF  EXPRESS", "Sf Express.") * 2
    acts = [
        partial(ship_order, order.pk, carrier, "SF12345678", now=now, actor=make.seller_of(order))
        for order, carrier in zip(orders, spellings, strict=True)
    ]
    assert Counter(at_once(acts)) == {"done": 1, "number_used": 7}
    assert list(Shipment.objects.values_list("carrier_code", "number")) == [("sf-express", "SF12345678")]


def test_baskets_filled_in_opposite_order_do_not_block_each_other(now: datetime) -> None:
    one, two = make.sku(make.listing(stock=99)), make.sku(make.listing(stock=99))
    wanted = [{one: 1, two: 1}, {two: 1, one: 1}] * 6
    acts = [_buying(make.basket(wanted=pieces), "k", now) for pieces in wanted]
    assert Counter(at_once(acts)) == {"done": 12}


def test_a_double_click_is_one_checkout(now: datetime) -> None:
    act = _buying(make.basket(), "one-form", now)
    assert Counter(at_once([act] * 8)) == {"done": 8}
    assert (Checkout.objects.count(), Payment.objects.count()) == (1, 1)


def test_many_tabs_are_one_checkout(now: datetime) -> None:
    basket = make.basket()
    assert Counter(at_once([_buying(basket, f"tab-{n}", now) for n in range(8)])) == {"done": 8}
    assert (Checkout.objects.count(), Payment.objects.count()) == (1, 1)


def test_references_drawn_twice_at_once_are_drawn_again(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = [_buying(make.basket(), "k", now) for _buyer in range(2)]
    monkeypatch.setattr(chance, "digits", lambda count: "1" * count)
    assert at_once(acts) == ["done", "done"]
    assert sorted(len(order.reference) for order in Order.objects.all()) == [14, 15]


def test_twenty_confirmations_release_once(now: datetime) -> None:
    order = make.shipped_order(now=now)
    act = partial(confirm_receipt, order.pk, now=now, actor=make.buyer_of(order))
    assert Counter(at_once([act] * 20)) == {"done": 1, "hold_ended": 19}
    assert len(seen.journal()) == 4


@pytest.mark.parametrize("turn", range(3))
def test_confirming_the_timer_and_an_extension_move_the_money_at_most_once(turn: int, now: datetime) -> None:
    order = make.delivered_order(now=now)
    due = now + 7 * DAY
    acts: list[Callable[[], object]] = [
        partial(confirm_receipt, order.pk, now=due, actor=make.buyer_of(order)),
        partial(release_due, now=due, effects_of=effects_of),
        partial(extend_window, order.pk, now=due, actor=make.buyer_of(order)),
        partial(release_due, now=due, effects_of=effects_of),
    ]
    answers = at_once(acts[turn:] + acts[:turn])
    assert set(answers) <= {"done", "hold_ended", "order_ended", "no_window"}
    order = make.read(order)
    assert (order.hold.state, len(seen.journal())) == ("released", 4)


def test_the_timer_and_an_extension_agree_on_the_end(now: datetime) -> None:
    order = make.delivered_order(now=now)
    due = now + 7 * DAY
    extend = partial(extend_window, order.pk, now=due, actor=make.buyer_of(order))
    answers = at_once([extend, partial(release_due, now=due, effects_of=effects_of)])
    order = make.read(order)
    if answers[0] == "done":
        assert (order.hold.state, seen.open_deadlines(order)["release"]) == ("held", now + 10 * DAY)
    else:
        assert (order.hold.state, seen.open_deadlines(order)) == ("released", {})


@pytest.mark.parametrize("_turn", range(3))
def test_either_it_is_shipped_or_cancelled(_turn: int, now: datetime) -> None:
    order = make.paid_order(now=now)
    answers = at_once(
        [
            partial(cancel_order, order.pk, now=now, actor=make.buyer_of(order)),
            partial(ship_order, order.pk, "ZTO", "ZTO-1", now=now, actor=make.seller_of(order)),
            partial(start_packing, order.pk, now=now, actor=make.seller_of(order)),
            partial(cancel_order, order.pk, now=now, actor=make.seller_of(order), reason="Broken"),
        ]
    )
    order = make.read(order)
    shipped = hasattr(order, "shipment")
    assert (order.hold.state, Refund.objects.count()) == (("held", 0) if shipped else ("refunded", 1))
    assert answers[1] == ("done" if shipped else "order_ended")


def test_the_end_of_the_time_to_ship_against_shipping(now: datetime) -> None:
    order = make.paid_order(now=now)
    late = now + 10 * DAY
    give_notice("order", order.pk, ["ship_latest"], at=now)
    ship = partial(ship_order, order.pk, "ZTO", "ZTO-1", now=late, actor=make.seller_of(order))
    answers = at_once([lambda: run_due(ACTIONS, now=late), ship, lambda: run_due(ACTIONS, now=late)])
    order = make.read(order)
    assert (order.hold.state, answers[1]) in {("held", "done"), ("refunded", "order_ended")}
    run_due(ACTIONS, now=late + DAY)
    assert make.read(order).hold.state == order.hold.state


@pytest.mark.parametrize("_turn", range(3))
def test_the_end_of_the_time_to_pay_against_the_payment(_turn: int, now: datetime) -> None:
    order = make.placed_order(now=now)
    late = now + DAY
    close = partial(close_unpaid, order.checkout.payment_id, now=late)
    assert at_once([close, _paying(order, late), close]) == ["done", "done", "done"]
    order = make.read(order)
    refunds = list(Refund.objects.values_list("amount", flat=True))
    assert (order.hold.state, refunds) in [("held", []), ("void", [12_800])]


@pytest.mark.parametrize("_turn", range(3))
def test_cancelling_before_paying_against_the_payment(_turn: int, now: datetime) -> None:
    order = make.placed_order(now=now)
    answers = at_once([partial(cancel_order, order.pk, now=now, actor=make.buyer_of(order)), _paying(order, now)])
    order = make.read(order)
    assert (answers, order.hold.remaining) == (["done", "done"], 0)
    assert list(Refund.objects.values_list("amount", flat=True)) == [12_800]
    assert order.hold.state in {"void", "refunded"}


def test_one_payment_told_ten_times_at_once_funds_each_order_once(now: datetime) -> None:
    checkout = make.checkout(make.basket(wanted={make.sku(): 1, make.sku(): 1, make.sku(): 1}), now=now)
    capture = make.capture(checkout.payment, now=now)
    answers = Counter(at_once([partial(accept_payment, capture.pk, now=now)] * 10))
    assert set(answers) <= {"done", "changed_meanwhile"}
    accept_payment(capture.pk, now=now)
    assert list(Hold.objects.values_list("state", flat=True)) == ["held", "held", "held"]
    assert OutboxMessage.objects.filter(topic="order.paid").count() == 3
    assert len(seen.journal()) == 4


def _three_orders(now: datetime) -> Checkout:
    return make.checkout(make.basket(wanted={make.sku(): 1, make.sku(): 1, make.sku(): 1}), now=now)


def _delivered(now: datetime) -> None:
    """What was recorded alone is accepted by the worker."""
    deliver_due(SUBSCRIPTIONS, now=now + timedelta(minutes=1))


@pytest.mark.parametrize("_turn", range(3))
def test_one_charge_heard_of_ten_times_at_once_pays_once(_turn: int, now: datetime) -> None:
    """By webhooks, by asking, and by whoever goes the way of two steps."""
    checkout = _three_orders(now)
    at_once_way = partial(make.heard, checkout.payment, now=now, reference="c1")
    two_steps = partial(make.capture, checkout.payment, now=now, reference="c1")
    answers = at_once([at_once_way, two_steps, at_once_way, at_once_way, two_steps] * 2)
    assert set(answers) <= {"done", "changed_meanwhile"}
    at_once_way()
    _delivered(now)
    assert list(Hold.objects.values_list("state", flat=True)) == ["held", "held", "held"]
    assert OutboxMessage.objects.filter(topic="order.paid").count() == 3
    assert (len(seen.journal()), Payment.objects.get().state) == (4, "paid")


@pytest.mark.parametrize("_turn", range(3))
def test_the_end_of_the_time_to_pay_against_what_pays_at_once(_turn: int, now: datetime) -> None:
    checkout = _three_orders(now)
    close = partial(close_unpaid, checkout.payment_id, now=now)
    answers = at_once([close, partial(make.heard, checkout.payment, now=now, reference="c1"), close])
    assert (answers[0], answers[2]) == ("done", "done")
    assert answers[1] in {"done", "changed_meanwhile"}
    make.heard(checkout.payment, now=now, reference="c1")
    _delivered(now)
    refunds = list(Refund.objects.values_list("amount", flat=True))
    states = list(Hold.objects.values_list("state", flat=True))
    assert (states, refunds) in [(["held"] * 3, []), (["void"] * 3, [3 * 12_800])]


@pytest.mark.parametrize("_turn", range(3))
def test_cancelling_one_or_two_of_three_against_what_pays_at_once(_turn: int, now: datetime) -> None:
    """What is cancelled goes back, whichever is first; what is not is held."""
    checkout = _three_orders(now)
    orders = list(checkout.orders.order_by("pk"))
    gone = orders[: 1 + _turn % 2]
    acts: list[Callable[[], object]] = [
        partial(cancel_order, order.pk, now=now, actor=make.buyer_of(order)) for order in gone
    ]
    pay = partial(make.heard, checkout.payment, now=now, reference="c1")
    answers = at_once([*acts, pay, pay])
    assert set(answers[: len(gone)]) == {"done"}
    assert set(answers) <= {"done", "changed_meanwhile"}
    pay()
    _delivered(now)
    for order in orders:
        assert make.read(order).hold.state in ({"void", "refunded"} if order in gone else {"held"})
    assert list(Refund.objects.values_list("amount", flat=True)) == [12_800] * len(gone)
    assert Payment.objects.get().state == "paid"


def test_many_checkouts_are_paid_at_once_each(now: datetime) -> None:
    """Of the same shops: none waits for another, or is refused."""
    wanted = {make.sku(make.listing(stock=99)): 1, make.sku(make.listing(stock=99)): 1}
    checkouts = [make.checkout(make.basket(wanted=wanted), now=now) for _buyer in range(8)]
    assert at_once([partial(make.heard, checkout.payment, now=now) for checkout in checkouts]) == ["done"] * 8
    assert set(Hold.objects.values_list("state", flat=True)) == {"held"}
    assert not OutboxMessage.objects.filter(topic="capture.recorded").exists()


def test_ten_reports_of_one_delivery_are_one(now: datetime) -> None:
    order = make.shipped_order(now=now)
    act = partial(record_parcel_event, order.shipment.pk, "delivered", now + DAY, now=now + DAY)
    assert Counter(at_once([act] * 10)) == {"done": 10}
    assert (order.shipment.events.count(), seen.topics(order).count("order.delivered")) == (1, 1)


def test_two_workers_close_each_unpaid_order_once(now: datetime) -> None:
    orders = [make.placed_order(now=now) for _order in range(6)]
    at_once([lambda: run_due(ACTIONS, now=now + DAY)] * 3)
    assert {make.read(order).closed_by for order in orders} == {"unpaid"}
    assert [seen.facts(order)[1:] for order in orders] == [[("closed_unpaid", "system")]] * 6
