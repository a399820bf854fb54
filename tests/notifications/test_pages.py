"""The page of notices, what looking proves, the frame's counts, the demo's letter box."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage, get_connection
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from core.models import Deadline
from escrow.states import HoldState
from marketplace.notifications import context
from marketplace.notifications.mailbox import letters
from marketplace.notifications.models import Notification
from marketplace.notifications.notify import notify
from marketplace.notifications.proof import record_reading
from marketplace.notifications.reading import unread_count
from marketplace.orders.models import Basket, BasketLine
from tests.notifications.test_notify import message
from tests.trade import rows

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_nobody_is_asked_to_sign_in(client: Client) -> None:
    response = client.get("/notices/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/notices/")


def test_a_reader_sees_their_own_notices_alone_and_new_ones_once(client: Client, now: datetime) -> None:
    order = rows.order(now)
    notify(message("order.packed", now, order=order.pk), now)
    client.force_login(order.buyer)
    first = client.get("/notices/")
    words = f"Wang’s Tea is packing your order {order.reference}."
    assert "no-store" in first["Cache-Control"]
    assert [(notice.text, notice.unread) for notice in first.context["notices"]] == [(words, True)]
    assert words in first.content.decode()
    assert [notice.unread for notice in client.get("/notices/").context["notices"]] == [False]
    stranger = Client()
    stranger.force_login(rows.person("Stranger"))
    assert stranger.get("/notices/").context["notices"] == []


def test_reading_a_notice_proves_what_it_says(client: Client, now: datetime) -> None:
    order = rows.order(now, shipped=True)
    deadline = rows.deadline(order, "release", now + 7 * DAY, now, notice_wait=DAY)
    notify(message("order.shipped", now, order=order.pk), now)
    client.force_login(order.buyer)
    client.head("/notices/")
    for ahead in ({"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}):
        assert "has shipped your order" in client.get("/notices/", headers=ahead).content.decode()
        assert client.get(f"/buy/orders/{order.reference}/", headers=ahead).status_code == 200
    assert unread_count(order.buyer) == 1
    assert Deadline.objects.get(pk=deadline.pk).noticed_at is None
    client.get("/notices/")
    assert Deadline.objects.get(pk=deadline.pk).noticed_at is not None


def test_looking_at_the_order_is_proof_for_whoever_looks(now: datetime) -> None:
    order = rows.order(now, shipped=True)
    release = rows.deadline(order, "release", now + 7 * DAY, now, notice_wait=DAY)
    ship = rows.deadline(order, "ship_latest", now + 7 * DAY, now, notice_wait=DAY)
    notify(message("order.shipped", now, order=order.pk), now)
    record_reading(rows.person("Stranger"), order, now)
    assert unread_count(order.buyer) == 1
    record_reading(order.buyer, order, now)
    assert unread_count(order.buyer) == 0
    assert Deadline.objects.get(pk=release.pk).noticed_at == now
    assert Deadline.objects.get(pk=ship.pk).noticed_at is None
    record_reading(order.shop.owner, order, now + DAY)
    assert Deadline.objects.get(pk=ship.pk).noticed_at == now + DAY


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_many_notices_there_are(
    client: Client, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    buyer = rows.person()
    for number in range(count):
        notify(message("order.packed", now, f"packed:{number}", order=rows.order(now, buyer=buyer).pk), now)
        notify(message("order.shipped", now, f"shipped:{number}", order=rows.order(now, buyer=buyer).pk), now)
    client.force_login(buyer)
    # as below; then what was shown is read, and the deadlines it told of are proven
    with django_assert_num_queries(11):
        client.get("/notices/")
    # session, user, clock, count, notices, orders, deadlines, refunds, the frame, and once more what they prove
    with django_assert_num_queries(10):
        client.get("/notices/")


def test_an_empty_page_teaches(client: Client) -> None:
    client.force_login(rows.person())
    assert "Nothing to tell you yet" in client.get("/notices/").content.decode()


def test_the_frame_knows_its_reader_by_one_query(
    rf: RequestFactory, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = rows.order(now)
    shop_owner = order.shop.owner
    rows.order(now, HoldState.AWAITING_PAYMENT, buyer=shop_owner)
    rows.order(now, HoldState.RELEASED, buyer=shop_owner)
    basket = Basket.objects.create(owner=shop_owner, changed_at=now)
    sku = order.lines.get().sku
    BasketLine.objects.create(basket=basket, sku=sku, quantity=2, seen_price=1)
    notify(message("order.paid", now, order=order.pk), now)
    request = rf.get("/")
    request.user = shop_owner
    with django_assert_num_queries(1):
        seen = {name: value == expected for name, value, expected in _expected(context.site(request))}
    assert seen == dict.fromkeys(seen, True)


def _expected(found: dict[str, object]) -> list[tuple[str, object, object]]:
    expected = {"basket_count": 2, "orders_open": 1, "notices_unread": 1, "is_seller": True, "is_operator": False}
    return [(name, found[name], value) for name, value in expected.items()]


def test_a_visitors_basket_is_counted_by_the_token_of_the_session(
    rf: RequestFactory, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sku = rows.order(now).lines.get().sku
    basket = Basket.objects.create(session="a-token", changed_at=now)
    BasketLine.objects.create(basket=basket, sku=sku, quantity=3, seen_price=1)
    request = rf.get("/")
    request.user = AnonymousUser()
    request.session = {"basket": "a-token"}  # type: ignore[assignment]
    with django_assert_num_queries(1):
        assert context.site(request)["basket_count"] == 3


def test_a_visitor_costs_no_query(rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        found = context.site(request)
        assert found["basket_count"] == 0
        assert [bool(found["is_seller"]), bool(found["is_operator"])] == [False, False]


def test_the_letter_box_holds_what_the_mail_folder_holds(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_DIR = str(tmp_path)
    backend = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(tmp_path))
    for number in (1, 2):
        EmailMessage(f"担保 {number}", f"第 {number} 封\n", to=["lin@example.com"], connection=backend).send()
    assert sorted((letter.subject, letter.to, letter.text) for letter in letters()) == [
        ("担保 1", "lin@example.com", "第 1 封"),
        ("担保 2", "lin@example.com", "第 2 封"),
    ]
    settings.EMAIL_DIR = ""
    assert letters() == []


def test_nothing_is_marked_by_the_count(now: datetime) -> None:
    order = rows.order(now)
    notify(message("order.packed", now, order=order.pk), now)
    assert unread_count(order.buyer) == 1
    assert Notification.objects.get().read_at is None
