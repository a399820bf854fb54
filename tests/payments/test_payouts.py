from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from core import failpoints
from core.actor import Actor, Role
from core.errors import DomainError, Invalid
from core.models import AuditRecord
from escrow import balances, queries
from escrow.invariants import check_all
from escrow.payments import gateways
from escrow.payments.actions.ask import ask_again
from escrow.payments.actions.payouts import finish_payout, hear_of_payout, return_payout, work_off_payouts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout
from escrow.payments.providers.protocol import Answer, PayoutNews, Progress
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.make import escrow as make
from tests.payments.charging import at_once, told
from tests.payments.provider_side import LosesAnswers, account, earned, report, ring
from tests.sandbox.running import Merchant, Sandbox, wait_until

SELLER = Actor(Role.SELLER, 9)
MINUTE = timedelta(minutes=1)


def request(now: datetime, amount: int = 12_500) -> Payout:
    return request_payout(book_id=make.BOOK, amount=amount, currency="CNY", now=now, actor=SELLER)


def sent(now: datetime, number: str = "6222000000001234") -> Payout:
    """A payout of 125.00 on its way."""
    earned(now)
    account(now, number)
    payout = request(now)
    assert work_off_payouts(now) == 1
    payout.refresh_from_db()
    assert payout.state == "sent"
    return payout


def journal(payout: Payout) -> list[tuple[str, str, str, int]]:
    """All lines after the release."""
    return lines(O=payout.pk, B=make.BOOK)[4:]


REQUESTED = ("payout:O:request", "payable:B", "payout_due:O", 12_500)
PAID = ("payout:O:paid", "payout_due:O", "provider:sandbox", 12_500)


def test_3_a_payout_is_requested_sent_and_paid(db: None, now: datetime, sandbox: Sandbox, merchant: Merchant) -> None:
    payout = sent(now)
    assert queries.available(make.BOOK, "CNY") == 0
    ring(merchant, now + MINUTE)
    payout.refresh_from_db()
    assert (payout.state, payout.ended_at) == ("paid", now + MINUTE)
    assert journal(payout) == [REQUESTED, PAID]
    content = {"payout": payout.pk, "refund": None, "deposit": False, "amount": 12_500}
    assert (told("payout.requested"), told("payout.paid")) == ([content], [content])
    assert report(sandbox, "payouts") == [(payout.reference, 12_500, "paid")]
    assert balances.cover("CNY") == 300
    actions = AuditRecord.objects.filter(subject_type="payout").order_by("id").values_list("action", "actor_role")
    assert list(actions) == [("request", "seller"), ("send", "system"), ("finish", "provider")]
    assert check_all(now) == []


