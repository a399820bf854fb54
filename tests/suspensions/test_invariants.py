"""Each invariant of suspensions is broken on purpose, and is the one that is named."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from core.models import Deadline
from escrow.invariants import check_site
from escrow.payments.models import PayoutStop
from marketplace.catalog.models import Shop
from marketplace.orders.models import Order
from marketplace.suspensions import invariants
from marketplace.suspensions.models import Suspension
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _one_of_each(now: datetime) -> None:
    """A shop with an order and one with an appeal; a person whose shop went with them, and one who has bought."""
    make.suspended_shop(make.placed_order(now=now).shop, now=now + DAY)
    make.appealed_suspension(now=now)
    make.kept_suspension(now=now)
    make.lifted_suspension(now=now)
    make.suspended_person(make.shop().owner, now=now)


def _free_the_shop_alone() -> None:
    person = Suspension.objects.get(subject_type="person").person
    shop = Suspension.objects.filter(subject_type="shop", person=person)
    shop.update(lifted_at=shop.get().at, lifted_by=make.operator(), lifted_reason="So.")
    PayoutStop.objects.filter(cause_id=shop.get().pk).update(lifted_at=shop.get().at)


def _order_later() -> None:
    Order.objects.update(placed_at=Suspension.objects.order_by("pk")[0].at + DAY)


def _sell_the_shop() -> None:
    Shop.objects.filter(pk=Suspension.objects.order_by("pk")[0].subject_id).update(owner=make.user())


BREAKS: dict[str, Callable[[], object]] = {
    "payouts_are_stopped_while_a_shop_is_suspended": lambda: PayoutStop.objects.filter(lifted_at=None).delete(),
    "the_shop_of_a_suspended_person_is_suspended": _free_the_shop_alone,
    "a_shops_suspension_concerns_its_owner": _sell_the_shop,
    "nothing_is_ordered_while_suspended": _order_later,
    "an_appeal_that_waits_is_promised": lambda: Deadline.objects.filter(kind="suspension_appeal").delete(),
}


def test_all_is_well_with_one_suspension_of_each_kind(now: datetime) -> None:
    _one_of_each(now)
    assert check_site(now + 2 * DAY) == []


def test_every_invariant_has_a_test_that_breaks_it() -> None:
    assert tuple(BREAKS) == invariants.NAMES


@pytest.mark.parametrize("name", list(BREAKS))
def test_the_broken_invariant_is_named(name: str, now: datetime) -> None:
    _one_of_each(now)
    BREAKS[name]()
    assert [broken.name for broken in invariants.check_all(now)] == [name]


@pytest.mark.parametrize("change", [{"cause_id": 404}, {"book_id": 404}])
def test_a_stop_belongs_to_its_suspension(change: dict[str, int], now: datetime) -> None:
    make.suspended_shop(now=now)
    PayoutStop.objects.update(**change)
    assert [broken.name for broken in invariants.check_all(now)] == ["payouts_are_stopped_while_a_shop_is_suspended"]
