"""What every order and every promotion asks is answered by indexes, however many orders there are."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.among import numbers_of
from escrow.journal import journal_of_payment
from escrow.promotions import free_cover
from marketplace.catalog.actions.pay_deposit import deposit_waiting
from marketplace.catalog.models import Shop
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from marketplace.trade.facts import gather, with_facts
from tests import make
from tests.trade.plans import read_through


@pytest.mark.django_db
def test_the_facts_of_orders_are_looked_up(now: datetime) -> None:
    claimed, void = make.claim_to_rule(now=now).order, make.placed_order(now=now)
    cancel_order(void.pk, now=now, actor=make.buyer_of(void))
    orders = list(with_facts(Order.objects.filter(pk__in=[claimed.pk, void.pk])))
    with CaptureQueriesContext(connection) as asked:
        gather(orders)
    read = {query["sql"].split("(")[0]: read_through(query["sql"]) for query in asked}
    assert read == {
        "EXECUTE claims_of_orders": set(),
        "EXECUTE deadlines_of_orders": set(),
        "EXECUTE refunds_of_orders": set(),
    }


@pytest.mark.django_db
def test_so_is_what_every_promotion_and_every_deposit_asks(now: datetime) -> None:
    order = make.claim_to_rule(now=now).order
    with CaptureQueriesContext(connection) as asked:
        journal_of_payment(order.checkout.payment_id)
        free_cover("CNY")
        deposit_waiting(order.shop)
    read = [read_through(query["sql"].replace("%", "%%")) for query in asked]
    assert set().union(*read) == set()


@pytest.mark.django_db
def test_beside_another_condition_rows_are_found_by_the_numbers_of_others() -> None:
    order = make.placed_order()
    make.placed_order()
    theirs = Order.objects.filter(shop__among=numbers_of(Shop.objects.filter(owner=order.shop.owner_id)))
    assert list(theirs) == [order]
    assert list(Order.objects.exclude(shop__among=[order.shop_id])) == list(Order.objects.exclude(pk=order.pk))
