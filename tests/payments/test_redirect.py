from datetime import datetime, timedelta

import pytest

from core import failpoints
from core.actor import SYSTEM, Actor, Role
from core.errors import DomainError
from escrow import balances
from escrow.actions.fund import fund_hold
from escrow.invariants import check_all
from escrow.payments import gateways, news
from escrow.payments.actions.decide import agree, decline
from escrow.payments.actions.payout_accounts import enter_refund_account, entered_last
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.models import Capture, Decision, Payout, PayoutAccount, Refund
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.make import escrow as make
from tests.payments.charging import at_once, charge, told
from tests.payments.deciding import TWO, decided, proposed
from tests.payments.provider_side import charged, late_refund, rejected, report, ring
from tests.sandbox.running import Merchant, Sandbox

BUYER = Actor(Role.BUYER, make.PAYER)


def bank(refund: Refund, now: datetime, number: str = "6222000000001234") -> PayoutAccount:
    return enter_refund_account(
        refund.pk, owner_id=make.PAYER, bank="ABC", holder="Wang Fang", number=number, now=now, actor=BUYER
    )


def journal(refund: Refund, **names: int) -> list[tuple[str, str, str, int]]:
    """All lines after the late capture and its return."""
    return lines(R=refund.pk, **names)[2:]


def test_6_money_in_suspense_is_matched_to_the_payment_that_awaits_it(db: None, now: datetime) -> None:
    hold = make.unpaid_hold(now)
    capture = charge(None, now, amount=12_800)
    decided("suspense_match", capture.pk, {"payment": hold.payment_id}, now)
    assert told("capture.recorded") == [{"capture": capture.pk, "payment": hold.payment_id, "purpose": "checkout"}]
    fund_hold(hold.pk, capture_id=capture.pk, now=now, actor=SYSTEM)
    assert lines(H=hold.pk, P=hold.payment_id, C=capture.pk) == [
        ("capture:sandbox:ch1", "provider:sandbox", "suspense", 12_800),
        ("suspense:C:match", "suspense", "payment:P", 12_800),
        ("hold:H:fund", "payment:P", "hold:H", 12_800),
    ]
    assert Capture.objects.get().verdict == "good"
    assert check_all(now) == []


@pytest.mark.parametrize(("amount", "currency"), [(12_799, "CNY"), (12_800, "JPY")])
def test_money_that_does_not_fit_is_not_matched(db: None, now: datetime, amount: int, currency: str) -> None:
    payment = make.payment(now)
    capture = charge(None, now, amount=amount, currency=currency)
    with pytest.raises(DomainError) as refusal:
        decided("suspense_match", capture.pk, {"payment": payment.pk}, now)
    assert refusal.value.code == "does_not_fit"
    assert len(lines()) == 1


def test_money_is_not_matched_to_what_is_paid(db: None, now: datetime) -> None:
    payment = make.payment(now)
    charge(payment, now)
    stray = charge(None, now, reference="ch2", amount=12_800)
    with pytest.raises(DomainError) as refusal:
        decided("suspense_match", stray.pk, {"payment": payment.pk}, now)
    assert refusal.value.code == "does_not_fit"


def test_6_money_in_suspense_goes_back(db: None, now: datetime, sandbox: Sandbox, merchant: Merchant) -> None:
    stranger = make.payment(now)
    stranger.reference = "nobody"
    charged(sandbox, merchant, stranger, 700)
    ring(merchant, now)
    capture = Capture.objects.get()
    decided("suspense_return", capture.pk, {}, now)
    assert work_off_refunds(now) == 1
    ring(merchant, now)
    refund = Refund.objects.get()
    assert (refund.state, refund.payer_id, refund.reason) == ("succeeded", None, "unknown")
    assert lines(C=capture.pk, R=refund.pk)[1:] == [
        ("suspense:C:return", "suspense", "refund_due:R", 700),
        ("refund:R:done", "refund_due:R", "provider:sandbox", 700),
    ]
    assert check_all(now) == []


def test_money_leaves_suspense_once(committed_db: CommittedDatabase, now: datetime) -> None:
    payment = make.payment(now)
    capture = charge(None, now, amount=12_800)
    back = proposed("suspense_return", capture.pk, {}, now)
    match = proposed("suspense_match", capture.pk, {"payment": payment.pk}, now)
    ends = at_once(lambda: agree(back.pk, operator_id=TWO, now=now), lambda: agree(match.pk, operator_id=TWO, now=now))
    assert ends == ["done", "not_in_suspense"]
    assert len(lines()) == 2
    assert check_all(now) == []


