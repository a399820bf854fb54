"""At each failpoint a forked child is killed in the middle of an act; then it is done again: once in all."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import failpoints
from core.deadlines import give_notice, run_due
from core.errors import DomainError
from core.outbox import deliver_due
from escrow.invariants import check_site
from escrow.models import Hold
from escrow.payments.models import Refund
from marketplace.coupons.models import Coupon
from marketplace.deadlines import ACTIONS
from marketplace.orders import actions
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.change_address import change_address
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Checkout, CouponUse, Order, Shipment
from marketplace.orders.quote import quote_of
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make
from tests.conftest import CommittedDatabase
from tests.killing import killed_at
from tests.orders import seen

Act = Callable[[], object]
Case = tuple[Callable[[datetime], Act], tuple[str, ...], Callable[[], object], object]
DAY = timedelta(days=1)
BOOKS = ("between", "before", "after")


def _own(act: str) -> tuple[str, ...]:
    return (f"orders.{act}.before_commit", f"orders.{act}.after_commit")


def _of_books(act: str) -> tuple[str, ...]:
    return tuple(f"{act}.{place}" for place in BOOKS)


def _place(now: datetime) -> Act:
    basket = make.basket(wanted={make.sku(): 1, make.sku(): 2})
    return partial(
        place_checkout,
        basket,
        make.DESTINATION,
        version=basket.version,
        token=quote_of(basket).token,
        key="k",
        gateway="sandbox",
        now=now,
    )


def _place_with_a_promotion(now: datetime) -> Act:
    promotion = make.promotion()
    basket = make.basket(wanted={make.sku(): 1, make.sku(): 2})
    return partial(make.checkout, basket, now=now, key="k", coupons=promotion.code)


def _uses() -> tuple[list[int], list[int]]:
    """What coupons stand at, and what their uses took."""
    return (
        list(Coupon.objects.values_list("used", flat=True)),
        list(CouponUse.objects.values_list("amount", flat=True)),
    )


def _discounted(now: datetime) -> Order:
    return make.checkout(now=now, coupons=make.promotion().code).orders.get()


def _accept(now: datetime) -> Act:
    checkout = make.checkout(make.basket(wanted={make.sku(): 1, make.sku(): 1, make.sku(): 1}), now=now)
    closed = checkout.orders.order_by("pk")[1]
    cancel_order(closed.pk, now=now, actor=make.buyer_of(closed))
    return partial(accept_payment, make.capture(checkout.payment, now=now).pk, now=now)


def _later(moments: list[datetime]) -> datetime:
    """A leased row is free again when its lease has run out: each call is a minute later."""
    moments.append(moments[-1] + timedelta(minutes=2))
    return moments[-1]


def _by_timer(prepare: Callable[[datetime], object], after: timedelta) -> Callable[[datetime], Act]:
    def prepared(now: datetime) -> Act:
        prepare(now)
        moments = [now + after]
        return lambda: run_due(ACTIONS, now=_later(moments))

    return prepared


def _told_of_money(now: datetime) -> Act:
    make.capture(make.placed_order(now=now).checkout.payment, now=now)
    moments = [now]
    return lambda: deliver_due(SUBSCRIPTIONS, now=_later(moments))


def _hear(now: datetime) -> Act:
    """Of two orders, as often as it is told."""
    checkout = make.checkout(make.basket(wanted={make.sku(): 1, make.sku(): 1}), now=now)
    return partial(make.heard, checkout.payment, now=now, reference="c1")


def _hear_with_one_closed(now: datetime) -> Act:
    """It is recorded alone, and then each order is decided."""
    checkout = make.checkout(make.basket(wanted={make.sku(): 1, make.sku(): 1}), now=now)
    closed = checkout.orders.order_by("pk")[1]
    cancel_order(closed.pk, now=now, actor=make.buyer_of(closed))
    moments = [now]

    def hear() -> None:
        make.heard(checkout.payment, now=now, reference="c1")
        deliver_due(SUBSCRIPTIONS, now=_later(moments))

    return hear


def _noticed(order: Order, kind: str, now: datetime) -> None:
    give_notice("order", order.pk, [kind], at=now)


def _never_shipped(now: datetime) -> None:
    _noticed(make.packed_order(now=now), "ship_latest", now)


def _lost(now: datetime) -> None:
    order = make.shipped_order(now=now)
    record_parcel_event(order.shipment.pk, "lost", now, now=now)
    _noticed(order, "handed_over_again", now)


def _by(stage: str, act: Callable[[Order, datetime], Act]) -> Callable[[datetime], Act]:
    return lambda now: act(getattr(make, f"{stage}_order")(now=now), now)


def _buyer(act: Callable[..., object]) -> Callable[[Order, datetime], Act]:
    return lambda order, now: partial(act, order.pk, now=now, actor=make.buyer_of(order))


def _ship(order: Order, now: datetime) -> Act:
    return partial(ship_order, order.pk, "ZTO", "ZTO-1", now=now, actor=make.seller_of(order))


def _pack(order: Order, now: datetime) -> Act:
    return partial(start_packing, order.pk, now=now, actor=make.seller_of(order))


def _move(order: Order, now: datetime) -> Act:
    return partial(change_address, order.pk, make.DESTINATION, now=now, actor=make.buyer_of(order))


def _lose(order: Order, now: datetime) -> Act:
    return partial(record_parcel_event, order.shipment.pk, "lost", now, now=now)


def _holds() -> list[str]:
    return list(Hold.objects.order_by("pk").values_list("state", flat=True))


def _money() -> tuple[list[str], int, list[int]]:
    return (_holds(), len(seen.journal()), list(Refund.objects.order_by("pk").values_list("amount", flat=True)))


def _told() -> list[str]:
    return seen.topics(Order.objects.get())[2:]


def _placed() -> tuple[int, int]:
    return (Checkout.objects.count(), Order.objects.count())


#: name -> what prepares it and answers the act, where it is killed, what is looked at, and what is seen in the end.
CASES: dict[str, Case] = {
    "place_checkout": (_place, _own("place_checkout"), _placed, (1, 2)),
    "place_checkout with a promotion": (
        _place_with_a_promotion,
        _own("place_checkout"),
        lambda: (_placed(), _uses()),
        ((1, 2), ([1], [1_000])),
    ),
    "close_unpaid gives a coupon back": (
        _by_timer(_discounted, DAY),
        _own("close_unpaid"),
        lambda: (_holds(), _uses()),
        (["void"], ([0], [0])),
    ),
    "accept_payment": (
        _accept,
        (*_of_books("fund_hold"), *_of_books("return_share"), "orders.accept_payment.between_orders"),
        _money,
        (["held", "void", "held"], 4, [12_800]),
    ),
    "accept_payment by the outbox": (_told_of_money, _of_books("fund_hold"), _money, (["held"], 2, [])),
    "record_capture pays at once": (_hear, _of_books("record_capture"), _money, (["held", "held"], 3, [])),
    "record_capture alone, then accept_payment": (
        _hear_with_one_closed,
        (*_of_books("record_capture"), *_of_books("fund_hold"), *_of_books("return_share")),
        _money,
        (["held", "void"], 3, [12_800]),
    ),
    "close_unpaid": (
        _by_timer(lambda now: make.placed_order(now=now), DAY),
        (*_of_books("void_hold"), *_of_books("close_payment"), *_own("close_unpaid")),
        _money,
        (["void"], 0, []),
    ),
    "cancel_order": (
        _by("paid", _buyer(cancel_order)),
        (*_of_books("refund_hold"), *_own("cancel_order")),
        _money,
        (["refunded"], 3, [12_800]),
    ),
    "cancel_order unpaid": (
        _by("placed", _buyer(cancel_order)),
        (*_of_books("void_hold"), *_of_books("close_payment"), *_own("cancel_order")),
        _money,
        (["void"], 0, []),
    ),
    "refund_never_shipped": (
        _by_timer(_never_shipped, 10 * DAY),
        (*_of_books("refund_hold"), *_own("refund_never_shipped")),
        _money,
        (["refunded"], 3, [12_800]),
    ),
    "refund_lost_parcel": (
        _by_timer(_lost, 7 * DAY),
        (*_of_books("refund_hold"), *_own("refund_lost_parcel")),
        _money,
        (["refunded"], 3, [12_800]),
    ),
    "confirm_receipt": (
        _by("shipped", _buyer(confirm_receipt)),
        _of_books("release_hold"),
        _money,
        (["released"], 4, []),
    ),
    "change_address": (_by("paid", _move), _own("change_address"), _money, (["held"], 2, [])),
    "start_packing": (_by("paid", _pack), _own("start_packing"), _told, ["order.packed"]),
    "ship_order": (_by("paid", _ship), _own("ship_order"), _told, ["order.shipped", "shipment.made"]),
    "record_parcel_event": (
        _by("shipped", _lose),
        _own("record_parcel_event"),
        _told,
        ["order.shipped", "shipment.made", "order.parcel_lost"],
    ),
    "extend_window": (
        _by("delivered", _buyer(extend_window)),
        _own("extend_window"),
        lambda: Order.objects.get().extended_by,
        3 * 86_400,
    ),
}


@pytest.mark.parametrize(
    ("name", "point"),
    [(name, point) for name, (_prepare, points, _look, _end) in CASES.items() for point in points],
)
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, point: str
) -> None:
    prepare, _points, look, end = CASES[name]
    act = prepare(now)
    killed_at(point, act)
    assert check_site(now) == []
    for _time in range(2):
        with suppress(DomainError):
            act()
    assert look() == end
    assert check_site(now) == []
    assert Shipment.objects.count() <= 1


def test_every_failpoint_of_orders_is_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert actions.__name__ == "marketplace.orders.actions"
    tried = {point for _prepare, points, _look, _end in CASES.values() for point in points}
    ours = {name for name in failpoints.names() if name.startswith("orders.")}
    assert ours - tried == set()
    with capsys.disabled():
        print(f"\n{len(ours)} failpoints of orders")
