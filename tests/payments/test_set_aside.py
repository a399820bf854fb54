"""A gateway's settings are taken away while work waits for it: workers keep the work, say so in the log, and go on."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from core.errors import DomainError
from core.models import Deadline
from escrow.payments import events, gateways
from escrow.payments.actions.ask import ask_again
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Payout, ProviderEvent, Refund
from escrow.payments.providers.protocol import Event
from marketplace.orders.actions.cancel_order import cancel_order
from tests import make
from tests.api.desk_rows import payout

pytestmark = pytest.mark.django_db
SAID = "DomainError: gateway_closed: This way of paying is no longer open here"
LATE = timedelta(days=5)


@pytest.fixture(autouse=True)
def _away(settings: Settings) -> None:
    """Nobody answers, and nobody has to: so the sandbox is asked only where a test says so."""
    settings.SANDBOX_URL = "http://127.0.0.1:1"


def _payment(now: datetime) -> Deadline:
    return Deadline.objects.get(subject_id=make.placed_order(now=now).checkout.payment_id, kind="ask_payment")


def _refund(now: datetime) -> Deadline:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    work_off_refunds(now)
    return Deadline.objects.get(subject_id=Refund.objects.get().pk, kind="ask_refund")


def _payout(now: datetime) -> Deadline:
    Payout.objects.filter(pk=payout(now).pk).update(agreement="given")
    work_off_payouts(now)
    return Deadline.objects.get(subject_id=Payout.objects.get().pk, kind="ask_payout")


@pytest.mark.parametrize("asked", [_payment, _refund, _payout])
def test_what_is_asked_about_waits_however_long_and_is_asked_about_then(
    asked: Callable[[datetime], Deadline], now: datetime, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    deadline = asked(now)
    due_at, settings.DEMO = deadline.due_at, False
    assert ask_again(now + LATE) == 0
    deadline.refresh_from_db()
    assert (deadline.done_at, deadline.due_at, deadline.error.startswith(SAID)) == (None, due_at, True)
    assert "deadline failed" in caplog.text
    settings.DEMO = True
    caplog.clear()
    assert ask_again(now + 2 * LATE) == 1
    deadline.refresh_from_db()
    assert (deadline.outcome, "not answered" in caplog.text) == ("passed", True)


def test_what_is_asked_about_in_time_has_no_error_any_more(now: datetime, settings: Settings) -> None:
    deadline = _payment(now)
    settings.DEMO = False
    ask_again(deadline.due_at)
    settings.DEMO = True
    later = deadline.due_at + timedelta(hours=1)
    assert ask_again(later) == 1
    deadline.refresh_from_db()
    assert (deadline.done_at, deadline.due_at, deadline.error) == (None, later + timedelta(hours=1), "")


def test_what_is_to_be_sent_waits(now: datetime, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    Payout.objects.filter(pk=payout(now).pk).update(agreement="given")
    settings.DEMO = False
    assert (work_off_refunds(now), work_off_payouts(now)) == (0, 0)
    assert (Refund.objects.get().state, Payout.objects.get().state) == ("due", "requested")
    said = [f"{what} wait for a provider that is not set up" in caplog.text for what in ("refunds", "payouts")]
    assert said == [True, True]
    settings.DEMO = True
    work_off_refunds(now)
    work_off_payouts(now)
    assert (Refund.objects.get().state, Payout.objects.get().state) == ("sent", "sent")


def test_what_a_provider_reported_waits(now: datetime, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    events.keep("sandbox", Event("e", "something.else", {"data": {}}), now=now)
    settings.DEMO = False
    assert work_off_events(now) == 0
    event = ProviderEvent.objects.get()
    assert (event.handled_at, event.attempts, event.dead_at) == (None, 0, None)
    assert "events wait for a provider that is not set up" in caplog.text
    settings.DEMO = True
    caplog.clear()
    assert (work_off_events(now), caplog.text) == (1, "")


@pytest.mark.parametrize("name", ["sandbox", "alipay", ""])
def test_whoever_asks_for_it_is_refused_in_words(name: str, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(DomainError) as refusal:
        gateways.get(name)
    assert refusal.value.code == "gateway_closed"