def test_13_a_payout_the_bank_refuses_is_the_shops_again(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    payout = sent(now, "6222000000000001")
    ring(merchant, now)
    payout.refresh_from_db()
    assert (payout.state, payout.problem) == ("returned", "The bank does not know this account.")
    assert journal(payout) == [REQUESTED, ("payout:O:return", "payout_due:O", "payable:B", 12_500)]
    assert told("payout.returned") == [{"payout": payout.pk, "refund": None, "deposit": False, "amount": 12_500}]
    assert queries.available(make.BOOK, "CNY") == 12_500
    assert check_all(now) == []


def test_13_a_payout_returned_after_it_was_paid_is_the_shops_again(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    payout = sent(now)
    ring(merchant, now)
    sandbox.control(return_payout=payout.reference)
    ring(merchant, now + timedelta(days=2))
    payout.refresh_from_db()
    assert (payout.state, payout.problem) == ("returned", "The bank sent the money back: the account is closed.")
    assert journal(payout) == [REQUESTED, PAID, ("payout:O:return", "provider:sandbox", "payable:B", 12_500)]
    assert queries.available(make.BOOK, "CNY") == 12_500
    assert balances.cover("CNY") == 300
    assert check_all(now) == []


def test_a_return_that_overtakes_the_payment_leaves_the_same(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    payout = sent(now)
    for progress in (Progress.RETURNED, Progress.DONE, Progress.RETURNED, Progress.DONE):
        hear_of_payout(news(payout, progress), gateway="sandbox", now=now)
    assert journal(payout) == [REQUESTED, ("payout:O:return", "payout_due:O", "payable:B", 12_500)]
    assert len(told("payout.returned")) == 1
    assert check_all(now) == []


def news(payout: Payout, progress: Progress, amount: int = 12_500, reference: str = "") -> PayoutNews:
    return PayoutNews(reference or payout.reference, amount, "CNY", Answer(progress, "why"))


def test_news_that_do_not_fit_are_refused(db: None, now: datetime, sandbox: Sandbox) -> None:
    payout = sent(now)
    codes = []
    for wrong in (news(payout, Progress.DONE, 12_499), news(payout, Progress.DONE, reference="O1")):
        with pytest.raises(DomainError) as refusal:
            hear_of_payout(wrong, gateway="sandbox", now=now)
        codes.append(refusal.value.code)
    assert codes == ["payout_differs", "payout_unknown"]
    assert journal(payout) == [REQUESTED]


def test_a_payout_nobody_rings_about_is_asked_for(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    payout = sent(now, "6222000000000003")
    wait_until(lambda: sandbox.get(f"/api/payouts/{payout.reference}/").json["state"] == "paid")
    assert ask_again(now + MINUTE) > 0
    assert journal(payout) == [REQUESTED, PAID]


def test_payouts_of_a_provider_that_is_not_set_up_do_not_stand_before_the_others(
    db: None, now: datetime, sandbox: Sandbox
) -> None:
    earned(now)
    account(now)
    stranded = request(now, 2_500)
    Payout.objects.update(gateway="alipay")
    request(now + MINUTE, 10_000)
    assert work_off_payouts(now + MINUTE, limit=1) == 1
    stranded.refresh_from_db()
    assert stranded.state == "requested"


def test_a_payout_whose_answer_is_lost_is_one(
    db: None, now: datetime, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    earned(now)
    account(now)
    payout = request(now)
    real = gateways.get("sandbox")
    with monkeypatch.context() as lossy:
        lossy.setattr(gateways, "get", lambda _name: LosesAnswers(real))
        assert work_off_payouts(now) == 0
        ask_again(now + MINUTE)
    wait_until(lambda: sandbox.get(f"/api/payouts/{payout.reference}/").json["state"] == "paid")
    ask_again(now + 5 * MINUTE)
    assert journal(payout) == [REQUESTED, PAID]
    assert report(sandbox, "payouts") == [(payout.reference, 12_500, "paid")]


@pytest.mark.parametrize("point", ["send_payout.marked", "send_payout.asked"])
def test_a_worker_killed_while_sending_sends_once(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox, point: str
) -> None:
    earned(now)
    account(now)
    payout = request(now)
    with failpoints.armed(point, _killed), pytest.raises(SystemExit):
        work_off_payouts(now)
    assert work_off_payouts(now) == 0
    ask_again(now + MINUTE / 2)
    assert len(report(sandbox, "payouts")) == 1
    wait_until(lambda: sandbox.get(f"/api/payouts/{payout.reference}/").json["state"] == "paid")
    ask_again(now + MINUTE)
    assert journal(payout) == [REQUESTED, PAID]
    assert report(sandbox, "payouts") == [(payout.reference, 12_500, "paid")]


def _killed() -> None:
    raise SystemExit


@pytest.mark.parametrize("act", ["request_payout", "finish_payout", "return_payout"])
@pytest.mark.parametrize("point", ["between", "before", "after"])
def test_a_crash_in_a_payout_leaves_all_or_nothing(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox, act: str, point: str
) -> None:
    earned(now)
    account(now)
    if act != "request_payout":
        work_off_payouts(request(now).opened_at)
    before = len(lines())
    with failpoints.armed(f"{act}.{point}", _killed), pytest.raises(SystemExit):
        _act(act, now)
    assert len(lines()) - before == (1 if point == "after" else 0)
    assert check_all(now) == []


def _act(act: str, now: datetime) -> None:
    if act == "request_payout":
        request(now)
    elif act == "finish_payout":
        finish_payout(Payout.objects.get().pk, now=now)
    else:
        return_payout(Payout.objects.get().pk, "why", now=now)


def test_ten_requests_at_once_are_one_payout(
    committed_db: CommittedDatabase, now: datetime, settings: Settings
) -> None:
    earned(now)
    account(now)
    ends = at_once(*[lambda: request(now)] * 10)
    assert ends.count("done") == 1
    assert set(ends) == {"done", "payout_too_much"} or set(ends) == {"done", "payout_too_much", "changed_meanwhile"}
    assert journal(Payout.objects.get()) == [REQUESTED]
    assert check_all(now) == []


def test_requests_at_once_that_all_fit_are_never_more_than_there_is(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    earned(now)
    account(now)
    at_once(*[lambda: request(now, 4_000)] * 5)
    taken = sum(Payout.objects.values_list("amount", flat=True))
    assert 0 < taken <= 12_000
    assert queries.available(make.BOOK, "CNY") == 12_500 - taken
    assert check_all(now) == []


@pytest.mark.parametrize("amount", [0, -1, 99])
def test_less_than_the_smallest_payout_is_refused(db: None, now: datetime, amount: int) -> None:
    earned(now)
    account(now)
    with pytest.raises(Invalid) as refusal:
        request(now, amount)
    assert refusal.value.code == "payout_too_small"
    assert refusal.value.words == "The smallest payout is ¥1.00."


def test_more_than_is_there_is_refused(db: None, now: datetime) -> None:
    earned(now)
    account(now)
    with pytest.raises(DomainError) as refusal:
        request(now, 12_501)
    assert (refusal.value.code, refusal.value.words) == ("payout_too_much", "¥125.00 can be paid out.")
    assert Payout.objects.count() == 0


def test_a_payout_needs_an_account_and_a_gateway(db: None, now: datetime, settings: Settings) -> None:
    earned(now)
    with pytest.raises(DomainError) as no_account:
        request(now)
    account(now)
    settings.GATEWAYS = []
    with pytest.raises(DomainError) as no_gateway:
        request(now)
    assert (no_account.value.code, no_gateway.value.code) == ("no_payout_account", "no_gateway")
