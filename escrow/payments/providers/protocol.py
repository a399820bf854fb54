"""What the site asks of a payment provider. One file beside this one speaks to one provider (docs/add-a-provider.md).

No method is called inside a database transaction, except `cashier_url` and `verify`, which ask nobody. Every sending
carries our own reference as the provider's idempotency key: sent twice, it happens once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django.utils.functional import Promise

from escrow.payments.models import Chargeback, Payment, Payout, Refund


class GatewayError(Exception):
    """The provider could not be asked, or answered what nobody understands. Nothing is known: ask again later."""


class EvidenceRefused(Exception):
    """The provider takes in nothing more about a chargeback; its words are the reason."""


class BadSignature(Exception):
    """A webhook that its provider did not sign, or signed too long ago."""


class Progress(StrEnum):
    """How far money on its way out has come, in the provider's eyes."""

    PENDING = "pending"
    DONE = "done"
    #: The provider will not do it; the money never left (a refund rejected, a payout refused).
    REFUSED = "refused"
    #: It had gone, and came back (a bank may do that days after "done").
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Charge:
    """Money a provider took for us: its own `reference`, and the one of ours that it was `claimed` for."""

    reference: str
    claimed: str
    amount: int
    currency: str
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class Declined:
    """The payer's bank said no, and nothing was charged. `claimed` is the reference of our payment."""

    claimed: str
    declined_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a refund or payout stands, and why it went wrong, in the provider's words."""

    progress: Progress
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RefundNews:
    """A provider tells about the refund it knows by `reference` (`Refund.sent_as`)."""

    reference: str
    amount: int
    currency: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class PayoutNews:
    """A provider tells about the payout it knows by `reference`."""

    reference: str
    amount: int
    currency: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class ChargebackNews:
    """A payer's bank disputes the charge the provider knows as `charge`: `amount` of it and `fee` on top are gone.

    `outcome` says who was right, "won" or "lost" from our side; it is empty while that is open.
    """

    reference: str
    charge: str
    amount: int
    currency: str
    fee: int
    reason: str
    evidence_due_at: datetime
    outcome: str = ""


News = Charge | Declined | RefundNews | PayoutNews | ChargebackNews


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook whose signature was good. `id` is the provider's and the same when it is sent again."""

    id: str
    type: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """The provider's own list of what happened since a moment: for reconciliation, and to catch up on lost webhooks."""

    charges: tuple[Charge, ...]
    refunds: tuple[RefundNews, ...]
    payouts: tuple[PayoutNews, ...]
    chargebacks: tuple[ChargebackNews, ...] = ()


class Gateway(Protocol):
    """One provider. Every method that asks raises `GatewayError` when it gets no clear answer."""

    name: str
    #: What people call it where they choose how to pay.
    title: Promise
    #: Seconds the provider may hold money for us before it must be released or returned.
    hold_cap: int

    def is_set_up(self) -> bool:
        """Whether the host has said all that this provider needs; until then the site does not talk to it."""

    def cashier_url(self, payment: Payment, *, description: str, return_url: str, language: str) -> str:
        """The address that shows the buyer the provider's cashier; made here, valid until the payment expires."""

    def charges(self, reference: str) -> list[Charge]:
        """Every charge made under the reference of a payment."""

    def refund(self, refund: Refund) -> Answer:
        """Send a refund."""

    def refund_state(self, reference: str) -> Answer | None:
        """Where a refund stands; None when the provider has never heard of it."""

    def payout(self, payout: Payout) -> Answer:
        """Send a payout."""

    def payout_state(self, reference: str) -> Answer | None:
        """Where a payout stands; None when the provider has never heard of it."""

    def send_evidence(self, chargeback: Chargeback, evidence: Mapping[str, Any]) -> None:
        """Show the provider why a charge was right. Sent twice, it counts once. Raises `EvidenceRefused`."""

    def report(self, since: datetime) -> Report:
        """What was charged, refunded, paid out or disputed, or changed, since then."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> Event:
        """Check a webhook by real time and its raw bytes. Raises `BadSignature`."""

    def read(self, event: Event) -> News | None:
        """What an event says; None when it says nothing that we act on. Raises `GatewayError` when it cannot be
        read.
        """