def test_a_rejected_refund_is_sent_again_under_another_name(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = rejected(sandbox, merchant, now)
    decided("refund_retry", refund.pk, {}, now)
    assert work_off_refunds(now) == 1
    ring(merchant, now)
    refund.refresh_from_db()
    assert (refund.state, refund.tries, refund.problem) == ("succeeded", 1, "")
    assert report(sandbox, "refunds") == [
        (refund.reference, 12_800, "rejected"),
        (f"{refund.reference}.2", 12_800, "succeeded"),
    ]
    assert journal(refund) == [("refund:R:done", "refund_due:R", "provider:sandbox", 12_800)]
    assert check_all(now) == []


def test_12_a_rejected_refund_goes_to_a_bank(db: None, now: datetime, sandbox: Sandbox, merchant: Merchant) -> None:
    refund = rejected(sandbox, merchant, now)
    decided("refund_to_bank", refund.pk, {"account": bank(refund, now).pk}, now)
    assert work_off_payouts(now) == 1
    ring(merchant, now)
    payout = Payout.objects.get()
    refund.refresh_from_db()
    assert (refund.state, payout.state, payout.refund_id) == ("to_bank", "paid", refund.pk)
    assert journal(refund, O=payout.pk) == [
        ("refund:R:to_bank", "refund_due:R", "payout_due:O", 12_800),
        ("payout:O:paid", "payout_due:O", "provider:sandbox", 12_800),
    ]
    assert balances.cover("CNY") == 0
    assert check_all(now) == []


def test_a_refund_the_bank_returns_is_due_again_and_may_go_to_another(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = rejected(sandbox, merchant, now)
    decided("refund_to_bank", refund.pk, {"account": bank(refund, now, "6222000000000001").pk}, now)
    work_off_payouts(now)
    ring(merchant, now)
    first = Payout.objects.get()
    refund.refresh_from_db()
    assert (refund.state, refund.problem) == ("rejected", "The bank does not know this account.")
    decided("refund_to_bank", refund.pk, {"account": bank(refund, now).pk}, now)
    work_off_payouts(now)
    ring(merchant, now)
    second = Payout.objects.exclude(pk=first.pk).get()
    assert journal(refund, A=first.pk, B=second.pk) == [
        ("refund:R:to_bank", "refund_due:R", "payout_due:A", 12_800),
        ("payout:A:return", "payout_due:A", "refund_due:R", 12_800),
        ("refund:R:to_bank:2", "refund_due:R", "payout_due:B", 12_800),
        ("payout:B:paid", "payout_due:B", "provider:sandbox", 12_800),
    ]
    assert check_all(now) == []


def test_a_refund_goes_to_no_account_but_its_payers(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = rejected(sandbox, merchant, now)
    shop = PayoutAccount.objects.create(
        id=1, book_id=7, owner_id=make.PAYER, bank="A", holder="B", number="1234", opened_at=now
    )
    other = PayoutAccount.objects.create(id=2, owner_id=5, bank="A", holder="B", number="1234", opened_at=now)
    for account in (shop, other):
        with pytest.raises(DomainError) as refusal:
            decided("refund_to_bank", refund.pk, {"account": account.pk}, now)
        assert refusal.value.code == "account_not_theirs"
        decline(Decision.objects.get(agreed=None).pk, operator_id=TWO, now=now)
    assert journal(refund) == []


def test_a_refund_goes_to_the_account_its_payer_entered_last(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = rejected(sandbox, merchant, now)
    mistyped = bank(refund, now, "6222000000009999")
    waiting = proposed("refund_to_bank", refund.pk, {"account": mistyped.pk}, now)
    # Another process entered it: its ids come from an older block.
    later = PayoutAccount.objects.create(
        id=1, owner_id=make.PAYER, bank="A", holder="B", number="1234", opened_at=now + timedelta(minutes=1)
    )
    with pytest.raises(DomainError) as refusal:
        agree(waiting.pk, operator_id=TWO, now=now)
    assert (refusal.value.code, Payout.objects.count()) == ("account_replaced", 0)
    assert entered_last(make.PAYER) == later
    decline(waiting.pk, operator_id=TWO, now=now)
    decided("refund_to_bank", refund.pk, {"account": later.pk}, now)
    assert [payout.account for payout in Payout.objects.all()] == [later]


def test_an_account_entered_while_the_old_one_is_decided_on_is_seen(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = rejected(sandbox, merchant, now)
    waiting = proposed("refund_to_bank", refund.pk, {"account": bank(refund, now).pk}, now)

    def enter_another() -> None:
        if PayoutAccount.objects.count() == 1:
            assert at_once(lambda: bank(refund, now + timedelta(seconds=1), "6222000000009999")) == ["done"]

    with failpoints.armed("refund_to_bank.before", enter_another), pytest.raises(DomainError) as refusal:
        agree(waiting.pk, operator_id=TWO, now=now)
    assert (refusal.value.code, Payout.objects.count()) == ("account_replaced", 0)


def test_old_news_of_the_first_try_do_not_touch_the_second(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = late_refund(sandbox, merchant, now)
    sandbox.control(reject_next_refund=True, repeat=2)
    work_off_refunds(now)
    ring(merchant, now)
    decided("refund_retry", refund.pk, {}, now)
    sandbox.control(settle_after_seconds=3600)
    work_off_refunds(now)
    old = merchant.next()
    assert b"refund.rejected" in old.body
    gateway = gateways.get("sandbox")
    read = gateway.read(gateway.verify(old.headers, old.body))
    assert read is not None
    news.take_in(read, gateway="sandbox", now=now)
    refund.refresh_from_db()
    assert (refund.state, refund.tries) == ("sent", 1)
