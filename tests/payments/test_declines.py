"""A payer's bank said no: whoever waits for the payment is told, and nothing else happens."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from core.models import AuditRecord, OutboxMessage
from escrow.payments import declines
from escrow.payments.models import Payment
from escrow.payments.news import take_in
from escrow.payments.providers.protocol import Declined
from tests import make

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def payment(now: datetime) -> Payment:
    cache.clear()
    return make.placed_order(now=now).checkout.payment


def _decline(payment: Payment, at: datetime, *, gateway: str = "sandbox") -> None:
    take_in(Declined(payment.reference, at), gateway=gateway, now=at + SECOND)


def test_it_is_told_to_whoever_waits_and_moves_nothing(payment: Payment, now: datetime) -> None:
    before = AuditRecord.objects.count(), OutboxMessage.objects.count(), Payment.objects.get().version
    assert declines.declined_at(payment) is None
    for _time in range(2):
        _decline(payment, now)
        assert declines.declined_at(payment) == now
    assert (AuditRecord.objects.count(), OutboxMessage.objects.count(), Payment.objects.get().version) == before


def test_another_try_begins_anew_also_for_what_is_told_late(payment: Payment, now: datetime) -> None:
    _decline(payment, now)
    declines.tried_again(payment, now + SECOND)
    assert declines.declined_at(payment) is None
    _decline(payment, now)
    assert declines.declined_at(payment) is None
    _decline(payment, now + 2 * SECOND)
    assert declines.declined_at(payment) == now + 2 * SECOND


@pytest.mark.parametrize("state", ["paid", "void"])
def test_nobody_is_told_once_it_has_ended(state: str, payment: Payment, now: datetime) -> None:
    Payment.objects.update(state=state, ended_at=now)
    _decline(payment, now)
    assert declines.declined_at(payment) is None


def test_of_a_payment_of_nobody_or_of_another_provider_nothing_is_noted(payment: Payment, now: datetime) -> None:
    _decline(payment, now, gateway="bank_transfer")
    take_in(Declined("0000-000000-00", now), gateway="sandbox", now=now)
    assert declines.declined_at(payment) is None
