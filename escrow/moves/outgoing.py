"""Refunds and payouts: what was due leaves through the provider, or comes back."""

from datetime import datetime

from core import words
from core.actor import PROVIDER, Actor
from core.effects import CloseDeadline, Effects, Message, Subject
from escrow.chart import Account, Kind
from escrow.move import Change, Line, Move, NewRow, Row, Taking, entry
from escrow.moves import accounts, traces
from escrow.payments.models import Payout, PayoutAccount, Refund
from escrow.payments.states import Agreement, PayoutState, RefundState


def of_refund(refund: Refund) -> Subject:
    """The refund as the subject of deadlines and records."""
    return Subject("refund", refund.pk, refund.book_id)


def of_payout(payout: Payout) -> Subject:
    """The payout as the subject of deadlines and records."""
    return Subject("payout", payout.pk, payout.book_id)


def _said(reason: str) -> str:
    """A provider's words as they can be kept."""
    return words.one_line(reason)[:200]


def _refund_message(refund: Refund, topic: str) -> Message:
    content = {"refund": refund.pk, "hold": refund.hold_id, "amount": refund.amount}
    return Message(refund.book_id, f"{topic}:{refund.sent_as}", topic, content)


def refund_done(refund: Refund, *, now: datetime) -> Move:
    """The provider has paid it back; the key is a new one when an earlier try had arrived and came back.

    4, 7: refund_due -> provider x
    """
    key = f"refund:{refund.pk}:done" + (_nth(refund) if refund.ended_at else "")
    line = Line(
        accounts.refund_due(refund.pk, refund.currency),
        accounts.provider(refund.capture.gateway, refund.currency),
        refund.amount,
    )
    return Move(
        changes=(Change(refund, {"state": RefundState.SUCCEEDED, "ended_at": now}),),
        entries=(entry(refund.book_id, key, line),),
        effects=Effects(
            deadlines=(CloseDeadline(of_refund(refund), "ask_refund"),),
            messages=(_refund_message(refund, "refund.succeeded"),),
        )
        + traces.audited(of_refund(refund), "finish", PROVIDER, amount=refund.amount),
    )


def refund_rejected(refund: Refund, reason: str) -> Move:
    """The provider will not pay it back: it stays due until the desk decides. No entry."""
    return Move(
        changes=(Change(refund, {"state": RefundState.REJECTED, "problem": _said(reason)}),),
        effects=Effects(
            deadlines=(CloseDeadline(of_refund(refund), "ask_refund"),),
            messages=(_refund_message(refund, "refund.rejected"),),
        )
        + traces.audited(of_refund(refund), "reject", PROVIDER, amount=refund.amount),
    )


def refund_returned(refund: Refund, reason: str) -> Move:
    """It had arrived, and the buyer's bank sent it back days later: due again until the desk decides.

    12: provider -> refund_due 12,800
    """
    line = Line(
        accounts.provider(refund.capture.gateway, refund.currency),
        accounts.refund_due(refund.pk, refund.currency),
        refund.amount,
    )
    return Move(
        changes=(Change(refund, {"state": RefundState.REJECTED, "problem": _said(reason)}),),
        entries=(entry(refund.book_id, f"refund:{refund.pk}:return{_nth(refund)}", line),),
        effects=Effects(messages=(_refund_message(refund, "refund.rejected"),))
        + traces.audited(of_refund(refund), "return", PROVIDER, amount=refund.amount),
    )


def _nth(refund: Refund) -> str:
    """Which try it is, from the second on."""
    return f":{refund.tries + 1}" if refund.tries else ""


def refund_again(refund: Refund, *, actor: Actor) -> Move:
    """A rejected refund is sent once more, as a new one in the provider's eyes. No entry."""
    return Move(
        changes=(Change(refund, {"state": RefundState.DUE, "tries": refund.tries + 1, "problem": ""}),),
        effects=traces.audited(of_refund(refund), "retry", actor, amount=refund.amount),
    )


def refund_to_bank(
    refund: Refund, account: PayoutAccount, *, gateway: str, payout_id: int, times: int, actor: Actor
) -> Move:
    """A rejected refund goes to a bank account of the buyer's instead; `times` it was tried there before.

    12: refund_due -> payout_due 12,800
    """
    key = f"refund:{refund.pk}:to_bank" + (f":{times + 1}" if times else "")
    line = Line(
        accounts.refund_due(refund.pk, refund.currency), accounts.payout_due(payout_id, refund.currency), refund.amount
    )
    row = payout_row(
        payout_id,
        book_id=refund.book_id,
        account=account,
        gateway=gateway,
        currency=refund.currency,
        amount=refund.amount,
        refund_id=refund.pk,
    )
    return Move(
        changes=(Change(refund, {"state": RefundState.TO_BANK, "problem": ""}),),
        rows=(NewRow("new_payout", row),),
        entries=(entry(refund.book_id, key, line),),
        effects=traces.audited(of_refund(refund), "redirect", actor, amount=refund.amount, payout=payout_id),
    )


