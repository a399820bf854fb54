"""Every failpoint of the registry has a scenario in which a forked child is killed there with -9."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import failpoints
from core.errors import DomainError
from escrow.invariants import check_all
from escrow.ledger.models import JournalEntry
from escrow.payments.actions.ask import ask_again
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.work_off_events import work_off_events
from tests.bank import test_crashes as of_bank
from tests.catalog import test_deposit_crashes as of_deposits
from tests.chargebacks import test_crashes as of_chargebacks
from tests.claims import test_crashes as of_claims
from tests.conftest import CommittedDatabase
from tests.conversations import test_crashes as of_conversations
from tests.coupons import test_crashes as of_coupons
from tests.crashes import scenarios
from tests.escrow import test_crashes as of_books
from tests.killing import killed_at
from tests.orders import test_crashes as of_orders
from tests.payments import test_crashes as of_payments
from tests.payments.provider_side import report
from tests.reviews import test_crashes as of_reviews
from tests.sandbox.running import Sandbox, wait_until
from tests.suspensions import test_crashes as of_suspensions

PLACES = ("between", "before", "after")
Case = tuple[Callable[[datetime], scenarios.Act], tuple[str, ...], list[str]]


def _money(act: str) -> tuple[str, ...]:
    return tuple(f"{act}.{place}" for place in PLACES)


RETURNED = ["capture", "capture"]
FUNDED = ["capture", "hold"]
EARNED = ["capture", "hold", "hold"]

#: name -> what prepares it and answers the act, where it is killed, and the kinds of entries in the journal in the end,
#: when the act was done again and the sweeps have run.
CASES: dict[str, Case] = {
    "record_capture": (scenarios.record, _money("record_capture"), ["capture"]),
    "finish_refund": (scenarios.finish_back, _money("finish_refund"), [*RETURNED, "refund"]),
    "reject_refund": (scenarios.reject_back, _money("reject_refund"), RETURNED),
    "return_refund": (scenarios.come_back, _money("return_refund"), [*RETURNED, "refund", "refund"]),
    "send_refund": (scenarios.send_back, ("send_refund.marked", "send_refund.asked"), [*RETURNED, "refund"]),
    "retry_refund": (scenarios.retry, _money("retry_refund"), RETURNED),
    "refund_to_bank": (scenarios.to_bank, _money("refund_to_bank"), [*RETURNED, "refund", "payout"]),
    "match_suspense": (scenarios.match, _money("match_suspense"), ["capture", "suspense"]),
    "return_suspense": (scenarios.send_stray_back, _money("return_suspense"), ["capture", "suspense"]),
    "request_payout": (scenarios.ask_payout, _money("request_payout"), [*EARNED, "payout", "payout"]),
    "record_chargeback": (scenarios.dispute, _money("record_chargeback"), [*FUNDED, "chargeback"]),
    "win_chargeback": (scenarios.win, _money("win_chargeback"), [*FUNDED, "chargeback", "chargeback"]),
    "lose_chargeback": (scenarios.lose, _money("lose_chargeback"), [*FUNDED, "chargeback"]),
    "end_chargeback": (scenarios.end_dispute, _money("end_chargeback"), [*FUNDED, "chargeback", "chargeback"]),
    "refuse_payout": (scenarios.refuse_out, _money("refuse_payout"), [*EARNED, "payout", "payout"]),
    "send_payout": (
        scenarios.send_out,
        ("send_payout.marked", "send_payout.asked"),
        [*EARNED, "payout", "payout"],
    ),
    "finish_payout": (scenarios.finish_out, _money("finish_payout"), [*EARNED, "payout", "payout"]),
    "return_payout": (scenarios.return_out, _money("return_payout"), [*EARNED, "payout", "payout"]),
    "keep": (scenarios.hear, ("event.kept",), ["capture"]),
    "work_off_events": (scenarios.work_off, ("event.handled",), ["capture"]),
    "a task": (scenarios.one_task, ("tasks.between_sweeps",), ["capture"]),
}


#: Minutes after the kill at which the sweeps run: what was sent and not answered is asked about again later.
ROUNDS = (2, 10, 40)


def _sweep(now: datetime) -> None:
    """What the worker does about providers: leases have run out, what was not answered is asked."""
    for sweep in (work_off_events, work_off_refunds, work_off_payouts, ask_again):
        sweep(now)


def _provider_is_done(sandbox: Sandbox) -> bool:
    return all(state != "pending" for kind in ("refunds", "payouts") for _name, _sum, state in report(sandbox, kind))


@pytest.mark.parametrize(
    ("name", "point"),
    [(name, point) for name, (_prepare, points, _end) in CASES.items() for point in points],
)
def test_killed_and_swept_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, sandbox: Sandbox, name: str, point: str
) -> None:
    prepare, _points, end = CASES[name]
    act = prepare(now)
    killed_at(point, act)
    assert check_all(now) == []
    for minutes in ROUNDS:
        with suppress(DomainError):
            act()
        _sweep(now + timedelta(minutes=minutes))
        wait_until(partial(_provider_is_done, sandbox))
    keys = JournalEntry.objects.order_by("at", "pk").values_list("key", flat=True)  # ids come from blocks
    assert (name, [key.split(":")[0] for key in keys]) == (name, end)
    assert check_all(now) == []


def test_every_failpoint_has_its_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    books = {f"{action}.{place}" for action in of_books.ACTIONS for place in of_books.PLACES}
    orders = {point for _prepare, points, _look, _end in of_orders.CASES.values() for point in points}
    claims = {point for _prepare, points, _end in of_claims.CASES.values() for point in points}
    chargebacks = {point for _prepare, points, _end in of_chargebacks.CASES.values() for point in points}
    reviews = {point for _prepare, points, _end in of_reviews.CASES.values() for point in points}
    suspensions = {point for _prepare, points, _end in of_suspensions.CASES.values() for point in points}
    talk = {f"conversations.{act}.{place}" for act in of_conversations.CASES for place in of_conversations.PLACES}
    bank = {point for _prepare, points, _end in of_bank.CASES.values() for point in points}
    coupons = {f"coupons.{act}.{place}" for act in of_coupons.CASES for place in of_coupons.PLACES}
    deposits = {f"{act}.{place}" for act in of_deposits.CASES for place in of_deposits.PLACES}
    payouts = {f"payouts.{act}.{place}" for act in of_payments.ACTS for place in of_payments.PLACES}
    webhooks = {"webhook.sent"}  # tests/webhooks/test_at_once.py
    ours = {point for _prepare, points, _end in CASES.values() for point in points}
    registered = {name for name in failpoints.names() if not name.startswith("tests:")}
    theirs = books | orders | coupons | deposits | claims | chargebacks | reviews | suspensions
    theirs |= talk | bank | payouts | webhooks
    assert theirs | ours == registered
    with capsys.disabled():
        print(f"\n{len(registered)} failpoints, each with a kill -9")
