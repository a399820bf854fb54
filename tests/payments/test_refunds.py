from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from pytest_django import Settings

from core import failpoints
from core.errors import DomainError
from core.models import Deadline
from escrow.invariants import check_all
from escrow.payments import gateways
from escrow.payments.actions.ask import ask_again, unanswered_refunds
from escrow.payments.actions.refunds import finish_refund, hear_of_refund, reject_refund, work_off_refunds
from escrow.payments.models import Capture, Refund
from escrow.payments.providers.protocol import Answer, GatewayError, Progress, RefundNews
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.make import escrow as make
from tests.payments.charging import at_once, charge, told
from tests.payments.deciding import decided
from tests.payments.provider_side import AnswersLate, LosesAnswers, late_refund, report, ring
from tests.sandbox.running import Merchant, Sandbox, wait_until

MINUTE = timedelta(minutes=1)


def journal(refund: Refund) -> list[tuple[str, str, str, int]]:
    """All lines after the capture."""
    capture = refund.capture
    return lines(C=capture.pk, R=refund.pk, P=capture.payment_id or 0)[1:]


BACK = ("capture:C:return", "payment:P", "refund_due:R", 12_800)
DONE = ("refund:R:done", "refund_due:R", "provider:sandbox", 12_800)


def settled(sandbox: Sandbox, reference: str) -> None:
    """Wait until the sandbox has done with a refund."""
    wait_until(lambda: sandbox.get(f"/api/refunds/{reference}/").json.get("state") != "pending")


def test_4_a_refund_is_sent_and_arrives(db: None, now: datetime, sandbox: Sandbox, merchant: Merchant) -> None:
    refund = late_refund(sandbox, merchant, now)
    assert work_off_refunds(now) == 1
    ring(merchant, now + MINUTE)
    refund.refresh_from_db()
    assert (refund.state, refund.ended_at) == ("succeeded", now + MINUTE)
    assert journal(refund) == [BACK, DONE]
    assert told("refund.succeeded") == [{"refund": refund.pk, "hold": None, "amount": 12_800}]
    assert report(sandbox, "refunds") == [(refund.reference, 12_800, "succeeded")]
    assert Deadline.objects.get(subject_type="refund").outcome == "met"
    assert work_off_refunds(now) == 0
    assert check_all(now) == []


