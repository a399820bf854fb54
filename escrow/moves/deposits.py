"""A shop's deposit is paid in like an order; it goes back as any payout does (outgoing.py)."""

from datetime import datetime

from core.actor import Actor
from core.effects import Effects, Message
from escrow.move import Change, Line, Move, NewRow, entry
from escrow.moves import accounts, traces
from escrow.moves.holds import settled_payment
from escrow.payments.models import Capture, Payment


def deposit_in(payment: Payment, capture: Capture, *, allocation_id: int, now: datetime, actor: Actor) -> Move:
    """A good capture of a deposit's payment belongs to the shop's deposit as a whole.

    18: payment -> deposit 50,000
    """
    book_id, currency, amount = payment.book_id, capture.currency, capture.amount
    row = {"id": allocation_id, "book_id": book_id, "capture_id": capture.pk, "hold_id": None, "amount": amount}
    line = Line(accounts.payment(payment.pk, currency), accounts.deposit(book_id, currency), amount)
    content = {"book": book_id, "payment": payment.pk, "amount": amount}
    return Move(
        changes=(
            *settled_payment(payment, capture, amount, now),
            Change(capture, {"allotted": capture.allotted + amount}),
        ),
        rows=(NewRow("new_allocation", row),),
        entries=(entry(book_id, f"deposit:{capture.pk}", line),),
        effects=Effects(messages=(Message(book_id, f"deposit.paid:{capture.pk}", "deposit.paid", content),))
        + traces.audited(traces.of_book(book_id), "pay_deposit", actor, amount=amount, payment=payment.pk),
    )
