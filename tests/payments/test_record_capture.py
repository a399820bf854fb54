from datetime import datetime, timedelta

import pytest

from core import failpoints
from core.actor import PROVIDER, SYSTEM
from core.errors import DomainError
from core.models import AuditRecord
from escrow.actions.fund import fund_hold
from escrow.actions.void import void_hold
from escrow.invariants import check_all
from escrow.payments.actions.close_payment import close_payment
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.actions.return_share import return_share
from escrow.payments.models import Capture, Payment, Refund
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.make import escrow as make
from tests.payments.charging import at_once, charge, told

LATER = timedelta(days=3)


def test_an_equal_charge_pays(db: None, now: datetime) -> None:
    payment = make.payment(now)
    capture = charge(payment, now)
    assert (capture.verdict, capture.payment_id, capture.amount, capture.returned) == ("good", payment.pk, 12_800, 0)
    assert lines(P=payment.pk) == [("capture:sandbox:ch1", "provider:sandbox", "payment:P", 12_800)]
    assert told("capture.recorded") == [{"capture": capture.pk, "payment": payment.pk, "purpose": "checkout"}]
    record = AuditRecord.objects.get()
    assert (record.subject_type, record.subject_id, record.action, record.actor_role) == (
        "payment",
        payment.pk,
        "capture",
        "provider",
    )
    payment.refresh_from_db()
    assert (payment.state, payment.version) == ("awaiting", 1)


def test_the_same_charge_ten_times_is_one(db: None, now: datetime) -> None:
    payment = make.payment(now)
    captures = {charge(payment, now).pk for _ in range(10)}
    assert len(captures) == 1
    assert lines(P=payment.pk) == [("capture:sandbox:ch1", "provider:sandbox", "payment:P", 12_800)]
    assert len(told("capture.recorded")) == 1


@pytest.mark.parametrize(
    ("verdict", "amount", "currency"),
    [("short", 12_700, "CNY"), ("over", 12_801, "CNY"), ("foreign", 12_800, "JPY"), ("foreign", 12_800, "KWD")],
)
def test_4_another_amount_or_currency_goes_back_whole(
    db: None, now: datetime, verdict: str, amount: int, currency: str
) -> None:
    payment = make.payment(now)
    capture = charge(payment, now, amount=amount, currency=currency)
    _goes_back(payment, capture, verdict, currency)
    assert charge(payment, now, reference="ch2").verdict == "good"
    assert check_all(now) == []


def _goes_back(payment: Payment, capture: Capture, verdict: str, currency: str = "CNY", reference: str = "ch1") -> None:
    refund = Refund.objects.get(capture=capture)
    amount = capture.amount
    assert (capture.verdict, capture.allotted, capture.returned) == (verdict, 0, amount)
    assert (refund.state, refund.amount, refund.currency, refund.payer_id, refund.hold_id, refund.book_id) == (
        "due",
        amount,
        currency,
        make.PAYER,
        None,
        0,
    )
    assert [
        line
        for line in lines(P=payment.pk, C=capture.pk, R=refund.pk)
        if line[0] in {f"capture:sandbox:{reference}", "capture:C:return"}
    ] == [
        (f"capture:sandbox:{reference}", "provider:sandbox", "payment:P", amount),
        ("capture:C:return", "payment:P", "refund_due:R", amount),
    ]
    assert [message for message in told("capture.returned") if message["capture"] == capture.pk] == [
        {
            "capture": capture.pk,
            "payment": payment.pk,
            "purpose": "checkout",
            "refund": refund.pk,
            "amount": amount,
            "verdict": verdict,
        }
    ]


def test_4_a_charge_after_closing_goes_back(db: None, now: datetime) -> None:
    payment = make.payment(now)
    close_payment(payment.pk, now=now, actor=SYSTEM)
    _goes_back(payment, charge(payment, now), "late")
    assert told("capture.recorded") == []
    assert check_all(now) == []


def test_4_a_second_charge_goes_back(db: None, now: datetime) -> None:
    payment = make.payment(now)
    charge(payment, now)
    _goes_back(payment, charge(payment, now, reference="ch2"), "second", reference="ch2")
    assert len(told("capture.recorded")) == 1


