"""What the provider's side of the books does, ready to be killed: prepared without a provider unless one is asked."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import requests
from django.conf import settings

from core.actor import SYSTEM, Actor, Role
from escrow.payments import events
from escrow.payments.actions import payouts, refunds
from escrow.payments.actions.chargebacks import lose_chargeback, record_chargeback, win_chargeback
from escrow.payments.actions.close_payment import close_payment
from escrow.payments.actions.decide import agree
from escrow.payments.actions.end_chargeback import end_chargeback
from escrow.payments.actions.payout_accounts import enter_refund_account
from escrow.payments.actions.payouts import finish_payout, return_payout, work_off_payouts
from escrow.payments.actions.refunds import finish_refund, reject_refund, return_refund, work_off_refunds
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Capture, Payout, ProviderEvent, Refund
from escrow.payments.providers.protocol import Event
from escrow.payments.states import Agreement
from marketplace import tasks
from tests.make import after
from tests.make import escrow as make
from tests.payments.charging import charge
from tests.payments.deciding import TWO, Data, proposed
from tests.payments.provider_side import account, earned

NOBODY = "http://127.0.0.1:9/"
Act = Callable[[], object]
SELLER = Actor(Role.SELLER, 9)
BUYER = Actor(Role.BUYER, make.PAYER)


def record(now: datetime) -> Act:
    return partial(charge, make.payment(now), now)


def _too_late(now: datetime) -> Refund:
    """128.00 of a payment that was closed before: due back."""
    payment = make.payment(now)
    close_payment(payment.pk, now=now, actor=SYSTEM)
    charge(payment, now)
    return Refund.objects.select_related("capture").get()


def _sent_refund(now: datetime) -> Refund:
    refund = _too_late(now)
    assert refunds._mark_sent(refund, now)
    return refund


def finish_back(now: datetime) -> Act:
    return partial(finish_refund, _sent_refund(now).pk, tries=0, now=now)


def reject_back(now: datetime) -> Act:
    return partial(reject_refund, _sent_refund(now).pk, "account closed", tries=0, now=now)


def come_back(now: datetime) -> Act:
    refund = _sent_refund(now)
    finish_refund(refund.pk, tries=0, now=now)
    return partial(return_refund, refund.pk, "account closed", tries=0, now=now)


def send_back(now: datetime) -> Act:
    """Of a charge that the provider knows."""
    payment = make.payment(now)
    close_payment(payment.pk, now=now, actor=SYSTEM)
    body = {"reference": payment.reference, "amount_minor": payment.amount, "currency": "CNY", "notify_url": NOBODY}
    keys = {"Authorization": f"Bearer {settings.SANDBOX_KEY}", "Idempotency-Key": payment.reference}
    answer = requests.post(f"{settings.SANDBOX_URL}/api/charges/", json=body, headers=keys, timeout=30)
    charge(payment, now, reference=answer.json()["id"])
    return partial(work_off_refunds, now)


def _decided(kind: str, subject: int, data: Data, now: datetime) -> Act:
    return partial(agree, proposed(kind, subject, data, now).pk, operator_id=TWO, now=now)


def _rejected(now: datetime) -> Refund:
    refund = _sent_refund(now)
    reject_refund(refund.pk, "account closed", tries=0, now=now)
    return refund


def retry(now: datetime) -> Act:
    return _decided("refund_retry", _rejected(now).pk, {}, now)


def to_bank(now: datetime) -> Act:
    refund = _rejected(now)
    names = {"bank": "ABC", "holder": "Wang Fang", "number": "6222000000001234"}
    found = enter_refund_account(refund.pk, owner_id=make.PAYER, **names, now=now, actor=BUYER)
    return _decided("refund_to_bank", refund.pk, {"account": found.pk}, now)


def _stray(now: datetime) -> Capture:
    return charge(None, now, amount=12_800)


def match(now: datetime) -> Act:
    return _decided("suspense_match", _stray(now).pk, {"payment": make.payment(now).pk}, now)


def send_stray_back(now: datetime) -> Act:
    return _decided("suspense_return", _stray(now).pk, {}, now)


def dispute(now: datetime) -> Act:
    return partial(
        record_chargeback,
        gateway="sandbox",
        reference="cb",
        charge=f"ch-{make.hold(now).payment_id}",
        amount=12_800,
        currency="CNY",
        fee=0,
        reason="",
        evidence_due_at=now,
        now=now,
    )


def _disputed(now: datetime) -> int:
    hold = make.hold(now)
    return after.disputed(hold.payment, now).pk


def win(now: datetime) -> Act:
    return partial(win_chargeback, _disputed(now), now=now)


def lose(now: datetime) -> Act:
    return partial(lose_chargeback, _disputed(now), now=now)


def end_dispute(now: datetime) -> Act:
    """No hold was frozen for it: the host bears it all."""
    chargeback = _disputed(now)
    lose_chargeback(chargeback, now=now)
    return partial(end_chargeback, chargeback, now=now)


def ask_payout(now: datetime) -> Act:
    earned(now)
    account(now)
    return partial(request_payout, book_id=make.BOOK, amount=12_500, currency="CNY", now=now, actor=SELLER)


def refuse_out(now: datetime) -> Act:
    ask_payout(now)()
    Payout.objects.update(agreement=Agreement.NEEDED)
    return _decided("payout_refuse", Payout.objects.get().pk, {}, now)


def send_out(now: datetime) -> Act:
    ask_payout(now)()
    return partial(work_off_payouts, now)


def _sent_payout(now: datetime) -> Payout:
    ask_payout(now)()
    payout = Payout.objects.get()
    assert payouts._mark_sent(payout, now)
    return payout


def finish_out(now: datetime) -> Act:
    return partial(finish_payout, _sent_payout(now).pk, now=now)


def return_out(now: datetime) -> Act:
    return partial(return_payout, _sent_payout(now).pk, "account closed", now=now)


def _ring(now: datetime) -> Act:
    payment = make.payment(now)
    data = {
        "id": "ch1",
        "reference": payment.reference,
        "amount_minor": payment.amount,
        "currency": "CNY",
        "captured_at": now.isoformat(),
    }
    event = Event("evt_1", "charge.captured", {"type": "charge.captured", "data": data})
    return partial(events.keep, "sandbox", event, now=now)


def hear(now: datetime) -> Act:
    return _ring(now)


def work_off(now: datetime) -> Act:
    _ring(now)()

    def again() -> int:
        """As if the lease of whoever was killed had run out."""
        ProviderEvent.objects.filter(handled_at=None).update(leased_until=None)
        return work_off_events(now)

    return again


def one_task(now: datetime) -> Act:
    _ring(now)()
    return tasks.deliver
