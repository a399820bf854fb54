"""What proves that a person was told, and of which promise."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail

from core import outbox
from core.deadlines import run_due, without_notice
from core.models import Deadline
from marketplace.deadlines import ACTIONS
from marketplace.notifications.email import work_off_email
from marketplace.notifications.models import Notification
from marketplace.notifications.proof import record_notices_read, record_reading
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.models import Order
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def _twice_returned(now: datetime) -> Order:
    """A parcel that came back, was handed over again and came back once more; both sides have their notices."""
    order = make.shipped_order(now=now)
    record_parcel_event(order.shipment.pk, "returned", now + DAY, now=now + DAY)
    ship_order(order.pk, "ZTO", "ZT0000000001", now=now + 2 * DAY, actor=make.seller_of(order))
    record_parcel_event(order.shipment.pk, "returned", now + 3 * DAY, now=now + 3 * DAY)
    outbox.deliver_due(SUBSCRIPTIONS, now=now + 3 * DAY)
    return order


def _returns_told(order: Order) -> list[Notification]:
    """What the seller was told of the returns, oldest first."""
    told = Notification.objects.filter(user=order.shop.owner, topic="order.parcel_returned")
    return list(told.order_by("at"))


def _noticed() -> list[datetime | None]:
    """When each week to hand the parcel over again was known, oldest first."""
    weeks = Deadline.objects.filter(kind="handed_over_again").order_by("id")
    return list(weeks.values_list("noticed_at", flat=True))


def test_reading_of_the_first_return_late_says_nothing_of_the_second(now: datetime) -> None:
    first, second = _returns_told(_twice_returned(now))
    record_notices_read([first], now + 4 * DAY)
    assert _noticed() == [None, None]
    record_notices_read([second], now + 5 * DAY)
    assert _noticed() == [None, now + 5 * DAY]


def test_a_letter_about_the_first_return_sent_late_says_nothing_of_the_second(now: datetime) -> None:
    first, second = _returns_told(_twice_returned(now))
    make.confirmed(first.user)
    Notification.objects.exclude(pk=first.pk).update(email_due_at=now + 5 * DAY)
    work_off_email(now + 4 * DAY)
    assert _noticed() == [None, None]
    work_off_email(now + 5 * DAY)
    second.refresh_from_db()
    assert (_noticed(), second.emailed_at) == ([None, now + 5 * DAY], now + 5 * DAY)


@pytest.mark.parametrize("confirmed", ["nothing", "an older address", "another person's"])
def test_a_letter_to_an_address_that_was_never_confirmed_proves_nothing(now: datetime, confirmed: str) -> None:
    order = make.paid_order(now=now)
    seller = order.shop.owner
    if confirmed == "an older address":
        EmailAddress.objects.create(user=seller, email="before@example.org", verified=True)
    if confirmed == "another person's":
        EmailAddress.objects.create(user=order.buyer, email=seller.email, verified=True)
    EmailAddress.objects.create(user=seller, email=seller.email, primary=True, verified=False)
    outbox.deliver_due(SUBSCRIPTIONS, now=now)
    work_off_email(now)
    assert [seller.email] in [letter.to for letter in mail.outbox]
    assert Notification.objects.get(user=seller, topic="order.paid").emailed_at == now
    latest = Deadline.objects.get(kind="ship_latest")
    assert latest.noticed_at is None
    late = latest.due_at + 3 * DAY
    assert run_due(ACTIONS, now=late) == 2
    assert make.read(order).hold.state == "held"
    assert list(without_notice(late, timedelta(seconds=settings.NOTICE_QUEUE_AFTER))) == [latest]
    record_reading(seller, order, late)
    assert list(without_notice(late, timedelta(seconds=settings.NOTICE_QUEUE_AFTER))) == []
    assert run_due(ACTIONS, now=late + 2 * DAY) == 1
    assert make.read(order).hold.state == "refunded"
