from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from core.actor import SYSTEM
from core.clock import now as site_time
from escrow.payments import gateways, reconcile
from escrow.payments.actions.catch_up import catch_up
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Capture, Payout, Refund
from escrow.payments.providers.protocol import Report
from tests.escrow.journals import lines
from tests.make import escrow as make
from tests.payments.provider_side import account, charged, earned, late_refund, ring
from tests.sandbox.running import Merchant, Sandbox

LONG_AGO = timedelta(days=400)


def both_lists(sandbox: Sandbox, merchant: Merchant, now: datetime) -> Report:
    """A refund and a payout that arrived, as the sandbox lists them."""
    late_refund(sandbox, merchant, now)
    work_off_refunds(now)
    ring(merchant, now)
    earned(now)
    Capture.objects.filter(verdict="good").update(captured_at=now - LONG_AGO)  # of no provider that could be asked
    account(now)
    request_payout(book_id=make.BOOK, amount=12_500, currency="CNY", now=now, actor=SYSTEM)
    work_off_payouts(now)
    ring(merchant, now)
    return gateways.get("sandbox").report(now - timedelta(days=300))


def differ(report: Report, now: datetime) -> list[str]:
    return reconcile.differences("sandbox", report, since=now - timedelta(days=300), now=now)


def test_books_and_provider_agree(db: None, sandbox: Sandbox, merchant: Merchant) -> None:
    now = site_time()
    report = both_lists(sandbox, merchant, now)
    assert (len(report.charges), len(report.refunds), len(report.payouts)) == (1, 1, 1)
    assert differ(report, now) == []
    assert reconcile.check_all(now) == []


def test_every_kind_of_difference_is_named(db: None, sandbox: Sandbox, merchant: Merchant) -> None:
    now = site_time()
    report = both_lists(sandbox, merchant, now)
    capture, refund, payout = Capture.objects.get(verdict="late"), Refund.objects.get(), Payout.objects.get()
    (charge,), (back,), (out,) = report.charges, report.refunds, report.payouts
    stray = replace(charge, reference="ch-x", captured_at=now - timedelta(hours=3))
    assert differ(replace(report, charges=(charge, stray)), now) == ["charge ch-x of sandbox is not recorded"]
    assert differ(replace(report, charges=(replace(charge, amount=1),)), now) == [
        f"capture {capture.pk}: 12800 CNY, 1 CNY there"
    ]
    assert differ(replace(report, refunds=(back, replace(back, reference="R1"))), now) == [
        "refund R1 of sandbox was never asked for"
    ]
    assert differ(replace(report, refunds=(replace(back, amount=1),)), now) == [
        f"refund {refund.pk}: 12800 CNY, 1 CNY there"
    ]
    assert differ(replace(report, payouts=(out, replace(out, reference="O1"))), now) == [
        "payout O1 of sandbox was never asked for"
    ]
    assert differ(replace(report, payouts=(replace(out, currency="JPY"),)), now) == [
        f"payout {payout.pk}: 12500 CNY, 12500 JPY there"
    ]
    assert differ(Report((), (), ()), now) == [
        f"capture {capture.pk} is not known to sandbox",
        f"refund {refund.pk} is not known to sandbox",
        f"payout {payout.pk} is not known to sandbox",
    ]
    Refund.objects.update(state="rejected")
    Payout.objects.update(state="returned")
    assert differ(report, now) == [
        f"refund {refund.pk} is rejected, done there",
        f"payout {payout.pk} is returned, done there",
    ]
    assert [broken.name for broken in reconcile.check_all(now)] == list(reconcile.NAMES)


def test_a_provider_whose_clock_is_hours_behind_differs_in_nothing(
    db: None, sandbox: Sandbox, merchant: Merchant
) -> None:
    now = site_time()
    both_lists(sandbox, merchant, now)
    for rows in (Refund.objects.all(), Payout.objects.all()):
        rows.update(opened_at=now + timedelta(hours=7))
    assert reconcile.check_all(now + reconcile.WINDOW + timedelta(hours=1)) == []


@dataclass
class TellsLate:
    """A provider whose first list was made before the last things happened."""

    lists: Iterator[Report]

    def report(self, _since: datetime) -> Report:
        return next(self.lists)


def test_what_moves_between_their_list_and_our_rows_is_no_difference(
    db: None, sandbox: Sandbox, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = site_time()
    whole, nothing = both_lists(sandbox, merchant, now), Report((), (), ())
    provider = TellsLate(iter((nothing, whole, nothing, nothing)))
    monkeypatch.setattr(gateways, "get", lambda _name: provider)
    assert reconcile.check_all(now) == []
    (broken,) = reconcile.check_all(now)
    assert len(broken.details) == 3


def test_a_provider_that_does_not_answer_breaks_nothing(
    db: None, sandbox: Sandbox, settings: Settings, now: datetime
) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    assert reconcile.check_all(now) == []
    assert catch_up(now) == 0


def test_a_second_charge_whose_webhook_was_lost_is_found_in_the_report_and_goes_back(
    db: None, sandbox: Sandbox, merchant: Merchant
) -> None:
    now = site_time()
    payment = make.payment(now)
    charged(sandbox, merchant, payment)
    ring(merchant, now)
    sandbox.control(webhooks="lose")
    charged(sandbox, merchant, payment, 12_801)
    assert reconcile.check_all(now) == []
    (broken,) = reconcile.check_all(now + timedelta(hours=3))
    assert [detail.endswith("of sandbox is not recorded") for detail in broken.details] == [True]
    assert catch_up(now) == 1
    assert sorted(Capture.objects.values_list("verdict", flat=True)) == ["good", "second"]
    assert reconcile.check_all(now + timedelta(hours=3)) == []
    assert catch_up(now) == 0
    assert len(lines()) == 3


def test_what_is_known_is_looked_up_in_one_statement_for_each_kind(
    db: None, sandbox: Sandbox, merchant: Merchant
) -> None:
    now = site_time()
    known = both_lists(sandbox, merchant, now)
    assert [len(rows) > 0 for rows in (known.charges, known.refunds, known.payouts)] == [True, True, True]
    with CaptureQueriesContext(connection) as asked:
        assert catch_up(now) == 0
    assert len([query for query in asked.captured_queries if query["sql"].startswith("SELECT")]) == 3


def test_a_payout_that_came_back_unheard_is_found_in_the_report(db: None, sandbox: Sandbox, merchant: Merchant) -> None:
    now = site_time()
    both_lists(sandbox, merchant, now)
    payout = Payout.objects.get()
    sandbox.control(webhooks="lose", return_payout=payout.reference)
    catch_up(now)
    payout.refresh_from_db()
    assert payout.state == "returned"


def test_a_row_that_is_refused_does_not_stop_the_others(db: None, sandbox: Sandbox, merchant: Merchant) -> None:
    now = site_time()
    both_lists(sandbox, merchant, now)
    Refund.objects.update(amount=5)
    payout = Payout.objects.get()
    sandbox.control(webhooks="lose", return_payout=payout.reference)
    assert catch_up(now) == 2
    payout.refresh_from_db()
    assert payout.state == "returned"
