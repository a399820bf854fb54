"""Whom a suspension concerns is told with the reason; the desk is told of appeals."""

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from core.deadlines import run_due
from core.models import OutboxMessage
from core.outbox import deliver_due
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.deadlines import ACTIONS
from marketplace.notifications.email import letter
from marketplace.notifications.reading import Notice, notices_of, read
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "Three buyers showed us counterfeit labels."


def _told(user: User, now: datetime) -> list[Notice]:
    """Everything about suspensions, latest first."""
    OutboxMessage.objects.exclude(topic__startswith="suspension.").update(delivered_at=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    return read(list(notices_of(user)), now)


def _plain(notices: list[Notice]) -> list[tuple[str, str, str]]:
    return [(notice.text, notice.reason, notice.address) for notice in notices]


def test_a_person_is_told_of_both_with_the_reason_and_the_way_to_the_page(now: datetime) -> None:
    person = make.suspended_person(make.shop().owner, now=now).person
    assert sorted(_plain(_told(person, now))) == [
        (
            "We have suspended your account. What is open runs on. You can appeal once.",
            WHY,
            "/account/suspensions/",
        ),
        (
            "We have suspended your shop. Open orders run on, payouts wait. You can appeal once.",
            WHY,
            "/account/suspensions/",
        ),
    ]


@pytest.mark.parametrize(
    ("of", "kept", "lifted"),
    [
        (
            "shop",
            "We have looked again: your shop stays suspended.",
            "Your shop is no longer suspended. Your goods stand on the shelves again, and payouts go on.",
        ),
        ("person", "We have looked again: your account stays suspended.", "Your account is no longer suspended."),
    ],
)
def test_they_are_told_what_was_decided_and_why(of: str, kept: str, lifted: str, now: datetime) -> None:
    made = make.suspended_shop(now=now) if of == "shop" else make.suspended_person(now=now)
    _told(made.person, now)
    make.kept_suspension(make.appealed_suspension(made, now=now + DAY), now=now + DAY)
    assert _plain(_told(made.person, now + DAY))[0] == (
        kept,
        "The printer knows nothing of them.",
        "/account/suspensions/",
    )
    make.lifted_suspension(made, now=now + 2 * DAY)
    assert _plain(_told(made.person, now + 2 * DAY))[0] == (
        lifted,
        "The labels have been replaced.",
        "/account/suspensions/",
    )


def test_the_desk_is_told_of_an_appeal_and_when_it_is_late(now: datetime) -> None:
    operator = make.operator()
    made = make.appealed_suspension(now=now)
    assert _plain(_told(operator, now)) == [
        ("An appeal against a suspension waits for a decision.", "", "/staff/appeals/")
    ]
    run_due(ACTIONS, now=now + 7 * DAY)
    assert _plain(_told(operator, now + 7 * DAY))[0][0] == "An appeal against a suspension is overdue."
    assert len(_told(made.person, now + 7 * DAY)) == 1


def test_the_letter_says_why_in_its_readers_language(now: datetime, settings: Settings) -> None:
    person = make.user(language="zh-hans")
    made = make.suspended_person(person, now=now)
    _told(person, now)
    mail = letter(notices_of(person).get(), now)
    assert mail.subject == "我们停用了您的账户。进行中的订单照常办理。您可以申诉一次。"
    assert f"{made.reason}\n\n页面： {settings.SITE_URL}/account/suspensions/\n" in mail.body
    assert f"<p>{WHY}</p>" in str(mail.alternatives[0][0])


def test_a_reason_is_shown_as_it_was_typed(now: datetime) -> None:
    shop = make.shop()
    typed = "<b>{amount}</b> %s & more"
    suspend_shop(shop.pk, reason=typed, now=now, actor=make.desk())
    (notice,) = _told(shop.owner, now)
    assert notice.reason == typed
    assert "&lt;b&gt;{amount}&lt;/b&gt; %s &amp; more" in str(
        letter(notices_of(shop.owner).get(), now).alternatives[0][0]
    )
