"""What orders are promised: one row for all that are promised alike, written once, read once, never changed."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from escrow.invariants import check_site
from marketplace.catalog.models import Shop, Sku
from marketplace.orders import policy
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.models import Order, StoredPolicy
from marketplace.orders.policy import Policy
from marketplace.orders.quote import quote_of
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once, wait_for_a_lock


def _sent(shop: Shop, now: datetime) -> bool:
    """Place an order; whether its policy was sent along."""
    with CaptureQueriesContext(connection) as asked:
        make.checkout(make.basket(wanted={make.sku(make.listing(shop)): 1}), now=now)
    (statement,) = [query["sql"] for query in asked.captured_queries if "place_orders" in query["sql"]]
    return '"policies"' in statement


def test_orders_that_are_promised_alike_share_a_row(db: None, now: datetime, settings: Settings) -> None:
    shop, hasty = make.shop(), make.shop(ship_promise=24)
    assert [_sent(which, now) for which in (shop, make.shop(), hasty, hasty)] == [True, False, True, False]
    settings.AFTER_SALE_WINDOW = 86_400
    assert _sent(shop, now)
    promised = [order.promised for order in Order.objects.order_by("pk")]
    assert [(one.ship_promise, one.after_sale_window) for one in promised] == [
        (72 * 3600, 15 * 86_400),
        (72 * 3600, 15 * 86_400),
        (24 * 3600, 15 * 86_400),
        (24 * 3600, 15 * 86_400),
        (72 * 3600, 86_400),
    ]
    assert {row.pk: Policy.read(row.content) for row in StoredPolicy.objects.all()} == {
        one.number: one for one in promised
    }


def test_shops_of_one_basket_are_each_promised_their_own(db: None, now: datetime) -> None:
    skus = [make.sku(make.listing(make.shop(ship_promise=hours))) for hours in (24, 72, 24)]
    checkout = make.checkout(make.basket(wanted=dict.fromkeys(skus, 1)), now=now)
    assert Counter(order.promised.ship_promise // 3600 for order in checkout.orders.all()) == {24: 2, 72: 1}
    assert StoredPolicy.objects.count() == 2


def test_a_policy_is_asked_for_once(
    db: None, now: datetime, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "_texts", {})
    order = make.placed_order(now=now)
    kept = policy.current(order.shop, "sandbox")
    policy._forget()
    policy._texts.clear()
    for queries in (1, 0):
        with django_assert_num_queries(queries):
            assert Order(policy_id=order.policy_id).promised == kept
    with pytest.raises(LookupError, match="No policy has the number 5"):
        policy.numbered(5)


def test_what_a_transaction_took_back_is_written_by_the_next_one(db: None, now: datetime) -> None:
    shop = make.shop()
    with transaction.atomic():
        assert _sent(shop, now)
        transaction.set_rollback(True)
    assert (StoredPolicy.objects.count(), _sent(shop, now), StoredPolicy.objects.count()) == (0, True, 1)


@pytest.mark.parametrize("changes", [{}, {"review_window": None, "seller_extensions": [1]}, {"zz": 1, "b": 2, "a": 3}])
def test_the_number_is_what_the_database_reckons(changes: dict[str, Any], db: None, now: datetime) -> None:
    """And nothing else can stand under it."""
    stored = policy.current(make.shop(), "sandbox").stored() | changes
    assert make.policy(stored).pk == policy.number_of(stored)
    with pytest.raises(IntegrityError, match="policy_is_its_number"):
        StoredPolicy.objects.create(pk=policy.number_of(stored | {"fee_rate": 0}), content=stored)


@pytest.mark.parametrize("change", ["UPDATE orders_storedpolicy SET content = '{}'", "DELETE FROM orders_storedpolicy"])
def test_nobody_changes_or_takes_away_what_was_promised(change: str, db: None, now: datetime) -> None:
    make.placed_order(now=now)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(change)


def _placing(sku: Sku, now: datetime) -> Callable[[], object]:
    """What a press of the button does, with the quote as it is now."""
    basket = make.basket(wanted={sku: 1})
    token = quote_of(basket).token
    return lambda: place_checkout(basket, make.DESTINATION, version=basket.version, token=token, key="k", now=now)


def test_the_first_orders_of_a_day_come_at_once(committed_db: CommittedDatabase, now: datetime) -> None:
    skus = [make.sku(make.listing(make.shop(ship_promise=24))) for _buyer in range(6)]
    assert Counter(at_once([_placing(sku, now) for sku in skus])) == {"done": 6}
    assert (Order.objects.count(), StoredPolicy.objects.count()) == (6, 1)
    assert check_site(now + timedelta(days=1)) == []


def test_the_first_order_of_a_day_keeps_nobody_waiting_for_its_pieces(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    locked, free = (make.sku(make.listing(make.shop())) for _shop in range(2))
    waiting = Thread(target=at_once, args=([_placing(locked, now)],))
    going = _placing(free, now)
    with transaction.atomic():
        Sku.objects.select_for_update().get(pk=locked.pk)
        waiting.start()
        wait_for_a_lock()
        assert at_once([going]) == ["done"]
    waiting.join()
    assert (Order.objects.count(), StoredPolicy.objects.count()) == (2, 1)
