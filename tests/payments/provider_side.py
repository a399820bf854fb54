"""The provider's side of a test: charges made there, webhooks brought to the site, answers that are lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.actor import SYSTEM
from escrow.actions.release import release_hold
from escrow.payments import events, gateways
from escrow.payments.actions.close_payment import close_payment
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Payment, Payout, PayoutAccount, Refund
from escrow.payments.providers.protocol import Answer, Event, Gateway, GatewayError, Progress
from tests.make import escrow as make
from tests.sandbox.running import Merchant, Sandbox


def charged(sandbox: Sandbox, merchant: Merchant, payment: Payment, amount: int | None = None) -> None:
    """Charge `payment` at the sandbox and hear of it."""
    body = {
        "reference": payment.reference,
        "amount_minor": amount or payment.amount,
        "currency": payment.currency,
        "notify_url": merchant.url,
    }
    answer = sandbox.post("/api/charges/", body, key=f"charge-{payment.reference}-{amount}")
    assert answer.status == 201, answer.text


def ring(merchant: Merchant, now: datetime) -> Event:
    """Bring the next webhook to the site and work it off."""
    heard = merchant.next()
    event = gateways.get("sandbox").verify(heard.headers, heard.body)
    events.keep("sandbox", event, now=now)
    assert work_off_events(now) == 1
    return event


def late_refund(sandbox: Sandbox, merchant: Merchant, now: datetime) -> Refund:
    """128.00 that came too late, to be sent back to the charge they came from."""
    payment = make.payment(now)
    close_payment(payment.pk, now=now, actor=SYSTEM)
    charged(sandbox, merchant, payment)
    ring(merchant, now)
    return Refund.objects.select_related("capture").get()


def rejected(sandbox: Sandbox, merchant: Merchant, now: datetime) -> Refund:
    refund = late_refund(sandbox, merchant, now)
    sandbox.control(reject_next_refund=True)
    work_off_refunds(now)
    ring(merchant, now)
    refund.refresh_from_db()
    assert refund.state == "rejected"
    return refund


def earned(now: datetime) -> int:
    """A shop with 125.00 of its own; answers its book."""
    release_hold(make.hold(now).pk, now=now, actor=SYSTEM)
    return make.BOOK


def account(now: datetime, number: str = "6222 0000 1234", book_id: int = make.BOOK) -> PayoutAccount:
    return set_payout_account(
        book_id=book_id, owner_id=9, bank="ABC", holder="Li Wei", number=number, now=now, actor=SYSTEM
    )


def report(sandbox: Sandbox, kind: str) -> list[tuple[object, object, object]]:
    """(reference, amount, state) of the sandbox's refunds or payouts, in order of reference."""
    rows = sandbox.get("/api/report/").json[kind]
    assert isinstance(rows, list)
    return sorted((row["reference"], row["amount_minor"], row["state"]) for row in rows)


@dataclass
class LosesAnswers:
    """A gateway that does what it is asked, while the answer never comes."""

    inner: Gateway
    name: str = "sandbox"
    hold_cap: int = 0

    def refund(self, refund: Refund) -> Answer:
        self.inner.refund(refund)
        raise GatewayError("timed out")

    def payout(self, payout: Payout) -> Answer:
        self.inner.payout(payout)
        raise GatewayError("timed out")


@dataclass
class AnswersLate:
    """A gateway that refuses every refund, and whose answer arrives only when `meanwhile` has happened."""

    meanwhile: Callable[[], object]
    name: str = "sandbox"
    hold_cap: int = 0

    def refund(self, refund: Refund) -> Answer:
        return self.refund_state(refund.sent_as)

    def refund_state(self, reference: str) -> Answer:
        self.meanwhile()
        return Answer(Progress.REFUSED, "the first card is closed")