def test_refunds_of_a_provider_that_is_not_set_up_do_not_stand_before_the_others(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    stranded, sent = charge(None, now, reference="ch8"), late_refund(sandbox, merchant, now + MINUTE)
    decided("suspense_return", stranded.pk, {}, now)
    Capture.objects.filter(pk=stranded.pk).update(gateway="alipay")
    assert work_off_refunds(now + MINUTE, limit=1) == 1
    states = dict(Refund.objects.values_list("capture", "state"))
    assert states == {stranded.pk: "due", sent.capture_id: "sent"}


def test_a_refund_whose_answer_is_lost_is_one(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund = late_refund(sandbox, merchant, now)
    real = gateways.get("sandbox")
    with monkeypatch.context() as lossy:
        lossy.setattr(gateways, "get", lambda _name: LosesAnswers(real))
        assert work_off_refunds(now) == 0
    settled(sandbox, refund.reference)
    assert ask_again(now + MINUTE) == 1
    assert journal(refund) == [BACK, DONE]
    assert report(sandbox, "refunds") == [(refund.reference, 12_800, "succeeded")]


@pytest.mark.parametrize("point", ["send_refund.marked", "send_refund.asked", "finish_refund.before"])
def test_a_worker_killed_while_sending_sends_once(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox, merchant: Merchant, point: str
) -> None:
    refund = late_refund(sandbox, merchant, now)

    def send_and_hear() -> None:
        work_off_refunds(now)
        ring(merchant, now)

    with failpoints.armed(point, _killed), pytest.raises(SystemExit):
        send_and_hear()
    assert work_off_refunds(now) == 0
    ask_again(now + MINUTE / 2)
    assert len(report(sandbox, "refunds")) == 1
    settled(sandbox, refund.reference)
    ask_again(now + MINUTE)
    assert journal(refund) == [BACK, DONE]
    assert report(sandbox, "refunds") == [(refund.reference, 12_800, "succeeded")]


def _killed() -> None:
    raise SystemExit


def test_ten_workers_at_once_send_a_refund_once(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = late_refund(sandbox, merchant, now)
    assert at_once(*[lambda: work_off_refunds(now)] * 10) == ["done"] * 10
    ring(merchant, now)
    assert journal(refund) == [BACK, DONE]
    assert report(sandbox, "refunds") == [(refund.reference, 12_800, "succeeded")]
    refund.refresh_from_db()
    assert refund.version == 2


def test_a_refund_finished_from_ten_threads_is_finished_once(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = late_refund(sandbox, merchant, now)
    work_off_refunds(now)
    assert set(at_once(*[lambda: finish_refund(refund.pk, tries=0, now=now)] * 10)) <= {"done", "changed_meanwhile"}
    assert journal(refund) == [BACK, DONE]


def test_a_provider_that_is_away_is_asked_at_1_5_and_15_minutes_then_hourly_for_72_hours(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant, settings: Settings
) -> None:
    refund = late_refund(sandbox, merchant, now)
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    work_off_refunds(now)
    asked = []
    while deadline := Deadline.objects.filter(kind="ask_refund", done_at=None).first():
        asked.append(int((deadline.due_at - now).total_seconds() // 60))
        assert ask_again(deadline.due_at) > 0
    assert asked[:5] == [1, 5, 15, 75, 135]
    assert asked[-1] <= 72 * 60 < asked[-1] + 60
    assert {later - earlier for earlier, later in pairwise(asked[2:])} == {60}
    assert list(unanswered_refunds(now + timedelta(days=4))) == [refund]
    refund.refresh_from_db()
    assert (refund.state, journal(refund)) == ("sent", [BACK])


def test_a_provider_that_comes_back_within_the_time_is_told_once(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant, settings: Settings
) -> None:
    refund = late_refund(sandbox, merchant, now)
    address, settings.SANDBOX_URL = settings.SANDBOX_URL, "http://127.0.0.1:1"
    work_off_refunds(now)
    ask_again(now + MINUTE)
    settings.SANDBOX_URL = address
    ask_again(now + 5 * MINUTE)
    settled(sandbox, refund.reference)
    ask_again(now + 15 * MINUTE)
    assert journal(refund) == [BACK, DONE]
    assert list(unanswered_refunds(now + timedelta(days=4))) == []


def test_a_rejected_refund_stays_due_and_says_why(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = late_refund(sandbox, merchant, now)
    sandbox.control(reject_next_refund=True)
    work_off_refunds(now)
    ring(merchant, now)
    refund.refresh_from_db()
    assert (refund.state, refund.problem) == ("rejected", "The buyer's card is closed.")
    assert journal(refund) == [BACK]
    assert told("refund.rejected") == [{"refund": refund.pk, "hold": None, "amount": 12_800}]
    assert reject_refund(refund.pk, "again", tries=0, now=now) is False
    assert work_off_refunds(now) == 0
    assert check_all(now) == []


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("way", ["sending", "asking"])
def test_an_answer_about_the_first_try_that_is_read_late_does_not_touch_the_second(
    now: datetime, sandbox: Sandbox, merchant: Merchant, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    refund = late_refund(sandbox, merchant, now)
    real = gateways.get("sandbox")

    def rejected_and_sent_again() -> None:
        monkeypatch.setattr(gateways, "get", lambda _name: real)
        reject_refund(refund.pk, "the first card is closed", tries=0, now=now)
        decided("refund_retry", refund.pk, {}, now)
        work_off_refunds(now)

    def away() -> None:
        raise GatewayError("timed out")

    if way == "asking":
        monkeypatch.setattr(gateways, "get", lambda _name: AnswersLate(away))
        work_off_refunds(now)
    sandbox.control(settle_after_seconds=3600)
    monkeypatch.setattr(gateways, "get", lambda _name: AnswersLate(rejected_and_sent_again))
    (ask_again if way == "asking" else work_off_refunds)(now + MINUTE)
    refund.refresh_from_db()
    assert (refund.state, refund.tries) == ("sent", 1)
    asked = Deadline.objects.filter(kind="ask_refund").order_by("id")
    assert list(asked.values_list("outcome", flat=True)) == ["met", ""]
    finish_refund(refund.pk, tries=0, now=now)
    reject_refund(refund.pk, "said again", tries=0, now=now)
    assert journal(refund) == [BACK]
    finish_refund(refund.pk, tries=1, now=now)
    assert journal(refund) == [BACK, DONE]
    assert check_all(now) == []


def news(refund: Refund, progress: Progress, **changed: object) -> RefundNews:
    told = {"reference": refund.reference, "amount": 12_800, "currency": "CNY", "answer": Answer(progress, "why")}
    return RefundNews(**(told | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed", [{"reference": "R1"}, {"amount": 12_799}, {"currency": "JPY"}], ids=["reference", "amount", "currency"]
)
def test_news_that_do_not_fit_are_refused(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant, changed: dict[str, object]
) -> None:
    refund = late_refund(sandbox, merchant, now)
    work_off_refunds(now)
    with pytest.raises(DomainError) as refusal:
        hear_of_refund(news(refund, Progress.DONE, **changed), gateway="sandbox", now=now)
    assert refusal.value.code == ("refund_unknown" if "reference" in changed else "refund_differs")
    assert journal(refund) == [BACK]


def test_a_provider_that_says_two_things_is_not_believed_twice(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    refund = late_refund(sandbox, merchant, now)
    with pytest.raises(DomainError) as early:
        hear_of_refund(news(refund, Progress.DONE), gateway="sandbox", now=now)
    work_off_refunds(now)
    hear_of_refund(news(refund, Progress.PENDING), gateway="sandbox", now=now)
    hear_of_refund(news(refund, Progress.DONE), gateway="sandbox", now=now)
    hear_of_refund(news(refund, Progress.DONE), gateway="sandbox", now=now)
    with pytest.raises(DomainError) as late:
        hear_of_refund(news(refund, Progress.REFUSED), gateway="sandbox", now=now)
    assert [early.value.code, late.value.code] == ["refund_contradiction"] * 2
    assert journal(refund) == [BACK, DONE]


def test_a_charge_in_another_currency_is_refunded_in_it(
    db: None, now: datetime, sandbox: Sandbox, merchant: Merchant
) -> None:
    payment = make.payment(now)
    body = {"reference": payment.reference, "amount_minor": 12_800, "currency": "JPY", "notify_url": merchant.url}
    sandbox.post("/api/charges/", body, key="foreign")
    ring(merchant, now)
    assert work_off_refunds(now) == 1
    ring(merchant, now)
    refund = Refund.objects.select_related("capture").get()
    assert (refund.state, refund.currency) == ("succeeded", "JPY")
    assert journal(refund) == [BACK, DONE]
    assert check_all(now) == []