def payout_row(
    payout_id: int,
    *,
    book_id: int,
    account: PayoutAccount,
    gateway: str,
    currency: str,
    amount: int,
    refund_id: int | None = None,
    from_deposit: bool = False,
    agreement: Agreement = Agreement.NONE,
) -> Row:
    """The row of a payout that is requested. Its reference follows from its id."""
    return {
        "id": payout_id,
        "book_id": book_id,
        "account_id": account.pk,
        "refund_id": refund_id,
        "from_deposit": from_deposit,
        "gateway": gateway,
        "reference": f"O{payout_id}",
        "currency": currency,
        "amount": amount,
        "state": PayoutState.REQUESTED,
        "agreement": agreement,
    }


def payout_requested(
    source: Account,
    amount: int,
    account: PayoutAccount,
    *,
    gateway: str,
    payout_id: int,
    version: int,
    agreement: Agreement = Agreement.NONE,
    actor: Actor,
) -> Move:
    """`source` is the shop's payable or its deposit, `version` that of its row when it was seen to suffice.

    3: payable -> payout_due 12,500
    18: deposit -> payout_due 50,000
    """
    book_id, currency, from_deposit = source.subject, source.currency, source.kind is Kind.DEPOSIT
    row = payout_row(
        payout_id,
        book_id=book_id,
        account=account,
        gateway=gateway,
        currency=currency,
        amount=amount,
        from_deposit=from_deposit,
        agreement=agreement,
    )
    line = Line(source, accounts.payout_due(payout_id, currency), amount)
    message = _payout_message("payout.requested", payout_id, book_id, amount, refund_id=None, from_deposit=from_deposit)
    return Move(
        takings=(Taking(book_id, source, version),),
        rows=(NewRow("new_payout", row),),
        entries=(entry(book_id, f"payout:{payout_id}:request", line),),
        effects=Effects(messages=(message,))
        + traces.audited(
            Subject("payout", payout_id, book_id),
            "return_deposit" if from_deposit else "request",
            actor,
            amount=amount,
        ),
    )


def payout_paid(payout: Payout, *, now: datetime) -> Move:
    """The bank has it.

    3: payout_due -> provider 12,500
    """
    line = Line(
        accounts.payout_due(payout.pk, payout.currency),
        accounts.provider(payout.gateway, payout.currency),
        payout.amount,
    )
    return Move(
        changes=(Change(payout, {"state": PayoutState.PAID, "ended_at": now}),),
        entries=(entry(payout.book_id, f"payout:{payout.pk}:paid", line),),
        effects=_payout_over(payout, "payout.paid")
        + traces.audited(of_payout(payout), "finish", PROVIDER, amount=payout.amount),
    )


def payout_returned(payout: Payout, reason: str, *, now: datetime, actor: Actor = PROVIDER) -> Move:
    """It did not arrive, or came back after it had: it is again where it was taken from, as the shop's payable or its
    deposit, or (of a rejected refund) as due to the buyer. One that was never sent was refused by two operators.

    13: before paid: payout_due -> payable 12,500; after: provider -> payable 12,500
    18c: payout_due -> deposit 50,000
    """
    source = accounts.payout_due(payout.pk, payout.currency)
    if payout.state == PayoutState.PAID:
        source = accounts.provider(payout.gateway, payout.currency)
    was_sent = payout.state != PayoutState.REQUESTED
    came = "return" if was_sent else "refuse"
    return Move(
        changes=(
            *_refund_rejected_again(payout, reason),
            Change(payout, {"state": PayoutState.RETURNED, "problem": _said(reason), "ended_at": now}),
        ),
        entries=(
            entry(payout.book_id, f"payout:{payout.pk}:{came}", Line(source, _owed_again(payout), payout.amount)),
        ),
        effects=_payout_over(payout, "payout.returned" if was_sent else "payout.refused")
        + traces.audited(of_payout(payout), came, actor, amount=payout.amount, before=payout.state),
    )


def _owed_again(payout: Payout) -> Account:
    if payout.refund_id is not None:
        return accounts.refund_due(payout.refund_id, payout.currency)
    owed = accounts.deposit if payout.from_deposit else accounts.payable
    return owed(payout.book_id, payout.currency)


def _refund_rejected_again(payout: Payout, reason: str) -> tuple[Change, ...]:
    if payout.refund is None:
        return ()
    return (Change(payout.refund, {"state": RefundState.REJECTED, "problem": _said(reason)}),)


def _payout_over(payout: Payout, topic: str) -> Effects:
    message = _payout_message(
        topic,
        payout.pk,
        payout.book_id,
        payout.amount,
        refund_id=payout.refund_id,
        from_deposit=payout.from_deposit,
    )
    return Effects(deadlines=(CloseDeadline(of_payout(payout), "ask_payout"),), messages=(message,))


def _payout_message(
    topic: str, payout_id: int, book_id: int, amount: int, *, refund_id: int | None, from_deposit: bool
) -> Message:
    content = {"payout": payout_id, "refund": refund_id, "deposit": from_deposit, "amount": amount}
    return Message(book_id, f"{topic}:{payout_id}", topic, content)
