"""A shop's deposit: paid in like an order, lasting like a debt, sent back by a payout."""

from datetime import datetime

from core.actor import Actor
from core.effects import Effects, Message, Subject
from escrow.move import Change, Line, Move, NewRow, Taking, entry
from escrow.moves import accounts, traces
from escrow.moves.holds import settled_payment
from escrow.moves.outgoing import payout_row
from escrow.payments.models import Capture, Payment, PayoutAccount
from escrow.payments.states import Agreement


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


def deposit_out(
    account: PayoutAccount,
    amount: int,
    currency: str,
    *,
    book_id: int,
    gateway: str,
    payout_id: int,
    version: int,
    agreement: Agreement = Agreement.NONE,
    actor: Actor,
) -> Move:
    """The deposit goes to the shop's bank account; `version` is that of the deposit's row when it was read.

    18: deposit -> payout_due 50,000
    """
    deposit = accounts.deposit(book_id, currency)
    row = payout_row(
        payout_id,
        book_id=book_id,
        account=account,
        gateway=gateway,
        currency=currency,
        amount=amount,
        agreement=agreement,
    )
    line = Line(deposit, accounts.payout_due(payout_id, currency), amount)
    content = {"payout": payout_id, "refund": None, "amount": amount}
    return Move(
        takings=(Taking(book_id, deposit, version),),
        rows=(NewRow("new_payout", row),),
        entries=(entry(book_id, f"payout:{payout_id}:request", line),),
        effects=Effects(messages=(Message(book_id, f"payout.requested:{payout_id}", "payout.requested", content),))
        + traces.audited(Subject("payout", payout_id, book_id), "return_deposit", actor, amount=amount),
    )
