"""The letter about another bank account: to the address of before, with a link that undoes, and proof of notice."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from pytest_django import Settings

from core import clock, outbox
from core.actor import Actor, Role
from core.models import Deadline, OutboxMessage
from escrow.payments import bank_accounts
from escrow.payments.actions.payout_details import undo_payout_details
from marketplace.catalog.models import Shop
from marketplace.notifications.models import Notification
from marketplace.notifications.reading import read
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Broken(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionError("nobody answers")


@pytest.fixture
def shop(now: datetime) -> Shop:
    return make.shop(make.confirmed(make.user("Wang Li", email="wang@example.org")), name="Wang’s Tea", now=now)


def deliver(now: datetime) -> int:
    return outbox.deliver_due(SUBSCRIPTIONS, now=now)


def noticed() -> datetime | None:
    return Deadline.objects.get(subject_type="payout_account").noticed_at


def test_the_letter_says_where_from_when_and_how_to_undo_it(shop: Shop, now: datetime, settings: Settings) -> None:
    account = make.other_account(shop, now=now)
    assert noticed() is None
    deliver(now + MINUTE)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["wang@example.org"], "Your payouts shall go to another bank account")
    link = f"{settings.SITE_URL}/sell/money/account/undo/{bank_accounts.undo_key(account)}/"
    says = "wants the money of Wang’s Tea to go to ABC …9999, from 24 November, 12:00 on."
    assert (says in letter.body, link in letter.body, "62170000" in letter.body) == (True, True, False)
    assert isinstance(letter, EmailMultiAlternatives)
    assert link in str(letter.alternatives[0][0])
    assert noticed() == now + MINUTE


def test_it_goes_to_the_address_of_before_and_to_todays(shop: Shop, now: datetime) -> None:
    make.bank_account(shop, now=now)
    User.objects.update(email="thief@example.org")
    make.other_account(shop, now=now)
    deliver(now)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["thief@example.org", "wang@example.org"]


def test_who_never_opened_a_letter_is_not_known_to_be_told_by_one(now: datetime) -> None:
    make.other_account(make.shop(now=now), now=now)
    deliver(now)
    assert (len(mail.outbox), noticed()) == (1, None)


def test_while_mail_is_down_nobody_is_told_and_the_letter_waits(shop: Shop, now: datetime, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_details.Broken"
    make.other_account(shop, now=now)
    deliver(now)
    message = OutboxMessage.objects.get(topic="details.change_asked")
    assert (noticed(), message.delivered_at, message.error) == (None, None, "ConnectionError: nobody answers")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver(now + MINUTE)
    assert noticed() == now + MINUTE


def test_no_letter_goes_out_about_what_is_undone_already(shop: Shop, now: datetime) -> None:
    undo_payout_details(make.other_account(shop, now=now).pk, now=now, actor=Actor(Role.SELLER))
    deliver(now)
    assert (mail.outbox, noticed()) == ([], None)


def test_the_site_tells_it_too_and_sends_no_second_letter(shop: Shop, now: datetime) -> None:
    account = make.other_account(shop, now=now)
    deliver(now)
    undo_payout_details(account.pk, now=now + MINUTE, actor=Actor(Role.SELLER))
    deliver(now + MINUTE)
    told = list(Notification.objects.order_by("at"))
    assert [(one.topic, one.email_due_at) for one in told] == [
        ("details.change_asked", None),
        ("details.change_undone", now + MINUTE),
    ]
    assert [(one.text, one.address) for one in read(told, now)] == [
        ("Your payouts shall go to ABC …9999 from tomorrow on. Until then they wait.", "/sell/money/account/"),
        ("Undone: your payouts do not go to ABC …9999.", "/sell/money/account/"),
    ]


def test_somebody_with_the_letter_undoes_without_a_password_and_once(client: Client, shop: Shop) -> None:
    account = make.other_account(shop, now=clock.now())
    place = f"/sell/money/account/undo/{bank_accounts.undo_key(account)}/"
    assert "Undo: keep ICBC …4471" in client.get(place).content.decode()
    assert client.post(place)["Location"] == place
    assert "goes to ICBC …4471, as before" in client.get(place).content.decode()
    again = client.post(place)
    assert (again.status_code, "There is nothing to undo any more." in again.content.decode()) == (422, True)
    account.refresh_from_db()
    assert account.state == "undone"


@pytest.mark.parametrize("key", ["x", "1", "1.x", "%00", "9" * 40 + ".x", "١.x"])
def test_nobody_undoes_with_a_key_of_their_own(client: Client, shop: Shop, key: str) -> None:
    account = make.other_account(shop, now=clock.now())
    assert client.post(f"/sell/money/account/undo/{key}/").status_code == 404
    account.refresh_from_db()
    assert account.state == "waiting"