def test_4_a_charge_after_the_payment_was_paid_goes_back(db: None, now: datetime) -> None:
    hold = make.unpaid_hold(now)
    fund_hold(hold.pk, capture_id=charge(hold.payment, now).pk, now=now, actor=PROVIDER)
    hold.payment.refresh_from_db()
    assert hold.payment.state == "paid"
    _goes_back(hold.payment, charge(hold.payment, now, reference="ch2"), "second", reference="ch2")
    assert check_all(now) == []


def test_6_money_from_nobody_we_know_waits_in_suspense(db: None, now: datetime) -> None:
    capture = charge(None, now, amount=700)
    assert (capture.verdict, capture.payment_id, capture.claimed_reference) == ("unknown", None, "nobody")
    assert lines() == [("capture:sandbox:ch1", "provider:sandbox", "suspense", 700)]
    assert Refund.objects.count() == 0
    assert check_all(now + LATER) == []


def test_a_payment_of_another_gateway_is_not_paid(db: None, now: datetime) -> None:
    payment = make.payment(now)
    assert charge(payment, now, gateway="stripe").verdict == "unknown"
    assert lines() == [("capture:stripe:ch1", "provider:stripe", "suspense", 12_800)]


@pytest.mark.parametrize(
    ("amount", "currency", "reference"),
    [(0, "CNY", "c"), (-1, "CNY", "c"), (10**15, "CNY", "c"), (1, "XXY", "c"), (1, "CNY", ""), (1, "CNY", "c" * 73)],
)
def test_a_charge_that_cannot_be_booked_is_refused(
    db: None, now: datetime, amount: int, currency: str, reference: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        record_capture(
            gateway="sandbox",
            reference=reference,
            claimed_reference="P",
            amount=amount,
            currency=currency,
            captured_at=now,
            now=now,
        )
    assert refusal.value.code == "capture_unreadable"
    assert lines() == []


def test_a_charge_told_again_with_another_amount_is_refused(db: None, now: datetime) -> None:
    payment = make.payment(now)
    charge(payment, now)
    with pytest.raises(DomainError) as refusal:
        charge(payment, now, amount=12_801)
    assert refusal.value.code == "capture_differs"


def test_the_same_charge_from_ten_threads_is_one(committed_db: CommittedDatabase, now: datetime) -> None:
    payment = make.payment(now)
    assert at_once(*[lambda: charge(payment, now)] * 10) == ["done"] * 10
    assert lines(P=payment.pk) == [("capture:sandbox:ch1", "provider:sandbox", "payment:P", 12_800)]


def test_of_two_charges_at_once_one_pays_and_one_goes_back(committed_db: CommittedDatabase, now: datetime) -> None:
    payment = make.payment(now)
    ends = at_once(lambda: charge(payment, now), lambda: charge(payment, now, reference="ch2"))
    assert ends == ["done", "done"]
    assert sorted(Capture.objects.values_list("verdict", flat=True)) == ["good", "second"]
    assert Refund.objects.get().capture.verdict == "second"
    assert check_all(now) == []


def test_closing_against_paying_ends_in_one_of_both(committed_db: CommittedDatabase, now: datetime) -> None:
    payment = make.payment(now)
    ends = at_once(lambda: close_payment(payment.pk, now=now, actor=SYSTEM), lambda: charge(payment, now))
    payment.refresh_from_db()
    verdict = Capture.objects.get().verdict
    assert (payment.state, verdict, ends) in [
        ("void", "late", ["done", "done"]),
        ("awaiting", "good", ["done", "payment_paid"]),
    ]


@pytest.mark.parametrize("point", ["between", "before", "after"])
def test_a_crash_while_recording_leaves_all_or_nothing(
    committed_db: CommittedDatabase, now: datetime, point: str
) -> None:
    payment = make.payment(now)
    with failpoints.armed(f"record_capture.{point}", _crash), pytest.raises(ZeroDivisionError):
        charge(payment, now)
    assert len(lines()) == (1 if point == "after" else 0)
    assert charge(payment, now).verdict == "good"
    assert lines(P=payment.pk) == [("capture:sandbox:ch1", "provider:sandbox", "payment:P", 12_800)]


def _crash() -> None:
    raise ZeroDivisionError


def test_5_the_share_of_a_closed_shop_goes_back_and_the_other_is_funded(db: None, now: datetime) -> None:
    payment = make.payment(now, 17_800)
    shop_a = make.unpaid_hold(now, of=payment)
    small = make.PLAIN.__class__(currency="CNY", amount=5_000, fee_base=5_000, fee_rate=250)
    shop_b = make.unpaid_hold(now, small, book_id=8, of=payment)
    capture = charge(payment, now)
    void_hold(shop_b.pk, now=now, actor=SYSTEM)
    refund = return_share(capture.pk, 5_000, hold_id=shop_b.pk, now=now)
    payment.refresh_from_db()
    assert payment.state == "awaiting"
    fund_hold(shop_a.pk, capture_id=capture.pk, now=now, actor=PROVIDER)
    payment.refresh_from_db()
    assert payment.state == "paid"
    assert lines(P=payment.pk, A=shop_a.pk, B=shop_b.pk, C=capture.pk, R=refund.pk) == [
        ("capture:sandbox:ch1", "provider:sandbox", "payment:P", 17_800),
        ("capture:C:return:B", "payment:P", "refund_due:R", 5_000),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
    ]
    assert (refund.hold_id, refund.reason, refund.payer_id) == (shop_b.pk, "closed", make.PAYER)
    assert check_all(now + LATER) == []


def test_a_share_returned_twice_is_one(db: None, now: datetime) -> None:
    hold = make.unpaid_hold(now)
    capture = charge(hold.payment, now)
    void_hold(hold.pk, now=now, actor=SYSTEM)
    first = return_share(capture.pk, 12_800, hold_id=hold.pk, now=now)
    assert return_share(capture.pk, 12_800, hold_id=hold.pk, now=now) == first
    assert len(lines()) == 2
    hold.payment.refresh_from_db()
    assert hold.payment.state == "void"
    assert check_all(now + LATER) == []


@pytest.mark.parametrize("amount", [0, -1, 12_801])
def test_no_more_goes_back_than_came(db: None, now: datetime, amount: int) -> None:
    capture = charge(make.payment(now), now)
    with pytest.raises(DomainError) as refusal:
        return_share(capture.pk, amount, hold_id=5, now=now)
    assert refusal.value.code == "capture_spent"


def test_only_a_good_charge_is_shared(db: None, now: datetime) -> None:
    capture = charge(make.payment(now), now, amount=1)
    with pytest.raises(DomainError) as refusal:
        return_share(capture.pk, 1, hold_id=5, now=now)
    assert refusal.value.code == "capture_not_good"


def test_a_share_returned_from_ten_threads_is_one(committed_db: CommittedDatabase, now: datetime) -> None:
    hold = make.unpaid_hold(now)
    capture = charge(hold.payment, now)
    void_hold(hold.pk, now=now, actor=SYSTEM)
    ends = at_once(*[lambda: return_share(capture.pk, 12_800, hold_id=hold.pk, now=now)] * 10)
    assert set(ends) <= {"done", "changed_meanwhile"}
    assert Refund.objects.count() == 1
    assert check_all(now + LATER) == []


def test_a_payment_that_was_paid_is_not_closed(db: None, now: datetime) -> None:
    payment = make.payment(now)
    charge(payment, now)
    with pytest.raises(DomainError) as refusal:
        close_payment(payment.pk, now=now, actor=SYSTEM)
    assert refusal.value.code == "payment_paid"


def test_a_payment_closed_twice_is_closed_once(db: None, now: datetime) -> None:
    payment = make.payment(now)
    close_payment(payment.pk, now=now, actor=SYSTEM)
    close_payment(payment.pk, now=now + LATER, actor=SYSTEM)
    payment.refresh_from_db()
    assert (payment.state, payment.ended_at, payment.version) == ("void", now, 1)
