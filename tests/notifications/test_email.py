"""Letters: the words of the page in the reader's language, sent outside transactions, tried again, proof of notice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from pytest_django import Settings

from core.models import Deadline
from marketplace.notifications.email import ATTEMPTS, LEASE, work_off_email
from marketplace.notifications.models import Notification
from marketplace.notifications.notify import notify
from tests import make
from tests.conftest import CommittedDatabase
from tests.notifications.test_notify import message
from tests.trade import rows

DAY = timedelta(days=1)
WAIT = timedelta(hours=42)


class Broken(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionError("nobody answers")


class Deadly(EmailBackend):
    """The worker dies while it sends."""

    def send_messages(self, messages: Any) -> int:
        raise SystemExit


class Watched(EmailBackend):
    """Notes whether a transaction is open while it sends."""

    inside: list[bool] = []

    def send_messages(self, messages: Any) -> int:
        self.inside.append(connection.in_atomic_block)
        return super().send_messages(messages)


@pytest.mark.django_db
def test_a_letter_says_what_the_page_says(now: datetime) -> None:
    order = rows.order(now, shipped=True, parcel={"delivered_at": now}, deadlines={"release": now + 7 * DAY})
    notify(message("order.delivered", now, order=order.pk), now)
    assert work_off_email(now) == 2
    letter = next(one for one in mail.outbox if one.to == [order.buyer.email])
    assert letter.subject == f"Your order {order.reference} from Wang’s Tea has arrived. Is it right?"
    assert "¥128.00 is held\nUnless you confirm before, it goes to Wang’s Tea on 30 November, 12:00 (in 7 days).\n" in (
        letter.body
    )
    assert letter.extra_headers["Message-ID"].startswith("<notice-")
    assert work_off_email(now) == 0


@pytest.mark.django_db
def test_names_are_escaped_in_the_html_letter_alone(now: datetime) -> None:
    order = rows.order(now, seller=rows.shop(now, "Tea & <b>Sons"))
    notify(message("order.packed", now, order=order.pk), now)
    work_off_email(now)
    (letter,) = mail.outbox
    assert letter.subject == f"Tea & <b>Sons is packing your order {order.reference}."
    assert "Tea &amp; &lt;b&gt;Sons ships by" in letter.alternatives[0].content  # type: ignore[attr-defined]
    assert "Tea & <b>Sons ships by" in letter.body


@pytest.mark.django_db
def test_an_accepted_letter_is_proof_that_the_person_was_told(now: datetime) -> None:
    order = rows.order(now, shipped=True)
    make.confirmed(order.buyer)
    deadline = rows.deadline(order, "release", now + 7 * DAY, now, notice_wait=WAIT)
    notify(message("order.shipped", now, order=order.pk), now)
    assert Deadline.objects.get(pk=deadline.pk).noticed_at is None
    work_off_email(now + timedelta(minutes=1))
    assert Deadline.objects.get(pk=deadline.pk).noticed_at == now + timedelta(minutes=1)


@pytest.mark.django_db
def test_the_seller_is_proven_to_know_when_to_ship_and_the_buyer_proves_nothing_for_them(now: datetime) -> None:
    order = rows.order(now)
    make.confirmed(order.buyer)
    make.confirmed(order.shop.owner)
    deadline = rows.deadline(order, "ship_latest", now + 10 * DAY, now, notice_wait=WAIT)
    notify(message("order.paid", now, order=order.pk), now)
    Notification.objects.filter(user=order.shop.owner).update(email_due_at=now + DAY)
    work_off_email(now)
    assert Deadline.objects.get(pk=deadline.pk).noticed_at is None
    work_off_email(now + DAY)
    assert Deadline.objects.get(pk=deadline.pk).noticed_at == now + DAY


@pytest.mark.django_db
def test_a_letter_that_fails_is_tried_again_later_and_given_up_at_last(now: datetime, settings: Settings) -> None:
    order = rows.order(now)
    notify(message("order.packed", now, order=order.pk), now)
    settings.EMAIL_BACKEND = "tests.notifications.test_email.Broken"
    moment = now
    for _attempt in range(ATTEMPTS):
        assert work_off_email(moment) == 0
        notice = Notification.objects.get()
        assert notice.email_error == "ConnectionError: nobody answers"
        moment = notice.email_due_at or moment
    assert (notice.email_due_at, notice.email_attempts, notice.emailed_at) == (None, ATTEMPTS, None)
    assert moment - now == timedelta(seconds=60 + 300 + 900 + 3600 + 5 * 3 * 3600)


@pytest.mark.django_db
def test_one_bad_address_does_not_stop_the_others(now: datetime) -> None:
    order = rows.order(now)
    order.buyer.timezone = "Nowhere/At_All"
    order.buyer.save()
    notify(message("order.paid", now, order=order.pk), now)
    assert work_off_email(now) == 1
    assert [letter.to for letter in mail.outbox] == [[order.shop.owner.email]]


class Slow(EmailBackend):
    """A mail server that takes longer over each letter than a lease lasts: another worker comes meanwhile."""

    another: Callable[[], object]

    def send_messages(self, messages: Any) -> int:
        came = Thread(target=Slow.another)
        came.start()
        came.join()
        return super().send_messages(messages)


def test_a_worker_that_outlives_its_lease_sends_no_letter_twice(
    committed_db: CommittedDatabase, now: datetime, settings: Settings
) -> None:
    order = rows.order(now)
    notify(message("order.paid", now, order=order.pk), now)

    def another() -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        work_off_email(now + LEASE)
        connection.close()

    Slow.another = staticmethod(another)
    settings.EMAIL_BACKEND = "tests.notifications.test_email.Slow"
    assert work_off_email(now) == 1
    assert sorted(letter.to for letter in mail.outbox) == sorted([[order.buyer.email], [order.shop.owner.email]])
    assert Notification.objects.filter(emailed_at=None).count() == 0


def test_a_letter_whose_worker_died_is_sent_half_a_minute_later(
    committed_db: CommittedDatabase, now: datetime, settings: Settings
) -> None:
    order = rows.order(now)
    notify(message("order.packed", now, order=order.pk), now)
    settings.EMAIL_BACKEND = "tests.notifications.test_email.Deadly"
    with pytest.raises(SystemExit):
        work_off_email(now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert work_off_email(now + timedelta(seconds=29)) == 0
    assert work_off_email(now + timedelta(seconds=30)) == 1
    assert [letter.to for letter in mail.outbox] == [[order.buyer.email]]


def test_no_transaction_is_open_while_a_letter_is_sent(
    committed_db: CommittedDatabase, now: datetime, settings: Settings
) -> None:
    order = rows.order(now)
    notify(message("order.packed", now, order=order.pk), now)
    settings.EMAIL_BACKEND = "tests.notifications.test_email.Watched"
    Watched.inside.clear()
    assert work_off_email(now) == 1
    assert Watched.inside == [False]
