"""What a shop's owner is told about its deposit: once, on its page, by mail, in both languages."""

from datetime import datetime

import pytest
from django.core import mail
from django.utils import translation

from core.actor import Actor, Role
from core.outbox import deliver_due
from escrow.payments.actions.chargebacks import lose_chargeback, win_chargeback
from escrow.payments.models import Capture
from marketplace.catalog.actions.pay_deposit import pay_deposit
from marketplace.catalog.models import Shop
from marketplace.notifications.email import work_off_email
from marketplace.notifications.models import Notification
from marketplace.notifications.reading import notices_of, read
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make
from tests.make import after

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now: datetime) -> Shop:
    return make.shop(make.confirmed(make.user("Wang Li", email="wang@example.org")), name="Wang’s Tea", now=now)


def _paid(shop: Shop, now: datetime) -> Capture:
    """50,000 are in the shop's deposit, and everybody has been told."""
    charge = make.capture(after.deposit_payment(now, book_id=shop.book_id), now=now)
    for _time in range(2):
        deliver_due(SUBSCRIPTIONS, now=now)
    return charge


def _told(shop: Shop, now: datetime) -> list[tuple[str, str]]:
    return [(notice.text, notice.address) for notice in read(list(notices_of(shop.owner)), now)]


def test_what_was_paid_in_is_told_once_on_the_page_and_by_mail(shop: Shop, now: datetime) -> None:
    _paid(shop, now)
    assert _told(shop, now) == [("¥500.00 has come and is in your deposit.", "/sell/deposit/")]
    with translation.override("zh-hans"):
        assert _told(shop, now)[0][0] == "¥500.00 已到账，存入您的保证金。"
    work_off_email(now)
    assert [(letter.to, "¥500.00 has come" in letter.body) for letter in mail.outbox] == [(["wang@example.org"], True)]


def test_what_the_bank_took_back_is_told_and_what_is_owed_now(shop: Shop, now: datetime) -> None:
    charge = _paid(shop, now)
    for amount in (30_000, 25_000):
        lose_chargeback(after.disputed_charge(charge, now, amount=amount).pk, now=now)
        deliver_due(SUBSCRIPTIONS, now=now)
        deliver_due(SUBSCRIPTIONS, now=now)
    said = "Your bank has taken ¥{} of your deposit back."
    assert [text for text in sorted(text for text, _address in _told(shop, now)) if "has taken" in text] == [
        said.format("250.00") + " Not all of it was there: your shop owes the rest.",
        said.format("300.00"),
    ]
    assert Notification.objects.filter(topic="deposit.charged_back").count() == 2


def test_a_dispute_is_told_when_it_opens_and_when_it_is_won(shop: Shop, now: datetime) -> None:
    charge = _paid(shop, now)
    disputed = after.disputed_charge(charge, now, amount=30_000)
    deliver_due(SUBSCRIPTIONS, now=now)
    win_chargeback(disputed.pk, now=now)
    for _time in range(2):
        deliver_due(SUBSCRIPTIONS, now=now)
    place = "/sell/deposit/"
    assert sorted(_told(shop, now))[:-1] == [
        (
            "Your bank disputes ¥300.00 of your deposit. Until it has decided, the deposit stays here.",
            place,
        ),
        ("Your bank gave ¥300.00 of your deposit back. The dispute is over.", place),
    ]


def test_a_deposit_paid_twice_is_told_as_a_second_payment(shop: Shop, now: datetime) -> None:
    payment = pay_deposit(shop, 50_000, now=now, actor=Actor(Role.SELLER, shop.owner_id))
    make.heard(payment, now=now)
    make.heard(payment, now=now, reference="again")
    for _time in range(2):
        deliver_due(SUBSCRIPTIONS, now=now)
    words = f"¥500.00 under {payment.reference} came a second time. The first counts; this goes back to you whole."
    assert (words, "/sell/deposit/") in _told(shop, now)
    assert [text for text, _address in _told(shop, now) if "order" in text] == []
    with translation.override("zh-hans"):
        words = f"付款 {payment.reference} 名下又收到一笔 ¥500.00。第一笔有效，这一笔全额退还给您。"
        assert (words, "/sell/deposit/") in _told(shop, now)
