"""Holds in every state, opened and moved by the same actions the site calls."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from core.actor import PROVIDER, SYSTEM
from core.effects import Effects
from core.ids import new_id
from escrow import commit
from escrow.actions.capital import pay_in_capital
from escrow.actions.fund import fund_hold
from escrow.actions.open import new_hold, open_payment, open_with_holds
from escrow.models import Hold
from escrow.move import Line, Move, NewRow, entry
from escrow.moves import accounts, opening
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.models import Capture, Payment
from escrow.payments.states import Verdict
from escrow.terms import Terms

BOOK = 7
#: Nobody who is made has this id: an operator of a test is never by chance the one who paid.
PAYER = 9_000_041

#: Goods 8,000 + 4,000, shipping 800; rate 2.5 %. With a platform discount of 1,000: P. With tax 1,200: TAXED.
PLAIN = Terms(currency="CNY", amount=12_800, fee_base=12_000, fee_rate=250)
P = replace(PLAIN, discount=1_000)
TAXED = replace(PLAIN, amount=14_000, tax=1_200)


def payment(now: datetime, amount: int = 12_800, currency: str = "CNY", payer_id: int = PAYER) -> Payment:
    """A payment somebody means to make at the sandbox."""
    return open_payment(
        payer_id=payer_id,
        purpose="checkout",
        gateway="sandbox",
        currency=currency,
        amount=amount,
        expires_at=now + timedelta(days=1),
        now=now,
    )


def capture(of: Payment, now: datetime) -> Capture:
    """The provider has taken exactly what was asked. provider -> payment."""
    captured = Capture(
        id=new_id(),
        payment=of,
        gateway=of.gateway,
        reference=f"ch-{of.id}",
        claimed_reference=of.reference,
        currency=of.currency,
        amount=of.amount,
        verdict=Verdict.GOOD,
        captured_at=now,
        recorded_at=now,
    )
    row = {name: getattr(captured, name) for name in _CAPTURE}
    fact = entry(
        0,
        f"capture:{of.gateway}:{captured.reference}",
        Line(accounts.provider(of.gateway, of.currency), accounts.payment(of.id, of.currency), of.amount),
    )
    commit.send([Move(rows=(NewRow("new_capture", row),), entries=(fact,))], now=now)
    return captured


def unknown_capture(now: datetime, reference: str = "from-nobody") -> Capture:
    """128.00 from nobody we know, in suspense."""
    return record_capture(
        gateway="sandbox",
        reference=reference,
        claimed_reference="nobody",
        amount=12_800,
        currency="CNY",
        captured_at=now,
        now=now,
    )


_CAPTURE = (
    "id",
    "payment_id",
    "gateway",
    "reference",
    "claimed_reference",
    "currency",
    "amount",
    "allotted",
    "returned",
    "verdict",
    "captured_at",
)


def unpaid_hold(now: datetime, terms: Terms = PLAIN, book_id: int = BOOK, of: Payment | None = None) -> Hold:
    """A hold that awaits its payment (`of`, or one of its own)."""
    with transaction.atomic():
        if terms.discount:
            capital(now, terms.discount, terms.currency)
        paid_by = of or payment(now, terms.from_buyer, terms.currency)
        opened = new_hold(book_id=book_id, payment=paid_by, terms=terms, now=now)
        commit.send([opening.hold(opened, actor=SYSTEM)], now=now)
        return opened


def promised_hold(now: datetime, terms: Terms = P) -> Hold:
    """A hold that awaits its payment, opened together with it as placing does, if cover bears what the host adds."""
    paid_by = Payment(
        id=new_id(),
        reference=f"T-{new_id()}",
        purpose="checkout",
        payer_id=PAYER,
        gateway="sandbox",
        currency=terms.currency,
        amount=terms.from_buyer,
        opened_at=now,
        expires_at=now + timedelta(days=1),
    )
    opened = new_hold(book_id=BOOK, payment=paid_by, terms=terms, now=now)
    open_with_holds(paid_by, [opened], now=now, actor=SYSTEM)
    return opened


def hold(now: datetime, terms: Terms = PLAIN, book_id: int = BOOK, effects: Effects = Effects()) -> Hold:
    """A hold with its money in it."""
    opened = unpaid_hold(now, terms, book_id)
    captured = capture(opened.payment, now)
    return fund_hold(opened.id, capture_id=captured.id, now=now, actor=PROVIDER, effects=effects)


def capital(now: datetime, amount: int, currency: str = "CNY") -> None:
    """The host's own money, so that promotions are covered."""
    pay_in_capital(
        amount=amount, currency=currency, gateway="sandbox", reference=f"t-{new_id()}", now=now, actor=SYSTEM
    )
