"""From outbox messages to notices: who is told, in which words, once."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.models import OutboxMessage
from escrow.payments.models import Payout, PayoutAccount, Refund
from escrow.payments.states import RefundState
from escrow.states import HoldState
from marketplace.notifications.models import Notification
from marketplace.notifications.notify import notify
from marketplace.notifications.reading import notices_of, read
from marketplace.notifications.topics import TOPICS
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests.trade import rows

pytestmark = pytest.mark.django_db


def message(topic: str, now: datetime, key: str = "", **payload: Any) -> OutboxMessage:
    return OutboxMessage.objects.create(
        book_id=1, key=key or topic, topic=topic, payload=payload, created_at=now, due_at=now
    )


def told(user: User, now: datetime) -> list[str]:
    return [notice.text for notice in read(list(notices_of(user)), now)]


def test_a_payment_is_told_to_both_sides_once_however_often_it_is_delivered(now: datetime) -> None:
    order = rows.order(now)
    paid = message("order.paid", now, order=order.pk)
    assert [notify(paid, now), notify(paid, now)] == [2, 0]
    assert told(order.buyer, now) == [f"You paid ¥128.00 for your order {order.reference}. It is held."]
    assert told(order.shop.owner, now) == [f"Lin Yue paid ¥128.00: order {order.reference} is to be shipped."]


@pytest.mark.parametrize(
    ("topic", "payload", "buyer", "seller"),
    [
        ("order.placed", {}, "Your order {0} from Wang’s Tea waits for ¥128.00.", None),
        ("order.packed", {}, "Wang’s Tea is packing your order {0}.", None),
        ("order.shipped", {}, "Wang’s Tea has shipped your order {0}.", None),
        (
            "order.delivered",
            {},
            "Your order {0} from Wang’s Tea has arrived. Is it right?",
            "Order {0} has arrived at Lin Yue.",
        ),
        (
            "order.parcel_returned",
            {},
            "The parcel of your order {0} went back to Wang’s Tea.",
            "The parcel of order {0} comes back to you.",
        ),
        (
            "order.parcel_lost",
            {},
            "The courier lost the parcel of your order {0}.",
            "The courier lost the parcel of order {0}.",
        ),
        ("order.handed_over_again", {}, "Wang’s Tea has sent order {0} again.", None),
        ("order.extended", {"by": "buyer"}, None, "Lin Yue takes more time for order {0}."),
        ("order.extended", {"by": "seller"}, "Wang’s Tea gives you more time for order {0}.", None),
        (
            "order.cancelled",
            {"by": "buyer"},
            "You cancelled order {0}.",
            "Lin Yue cancelled order {0}. Do not ship it.",
        ),
        ("order.cancelled", {"by": "seller"}, "Wang’s Tea cancelled your order {0}.", "You cancelled order {0}."),
        ("order.closed_unpaid", {}, "Order {0} from Wang’s Tea was not paid in time and closed.", None),
        (
            "order.promise_passed",
            {},
            "Wang’s Tea has not shipped order {0} as promised. You may cancel it at once.",
            "You have not shipped order {0} as promised. It may be cancelled now.",
        ),
        (
            "order.never_shipped",
            {},
            "Order {0} from Wang’s Tea never shipped. You are paid back in full.",
            "You never shipped order {0}. Lin Yue is paid back in full.",
        ),
        (
            "order.parcel_refunded",
            {},
            "The parcel of order {0} did not come. You are paid back in full.",
            "The parcel of order {0} was not sent again. Lin Yue is paid back in full.",
        ),
        ("order.pay_soon", {}, "Your order {0} from Wang’s Tea is not paid yet and closes soon.", None),
        ("order.ship_soon", {}, None, "The time you promised to ship order {0} ends soon."),
        ("order.release_soon", {}, "The money for order {0} goes to Wang’s Tea soon.", None),
    ],
)
def test_each_fact_about_an_order_is_told_in_the_words_of_each_side(
    now: datetime, topic: str, payload: dict[str, str], buyer: str | None, seller: str | None
) -> None:
    order = rows.order(now)
    notify(message(topic, now, order=order.pk, **payload), now)
    assert told(order.buyer, now) == ([buyer.format(order.reference)] if buyer else [])
    assert told(order.shop.owner, now) == ([seller.format(order.reference)] if seller else [])


def test_a_release_is_told_to_both_with_its_amount(now: datetime) -> None:
    order = rows.order(now, HoldState.RELEASED)
    notify(message("hold.released", now, hold=order.pk, amount=12800), now)
    assert told(order.buyer, now) == [f"¥128.00 for order {order.reference} went to Wang’s Tea."]
    assert told(order.shop.owner, now) == [f"¥128.00 of order {order.reference} is yours."]


def test_a_rejected_refund_is_told_to_the_buyer_and_to_every_operator(now: datetime) -> None:
    order = rows.order(now, HoldState.REFUNDED, refund=RefundState.REJECTED)
    operator = rows.person("Zhou", is_staff=True)
    (refund,) = _refunds(order)
    notify(message("refund.rejected", now, refund=refund), now)
    words = f"Your way of paying refused ¥128.00 of order {order.reference}. Name a bank account, and it goes there."
    assert told(order.buyer, now) == [words]
    assert told(operator, now) == [f"The provider rejected a refund of ¥128.00, order {order.reference}."]
    assert told(order.shop.owner, now) == []


def test_a_refund_that_arrived_is_told_to_the_buyer(now: datetime) -> None:
    order = rows.order(now, HoldState.REFUNDED, refund=RefundState.SUCCEEDED)
    notify(message("refund.succeeded", now, refund=_refunds(order)[0]), now)
    assert told(order.buyer, now) == [f"¥128.00 of order {order.reference} is back with you."]


def test_money_of_no_order_that_went_back_is_told_without_one(now: datetime) -> None:
    order = rows.order(now, HoldState.REFUNDED, refund=RefundState.SUCCEEDED)
    operator = rows.person("Zhou", is_staff=True)
    Refund.objects.update(hold_id=None)
    (refund,) = Refund.objects.values_list("pk", flat=True)
    for topic in ("refund.rejected", "refund.succeeded"):
        notify(message(topic, now, refund=refund, hold=None), now)
    assert sorted(told(order.buyer, now)) == [
        "Your way of paying refused ¥128.00 that goes back to you. We see to it.",
        "¥128.00 that came and did not count is back with you.",
    ]
    assert told(operator, now) == ["The provider rejected a refund of ¥128.00 that is of no order."]


def test_money_that_could_not_be_taken_is_told_to_its_payer(now: datetime) -> None:
    order = rows.order(now, HoldState.REFUNDED, refund=RefundState.SENT)
    capture = order.checkout.payment.captures.get()
    notify(message("capture.returned", now, capture=capture.pk), now)
    reference = order.checkout.payment.reference
    words = f"A payment of ¥128.00 under {reference} could not be taken and goes back to you whole."
    assert told(order.buyer, now) == [words]
    (notice,) = read(list(notices_of(order.buyer)), now)
    assert notice.address == reverse("buyers:paying", args=[reference])


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("second", "¥128.00 under {} came a second time. The first counts; this goes back to you whole."),
        ("late", "¥128.00 under {} came too late to count, and goes back to you whole."),
        ("short", "¥128.00 under {} is less than is to be paid, and goes back to you whole."),
        ("over", "¥128.00 under {} is more than is to be paid, and goes back to you whole."),
        ("foreign", "¥128.00 under {} came in another currency, and goes back to you whole."),
    ],
)
def test_money_that_goes_back_is_told_with_its_reason(now: datetime, verdict: str, words: str) -> None:
    order = rows.order(now, HoldState.REFUNDED, refund=RefundState.SENT)
    payment = order.checkout.payment
    notify(message("capture.returned", now, capture=payment.captures.get().pk, verdict=verdict), now)
    assert told(order.buyer, now) == [words.format(payment.reference)]


AGAIN = "see to your bank account and ask anew."


@pytest.mark.parametrize(
    ("topic", "deposit", "words"),
    [
        ("payout.paid", False, "¥50.00 was paid out to your bank account."),
        ("payout.returned", False, "Your bank sent ¥50.00 back. It is in your available money again."),
        ("payout.refused", False, "We did not send your payout of ¥50.00. It is in your available money again."),
        ("payout.paid", True, "Your deposit of ¥50.00 was paid out to your bank account."),
        ("payout.returned", True, f"Your bank sent your deposit of ¥50.00 back. It is here again: {AGAIN}"),
        ("payout.refused", True, "We did not send your deposit of ¥50.00 back. It is here again: ask anew."),
    ],
)
def test_a_payout_is_told_to_the_shops_owner(now: datetime, topic: str, words: str, *, deposit: bool) -> None:
    shop = rows.shop(now)
    account = PayoutAccount.objects.create(id=1, book_id=shop.pk, owner=shop.owner, opened_at=now)
    payout = Payout.objects.create(
        id=2, book_id=shop.pk, account=account, gateway="sandbox", reference="O", currency="CNY", amount=5000,
        opened_at=now,
    )  # fmt: skip
    notify(message(topic, now, payout=payout.pk, deposit=deposit), now)
    assert told(shop.owner, now) == [words]


def test_a_refund_paid_to_a_bank_account_is_told_to_the_buyer_and_not_to_the_shop(now: datetime) -> None:
    order = rows.order(now, HoldState.REFUNDED, refund=RefundState.TO_BANK)
    account = PayoutAccount.objects.create(id=1, owner=order.buyer, opened_at=now)
    payout = Payout.objects.create(
        id=2, book_id=order.shop_id, account=account, refund_id=_refunds(order)[0], gateway="sandbox", reference="O",
        currency="CNY", amount=12800, opened_at=now,
    )  # fmt: skip
    notify(message("payout.paid", now, payout=payout.pk), now)
    assert told(order.buyer, now) == ["¥128.00 was paid back to your bank account."]
    assert told(order.shop.owner, now) == []


def test_a_topic_without_readers_tells_nobody(now: datetime) -> None:
    notify(message("shipment.made", now, shipment=1), now)
    assert Notification.objects.count() == 0


def test_no_telling_names_a_part_that_nobody_fills_in() -> None:
    parts = dict.fromkeys(("amount", "reference", "shop", "buyer", "account"), "x")
    assert all(str(row.words).format(**parts) for tellings in TOPICS.values() for row in tellings)


@pytest.mark.parametrize("count", [1, 3])
def test_notices_are_put_into_words_by_three_queries(
    now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    buyer = rows.person()
    for number in range(count):
        order = rows.order(now, buyer=buyer)
        notify(message("order.paid", now, f"paid:{number}", order=order.pk), now)
    found = list(notices_of(buyer))
    with django_assert_num_queries(3):
        assert len(read(found, now)) == count


def test_only_the_newest_notice_about_an_order_says_where_its_money_is(now: datetime) -> None:
    order = rows.order(now)
    notify(message("order.placed", now, order=order.pk), now)
    notify(message("order.paid", now, order=order.pk), now)
    lines = [notice.line.title if notice.line else "" for notice in read(list(notices_of(order.buyer)), now)]
    assert lines == ["¥128.00 is held", ""]


def _refunds(order: Order) -> list[int]:
    return [refund.pk for capture in order.checkout.payment.captures.all() for refund in capture.refunds.all()]
