"""Payments, captures and what goes out, as rows. What they are checked against moves through the site's own actions."""

from datetime import datetime, timedelta

from core import ids
from escrow.payments.models import Capture, Chargeback, Payment, Payout, PayoutAccount, Refund

#: Nobody: rows of the money path name people without a foreign key in the database.
SOMEBODY = 7


def payment(now: datetime, *, amount: int = 12_800, currency: str = "CNY", purpose: str = "checkout") -> Payment:
    """A payment that waits for 24 hours."""
    row_id = ids.new_id()
    return Payment.objects.create(
        id=row_id,
        reference=f"P{row_id}",
        purpose=purpose,
        payer_id=SOMEBODY,
        gateway="sandbox",
        currency=currency,
        amount=amount,
        opened_at=now,
        expires_at=now + timedelta(hours=24),
    )


def unsaved_refund(reference: str, charge: str, amount: int, now: datetime) -> Refund:
    """A refund as a gateway sees it; not stored."""
    capture = Capture(id=1, gateway="sandbox", reference=charge, currency="CNY", amount=amount, captured_at=now)
    return Refund(id=2, book_id=0, capture=capture, reference=reference, currency="CNY", amount=amount, opened_at=now)


def unsaved_payout(reference: str, number: str, amount: int, now: datetime) -> Payout:
    """A payout as a gateway sees it; not stored."""
    account = PayoutAccount(id=3, book_id=1, bank="ABC", holder="Li Wei", number=number, opened_at=now)
    return Payout(
        id=4,
        book_id=1,
        account=account,
        gateway="sandbox",
        reference=reference,
        currency="CNY",
        amount=amount,
        opened_at=now,
    )


def unsaved_chargeback(reference: str, charge: str, amount: int, now: datetime) -> Chargeback:
    """A dispute as a gateway sees it; not stored."""
    capture = Capture(id=1, gateway="sandbox", reference=charge, currency="CNY", amount=amount, captured_at=now)
    return Chargeback(
        id=5, capture=capture, reference=reference, currency="CNY", amount=amount, evidence_due_at=now, opened_at=now
    )
