"""Two at once, over real connections: nothing is begun after the suspension, and each thing is decided once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from threading import Thread

import pytest
from django.db import connections, transaction

from core.actor import Actor, Role
from core.errors import DomainError
from escrow.invariants import check_site
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.actions.suspend_person import suspend_person
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.catalog.models import Listing, Shop
from marketplace.orders.models import Order
from marketplace.suspensions.actions.appeal_suspension import appeal_suspension
from marketplace.suspensions.actions.keep_suspension import keep_suspension
from marketplace.suspensions.actions.lift_suspension import lift_suspension
from marketplace.suspensions.locks import share_people
from marketplace.suspensions.models import Suspension
from reviews.actions.write_review import write_review
from reviews.models import Review
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once, wait_for_a_lock
from tests.suspensions import seen

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_is_well(committed_db: CommittedDatabase, now: datetime) -> Iterator[None]:
    yield
    assert check_site(now + 40 * DAY) == []


def meanwhile(act: Callable[[], object], suspends: Callable[[], object]) -> str:
    """Run `act` while `suspends` is written and not committed; answers how it ended: "done" or the refusal's code."""
    ends: list[str] = []

    def run() -> None:
        try:
            act()
            ends.append("done")
        except DomainError as refusal:
            ends.append(refusal.code)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    with transaction.atomic():
        suspends()
        thread.start()
        wait_for_a_lock()
    thread.join(30)
    return ends[0]


def test_placing_that_meets_the_suspension_of_the_shop_waits_and_is_refused(now: datetime) -> None:
    sku = make.sku()
    basket = make.basket(wanted={sku: 1}, now=now)
    suspends = partial(suspend_shop, sku.listing.shop_id, reason="So.", now=now, actor=make.desk())
    assert meanwhile(partial(make.checkout, basket, now=now), suspends) == "shop_suspended"
    sku.refresh_from_db()
    assert (Order.objects.count(), sku.reserved) == (0, 0)


def test_placing_that_meets_the_suspension_of_the_buyer_waits_and_is_refused(now: datetime) -> None:
    person = make.user()
    basket = make.basket(person, now=now)
    suspends = partial(suspend_person, person.pk, reason="So.", now=now, actor=make.desk())
    assert meanwhile(partial(make.checkout, basket, now=now), suspends) == "person_suspended"
    assert Order.objects.count() == 0


def test_opening_a_shop_showing_goods_and_reviewing_wait_as_well(now: datetime) -> None:
    person, shop, ended = make.user(), make.shop(), make.completed_order(now=now)
    draft = create_listing(shop, title="Tea", price=100, stock=1, now=now)
    desk = make.desk()
    acts: list[tuple[Callable[[], object], Callable[[], object]]] = [
        (
            partial(open_shop, person, name="Tea", region="Jingmai", now=now),
            partial(suspend_person, person.pk, reason="So.", now=now, actor=desk),
        ),
        (partial(publish_listing, draft, now=now), partial(suspend_shop, shop.pk, reason="So.", now=now, actor=desk)),
        (
            partial(write_review, ended.pk, stars=1, now=now, actor=make.buyer_of(ended)),
            partial(suspend_person, ended.buyer_id, reason="So.", now=now, actor=desk),
        ),
    ]
    assert [meanwhile(*pair) for pair in acts] == ["person_suspended", "shop_suspended", "person_suspended"]
    assert Shop.objects.filter(owner=person).count() + Review.objects.count() == 0
    assert Listing.objects.get(pk=draft.pk).state == "draft"


def test_suspending_waits_for_an_order_that_is_being_placed(now: datetime) -> None:
    shop = make.shop()
    suspender = Thread(target=_then_hang_up, args=(partial(make.suspended_shop, shop, now=now),))
    with transaction.atomic():
        share_people([shop.owner_id])
        suspender.start()
        wait_for_a_lock()
        assert seen.suspensions() == []
    suspender.join(30)
    assert seen.suspensions() == [("shop", shop.pk, True)]


def test_ten_orders_against_the_suspension_are_placed_before_it_or_not_at_all(now: datetime) -> None:
    sku = make.sku(make.listing(stock=50))
    baskets = [make.basket(wanted={sku: 1}, now=now) for _buyer in range(10)]
    acts: list[Callable[[], object]] = [partial(make.checkout, basket, now=now) for basket in baskets]
    answers = at_once([*acts, partial(suspend_shop, sku.listing.shop_id, reason="So.", now=now, actor=make.desk())])
    assert answers[-1] == "done"
    assert set(answers) <= {"done", "shop_suspended"}
    sku.refresh_from_db()
    assert (Order.objects.count(), sku.reserved) == (answers[:-1].count("done"),) * 2


def test_two_operators_suspend_once(now: datetime) -> None:
    shop = make.shop()
    acts: list[Callable[[], object]] = [
        *(partial(suspend_shop, shop.pk, reason="So.", now=now, actor=make.desk()) for _operator in range(3)),
        partial(suspend_person, shop.owner_id, reason="So.", now=now, actor=make.desk()),
    ]
    answers = at_once(acts)
    assert answers[-1] == "done"
    assert sorted(answers[:3]) in (["done"] + ["suspended_already"] * 2, ["suspended_already"] * 3)
    assert sorted(seen.suspensions()) == [("person", shop.owner_id, True), ("shop", shop.pk, True)]
    assert seen.stops() == [(shop.pk, True)]


def test_two_operators_decide_once(now: datetime) -> None:
    made = make.appealed_suspension(now=now)
    answers = at_once(
        [
            *(partial(lift_suspension, made.pk, reason="So.", now=now, actor=make.desk()) for _operator in range(2)),
            partial(keep_suspension, made.pk, reason="So.", now=now, actor=make.desk()),
        ]
    )
    assert sorted(answers[:2]) == ["done", "suspension_over"]
    assert answers[2] in {"done", "suspension_over"}
    found = Suspension.objects.get()
    assert (found.is_open, found.kept_at is not None) == (False, answers[2] == "done")
    assert [topic for topic, _payload in seen.told()].count("suspension.lifted") == 1


def test_five_presses_appeal_once(now: datetime) -> None:
    made = make.suspended_shop(now=now)
    act = partial(appeal_suspension, made.pk, words="No.", now=now, actor=make.whom(made))
    assert sorted(at_once([act] * 5)) == ["appealed_already"] * 4 + ["done"]
    assert len(seen.promises()) == 1


def test_two_operators_who_suspend_each_others_shops(now: datetime) -> None:
    first, second = (make.shop(make.operator()) for _operator in range(2))
    answers = at_once(
        [
            partial(suspend_shop, first.pk, reason="So.", now=now, actor=_operator(second)),
            partial(suspend_shop, second.pk, reason="So.", now=now, actor=_operator(first)),
        ]
    )
    assert answers == ["done", "done"]


def _operator(shop: Shop) -> Actor:
    """The shop's owner, at the desk."""
    return Actor(Role.OPERATOR, shop.owner_id)


def _then_hang_up(act: Callable[[], object]) -> None:
    try:
        act()
    finally:
        connections.close_all()
