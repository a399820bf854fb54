"""What every gateway must keep, whoever the provider is: each test runs once for each of them.

A new provider gets its side in `sides.py` and its name in `PROVIDERS`. See docs/add-a-provider.md.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from pytest_django import Settings

from escrow.payments import gateways
from escrow.payments.providers.protocol import (
    BadSignature,
    ChargebackNews,
    EvidenceRefused,
    Gateway,
    GatewayError,
    PayoutNews,
    Progress,
    RefundNews,
)
from tests import make
from tests.payments.providers.sides import GOOD, NOW, REFUSED_BY_BANK, SILENT, BankSide, Provider, SandboxSide
from tests.sandbox.running import wait_until

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PROVIDERS = ("sandbox", "bank_transfer")
#: Those whose payers' banks may dispute a charge.
DISPUTED = ("sandbox",)
UNDISPUTED = tuple(name for name in PROVIDERS if name not in DISPUTED)
WORDS = {"statement": "It was delivered."}


@pytest.fixture(params=PROVIDERS)
def gateway(request: pytest.FixtureRequest, settings: Settings) -> Gateway:
    """Each provider in turn, set up."""
    if request.param == "sandbox":
        request.getfixturevalue("sandbox")
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = (
        "Danbao Ltd",
        "Farmers’ Bank",
        "6222 0200 0000 0009",
    )
    return gateways.get(request.param)


@pytest.fixture
def provider(request: pytest.FixtureRequest, gateway: Gateway, settings: Settings) -> Provider:
    """Whoever stands on the other side of it."""
    if gateway.name == "bank_transfer":
        return BankSide(settings)
    side = partial(SandboxSide, gateway, request.getfixturevalue("sandbox"), request.getfixturevalue("merchant"))
    return side(settings)


@pytest.mark.django_db
class TestGatewayContract:
    """Every provider keeps it."""

    def test_a_charge_is_found_by_our_reference(self, gateway: Gateway, provider: Provider) -> None:
        assert gateway.charges("P1") == []
        provider.charge("P1", 12_800, "CNY")
        provider.charge("P2", 1, "CNY")
        (found,) = gateway.charges("P1")
        assert (found.claimed, found.amount, found.currency) == ("P1", 12_800, "CNY")
        assert found.captured_at.tzinfo is not None

    def test_a_charge_rings_with_what_the_query_says(self, gateway: Gateway, provider: Provider) -> None:
        provider.charge("P1", 12_800, "CNY")
        assert gateway.read(provider.next_event()) == gateway.charges("P1")[0]

    def test_what_somebody_else_sends_is_refused(self, gateway: Gateway, provider: Provider) -> None:
        forged = provider.forged()
        with pytest.raises(BadSignature):
            gateway.verify(forged.headers, forged.body)

    def test_a_refund_sent_twice_is_one(self, gateway: Gateway, provider: Provider) -> None:
        refund = make.unsaved_refund("R1", self.charged(gateway, provider), 4_000, NOW)
        assert gateway.refund(refund).progress in {Progress.PENDING, Progress.DONE}
        assert gateway.refund(refund).progress in {Progress.PENDING, Progress.DONE}
        self.until(provider, gateway.refund_state, "R1", Progress.DONE)
        assert self.refunds(gateway) == [("R1", 4_000, "CNY", Progress.DONE)]

    def test_a_refund_nobody_sent_is_unknown(self, gateway: Gateway, provider: Provider) -> None:
        assert gateway.refund_state("R404") is None

    def test_more_than_was_charged_is_refused_in_words(self, gateway: Gateway, provider: Provider) -> None:
        answer = gateway.refund(make.unsaved_refund("R1", self.charged(gateway, provider), 12_801, NOW))
        assert answer.progress == Progress.REFUSED
        assert answer.reason
        assert self.refunds(gateway) == []

    def test_a_rejected_refund_says_why_and_its_retry_is_another_one(
        self, gateway: Gateway, provider: Provider
    ) -> None:
        refund = make.unsaved_refund("R1", self.charged(gateway, provider), 12_800, NOW)
        provider.reject_next_refund()
        gateway.refund(refund)
        self.until(provider, gateway.refund_state, "R1", Progress.REFUSED)
        refund.tries = 1
        gateway.refund(refund)
        self.until(provider, gateway.refund_state, "R1.2", Progress.DONE)
        assert self.refunds(gateway) == [
            ("R1", 12_800, "CNY", Progress.REFUSED),
            ("R1.2", 12_800, "CNY", Progress.DONE),
        ]

    def test_a_refund_rings(self, gateway: Gateway, provider: Provider) -> None:
        charge = self.charged(gateway, provider)
        provider.next_event()
        gateway.refund(make.unsaved_refund("R1", charge, 12_800, NOW))
        provider.carry_out()
        news = gateway.read(provider.next_event())
        assert isinstance(news, RefundNews)
        assert (news.reference, news.amount, news.currency) == ("R1", 12_800, "CNY")
        assert news.answer.progress is Progress.DONE

    def test_a_payout_sent_twice_is_one(self, gateway: Gateway, provider: Provider) -> None:
        payout = make.unsaved_payout("O1", GOOD, 12_500, NOW)
        gateway.payout(payout)
        gateway.payout(payout)
        self.until(provider, gateway.payout_state, "O1", Progress.DONE)
        assert self.payouts(gateway) == [("O1", 12_500, "CNY", Progress.DONE)]

    def test_a_payout_nobody_sent_is_unknown(self, gateway: Gateway, provider: Provider) -> None:
        assert gateway.payout_state("O404") is None

    def test_a_payout_the_bank_refuses_says_why(self, gateway: Gateway, provider: Provider) -> None:
        gateway.payout(make.unsaved_payout("O1", REFUSED_BY_BANK, 12_500, NOW))
        self.until(provider, gateway.payout_state, "O1", Progress.REFUSED)
        answer = gateway.payout_state("O1")
        assert answer is not None
        assert answer.reason

    def test_a_payout_may_come_back_after_it_was_paid(self, gateway: Gateway, provider: Provider) -> None:
        gateway.payout(make.unsaved_payout("O1", GOOD, 12_500, NOW))
        provider.carry_out()
        assert self.rung(gateway, provider) == Progress.DONE
        provider.return_payout("O1")
        assert self.rung(gateway, provider) == Progress.RETURNED
        assert self.progress(gateway.payout_state("O1")) == Progress.RETURNED

    def test_a_payout_nobody_rings_about_can_be_asked_for(self, gateway: Gateway, provider: Provider) -> None:
        gateway.payout(make.unsaved_payout("O1", SILENT, 12_500, NOW))
        self.until(provider, gateway.payout_state, "O1", Progress.DONE)

    def test_the_report_lists_each_thing_since_a_moment(self, gateway: Gateway, provider: Provider) -> None:
        charge = self.charged(gateway, provider)
        gateway.refund(make.unsaved_refund("R1", charge, 800, NOW))
        gateway.payout(make.unsaved_payout("O1", GOOD, 12_000, NOW))
        self.until(provider, gateway.payout_state, "O1", Progress.DONE)
        self.until(provider, gateway.refund_state, "R1", Progress.DONE)
        report = gateway.report(LONG_AGO)
        assert [found.reference for found in report.charges] == [charge]
        assert self.refunds(gateway) == [("R1", 800, "CNY", Progress.DONE)]
        assert self.payouts(gateway) == [("O1", 12_000, "CNY", Progress.DONE)]
        later = gateway.report(report.charges[0].captured_at + timedelta(days=1))
        assert (later.charges, later.refunds, later.payouts) == ((), (), ())

    def test_nobody_is_asked_inside_a_transaction(self, gateway: Gateway, provider: Provider) -> None:
        with transaction.atomic(), pytest.raises(RuntimeError):
            gateway.charges("P1")

    def test_a_provider_that_does_not_answer_leaves_us_not_knowing(self, gateway: Gateway, provider: Provider) -> None:
        refund = make.unsaved_refund("R1", self.charged(gateway, provider), 12_800, NOW)
        provider.go_away()
        with pytest.raises(GatewayError):
            gateway.refund(refund)
        with pytest.raises(GatewayError):
            gateway.refund_state("R1")
        with pytest.raises(GatewayError):
            gateway.charges("P1")

    def charged(self, gateway: Gateway, provider: Provider, reference: str = "P1") -> str:
        """The provider's name of a fresh charge of 128.00 CNY."""
        provider.charge(reference, 12_800, "CNY")
        return gateway.charges(reference)[0].reference

    @staticmethod
    def progress(answer: object) -> Progress | None:
        return getattr(answer, "progress", None)

    def until(self, provider: Provider, ask: Callable[[str], object], reference: str, progress: Progress) -> None:
        """Wait until the provider has come so far with what is called `reference`."""
        provider.carry_out()
        wait_until(lambda: self.progress(ask(reference)) == progress)

    @staticmethod
    def rung(gateway: Gateway, provider: Provider) -> Progress:
        news = gateway.read(provider.next_event())
        assert isinstance(news, PayoutNews)
        return news.answer.progress

    @staticmethod
    def refunds(gateway: Gateway) -> list[tuple[str, int, str, Progress]]:
        found = gateway.report(LONG_AGO).refunds
        return sorted((row.reference, row.amount, row.currency, row.answer.progress) for row in found)

    @staticmethod
    def payouts(gateway: Gateway) -> list[tuple[str, int, str, Progress]]:
        found = gateway.report(LONG_AGO).payouts
        return sorted((row.reference, row.amount, row.currency, row.answer.progress) for row in found)

    @pytest.mark.parametrize("gateway", DISPUTED, indirect=True)
    def test_a_dispute_rings_with_what_the_report_says(self, gateway: Gateway, provider: Provider) -> None:
        charge = self.charged(gateway, provider)
        opened = self.disputed(gateway, provider, charge)
        assert (opened.charge, opened.amount, opened.currency, opened.outcome) == (charge, 12_800, "CNY", "")
        assert (opened.fee >= 0, opened.evidence_due_at.tzinfo is not None) == (True, True)
        assert gateway.report(LONG_AGO).chargebacks == (opened,)
        assert gateway.report(opened.evidence_due_at + timedelta(days=1)).chargebacks == ()

    @pytest.mark.parametrize("outcome", ["won", "lost"])
    @pytest.mark.parametrize("gateway", DISPUTED, indirect=True)
    def test_how_a_dispute_ended_rings_under_its_name(self, gateway: Gateway, provider: Provider, outcome: str) -> None:
        opened = self.disputed(gateway, provider, self.charged(gateway, provider))
        provider.decide(opened.reference, outcome)
        ended = gateway.read(provider.next_event())
        assert ended == replace(opened, outcome=outcome)
        assert gateway.report(LONG_AGO).chargebacks == (ended,)

    @pytest.mark.parametrize("gateway", DISPUTED, indirect=True)
    def test_evidence_sent_twice_is_taken_in_and_not_after_the_end(self, gateway: Gateway, provider: Provider) -> None:
        opened = self.disputed(gateway, provider, self.charged(gateway, provider))
        shown = make.unsaved_chargeback(opened.reference, opened.charge, 12_800, NOW)
        for _time in range(2):
            gateway.send_evidence(shown, WORDS)
        other = self.disputed(gateway, provider, self.charged(gateway, provider, "P2"))
        provider.decide(other.reference, "lost")
        with pytest.raises(EvidenceRefused) as refusal:
            gateway.send_evidence(make.unsaved_chargeback(other.reference, other.charge, 12_800, NOW), WORDS)
        assert str(refusal.value)
        provider.go_away()
        with pytest.raises(GatewayError):
            gateway.send_evidence(shown, WORDS)

    @pytest.mark.parametrize("gateway", UNDISPUTED, indirect=True)
    def test_a_provider_without_disputes_reports_none_and_takes_in_no_evidence(
        self, gateway: Gateway, provider: Provider
    ) -> None:
        charge = self.charged(gateway, provider)
        assert gateway.report(LONG_AGO).chargebacks == ()
        with pytest.raises(EvidenceRefused) as refusal:
            gateway.send_evidence(make.unsaved_chargeback("cb", charge, 12_800, NOW), WORDS)
        assert str(refusal.value)

    def disputed(self, gateway: Gateway, provider: Provider, charge: str) -> ChargebackNews:
        """What was heard when the payer's bank took all of a fresh charge back."""
        provider.next_event()
        provider.dispute(charge)
        news = gateway.read(provider.next_event())
        assert isinstance(news, ChargebackNews)
        return news
