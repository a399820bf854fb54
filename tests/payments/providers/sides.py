"""The provider's side of the contract, one class a provider: it does what a buyer or a bank would do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Protocol

from pytest_django import Settings

from escrow.bank.actions.book_arrival import book_arrival, match_arrival
from escrow.bank.actions.end_transfer import refuse_transfer, tick_off_transfer
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.lines import Line
from escrow.bank.models import Transfer
from escrow.payments.models import ProviderEvent
from escrow.payments.providers.protocol import Event, Gateway
from tests.payments.deciding import ONE, TWO
from tests.sandbox.running import Heard, Merchant, Sandbox

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
GOOD, REFUSED_BY_BANK, SILENT = "6222000000001234", "6222000000000001", "6222000000000003"


class Provider(Protocol):
    """The provider's side of a test."""

    def charge(self, reference: str, amount: int, currency: str) -> None: ...
    def reject_next_refund(self) -> None: ...
    def carry_out(self) -> None:
        """Let what was sent come to its end; a provider that works by itself needs no push."""

    def return_payout(self, reference: str) -> None: ...
    def dispute(self, charge: str) -> None:
        """Let the payer's bank take all of a charge back, by the provider's name for it."""

    def decide(self, chargeback: str, outcome: str) -> None:
        """Say who was right, "won" or "lost" from our side."""

    def next_event(self) -> Event:
        """The next webhook, its signature checked; or what stands for one."""

    def forged(self) -> Heard:
        """What somebody else sends to the door of this provider."""

    def go_away(self) -> None: ...


@dataclass
class SandboxSide:
    """The sandbox's buttons and switches."""

    gateway: Gateway
    sandbox: Sandbox
    merchant: Merchant
    settings: Settings

    def charge(self, reference: str, amount: int, currency: str) -> None:
        body = {"reference": reference, "amount_minor": amount, "currency": currency, "notify_url": self.merchant.url}
        assert self.sandbox.post("/api/charges/", body, key=f"charge-{reference}").status == 201

    def reject_next_refund(self) -> None:
        self.sandbox.control(reject_next_refund=True)

    def carry_out(self) -> None:
        """It works by itself."""

    def return_payout(self, reference: str) -> None:
        self.sandbox.control(return_payout=reference)

    def dispute(self, charge: str) -> None:
        self.sandbox.control(open_chargeback=charge)

    def decide(self, chargeback: str, outcome: str) -> None:
        self.sandbox.control(**{{"won": "win_chargeback", "lost": "lose_chargeback"}[outcome]: chargeback})

    def next_event(self) -> Event:
        heard = self.merchant.next()
        return self.gateway.verify(heard.headers, heard.body)

    def forged(self) -> Heard:
        self.charge("P9", 12_800, "CNY")
        heard = self.merchant.next()
        return Heard(heard.headers, heard.body.replace(b"12800", b"12801"))

    def go_away(self) -> None:
        self.settings.SANDBOX_URL = "http://127.0.0.1:1"


@dataclass
class BankSide:
    """Two operators and their bank: one enters and carries out, the other looks again."""

    settings: Settings
    rejecting: bool = False
    heard: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def charge(self, reference: str, amount: int, currency: str) -> None:
        self._arrive(Line(text="tea", payer="Li Wei", number=GOOD, **self._some(amount, currency)), claimed=reference)

    def _some(self, amount: int, currency: str) -> dict[str, Any]:
        return {
            "value_on": NOW.date(),
            "amount": amount,
            "currency": currency,
            "bank_reference": f"N{next(self.numbers)}",
        }

    def _arrive(self, line: Line, *, claimed: str = "", came_back: Transfer | None = None) -> None:
        entered = enter_arrival(line, claimed=claimed, operator_id=ONE, now=NOW)
        if came_back is not None:
            match_arrival(entered.pk, transfer_id=came_back.pk, operator_id=ONE, now=NOW)
        sent = came_back.reference if came_back else ""
        book_arrival(entered.pk, claimed=claimed, transfer=sent, operator_id=TWO, now=NOW)

    def reject_next_refund(self) -> None:
        self.rejecting = True

    def carry_out(self) -> None:
        for transfer in Transfer.objects.filter(state="listed").order_by("pk"):
            refuses = transfer.number == REFUSED_BY_BANK or (transfer.kind == "refund" and self.rejecting)
            if refuses:
                refuse_transfer(transfer.pk, problem="The account is closed.", operator_id=TWO, now=NOW)
            else:
                tick_off_transfer(transfer.pk, bank_reference=f"T{transfer.pk}", operator_id=ONE, now=NOW)
            self.rejecting = self.rejecting and transfer.kind != "refund"

    def return_payout(self, reference: str) -> None:
        sent = Transfer.objects.get(reference=reference)
        self._arrive(Line(text="account closed", **self._some(sent.amount, sent.currency)), came_back=sent)

    def dispute(self, charge: str) -> None:
        """No bank does that with a transfer."""
        raise AssertionError(charge)

    def decide(self, chargeback: str, outcome: str) -> None:
        raise AssertionError(chargeback)

    def next_event(self) -> Event:
        kept = ProviderEvent.objects.filter(source="bank_transfer").order_by("pk")[self.heard]
        self.heard += 1
        return Event(kept.event_id, kept.type, kept.body)

    def forged(self) -> Heard:
        return Heard({"webhook-id": "evt_1"}, b'{"type": "arrival.booked", "arrival": 1}')

    def go_away(self) -> None:
        self.settings.BANK_NUMBER = ""
