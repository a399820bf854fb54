"""Moves into and out of a hold. Examples: goods 8,000 + 4,000, shipping 800, rate 2.5 %; P: a discount of 1,000."""

from datetime import datetime

from core.actor import Actor
from core.effects import Effects
from escrow.models import Hold
from escrow.move import Change, Line, Move, NewRow, Row, entry
from escrow.moves import accounts, traces
from escrow.payments.models import Capture, Payment
from escrow.payments.states import PaymentState, RefundState
from escrow.terms import Back, Division, divide, divide_back
from escrow.verbs import next_state


def fund(hold: Hold, capture: Capture, payment: Payment, *, allocation_id: int, now: datetime, actor: Actor) -> Move:
    """The hold's share of a good capture goes into keeping; the platform's discount joins it.

    1:  payment -> hold 12,800
    1P: payment -> hold 11,800; promotions -> hold 1,000
    """
    own = keep(hold, allocation_id=allocation_id, capture_id=capture.id, payment_id=payment.id, now=now, actor=actor)
    share = share_of(hold)
    return own._replace(
        changes=(
            *settled_payment(payment, capture, share, now),
            Change(capture, {"allotted": capture.allotted + share}),
            *own.changes,
        )
    )


def share_of(hold: Hold) -> int:
    """What the buyer pays of it: all but the platform's discount."""
    return hold.amount - hold.discount


def keep(hold: Hold, *, allocation_id: int, capture_id: int, payment_id: int, now: datetime, actor: Actor) -> Move:
    """What is the hold's own of funding it; the payment and its capture, which may be for several, are the caller's."""
    state = next_state(hold, "fund")
    share = share_of(hold)
    account = accounts.hold(hold.id, hold.currency)
    return Move(
        changes=(Change(hold, {"state": state, "remaining": hold.amount, "funded_at": now}),),
        rows=(
            NewRow(
                "new_allocation",
                {
                    "id": allocation_id,
                    "book_id": hold.book_id,
                    "capture_id": capture_id,
                    "hold_id": hold.id,
                    "amount": share,
                },
            ),
        ),
        entries=(
            entry(
                hold.book_id,
                f"hold:{hold.id}:fund",
                Line(accounts.payment(payment_id, hold.currency), account, share),
                Line(accounts.promotions(hold.currency), account, hold.discount),
            ),
        ),
        effects=traces.audited(traces.of_hold(hold), "fund", actor, amount=hold.amount, capture=capture_id),
    )


def settled_payment(payment: Payment, capture: Capture, share: int, now: datetime) -> tuple[Change, ...]:
    """The payment is paid once its whole capture is decided; `share` is what is decided now."""
    if payment.state != PaymentState.AWAITING or capture.allotted + capture.returned + share < capture.amount:
        return ()
    return (Change(payment, {"state": PaymentState.PAID, "ended_at": now}),)


def void(hold: Hold, *, now: datetime, actor: Actor) -> Move:
    """No money came: no entry."""
    state = next_state(hold, "void")
    return Move(
        changes=(Change(hold, {"state": state, "ended_at": now}),),
        effects=traces.hold_ended(hold, "void", None, 0, actor),
    )


def release(hold: Hold, *, now: datetime, actor: Actor, outcome: str = "met") -> Move:
    """Everything that remains goes to the seller, less the fee and the tax the site collects.

    2:  hold -> payable 12,500; hold -> fees 300
    8:  after 4,000 back: hold -> payable 8,600; hold -> fees 200
    19: with tax 1,200: hold -> payable 12,500; hold -> fees 300; hold -> tax_due 1,200
    """
    state = next_state(hold, "release")
    parts = divide(hold, Back())
    return Move(
        changes=(Change(hold, {"state": state, "remaining": 0, "fee": parts.fee, "ended_at": now}),),
        entries=(entry(hold.book_id, f"hold:{hold.id}:release", *_out(hold, parts)),),
        effects=traces.hold_ended(hold, "release", "hold.released", hold.remaining, actor, outcome=outcome),
    )


def refund(
    hold: Hold, back: Back, *, source: tuple[int, int], refund_id: int, reason: str, now: datetime, actor: Actor
) -> Move:
    """A part, or all that remains, goes back. `source` is (capture, payer): whence it came. Where nothing of it was the
    buyer's there is no refund: its number then names the entry alone.

    7:   hold -> refund_due 12,800
    7P:  hold -> promotions 1,000; hold -> refund_due 11,800
    10P: 4,000, 2,000, 6,800 back: promotions 312, 156, 532; refund_due 3,688, 1,844, 6,268
    """
    whole = back.total == hold.remaining
    state = next_state(hold, "refund" if whole else "refund_part")
    back.check(hold)
    parts = divide_back(hold, back)
    made = refund_id if parts.buyer else None
    effects = traces.hold_ended(hold, "refund", "hold.refunded", back.total, actor, refund_id=made, part=refund_id)
    if not whole:
        effects = Effects(messages=effects.messages, audits=effects.audits)
    return Move(
        changes=(
            Change(hold, {"state": state, **_given_back(hold, back, parts), **({"ended_at": now} if whole else {})}),
        ),
        rows=_refund_rows(hold, parts, source, refund_id, reason),
        entries=(entry(hold.book_id, f"hold:{hold.id}:refund:{refund_id}", *_out(hold, parts, refund_id)),),
        effects=effects,
    )


def settle(
    hold: Hold, back: Back, *, cause: Row, source: tuple[int, int], refund_id: int, now: datetime, actor: Actor
) -> Move:
    """The final division of a frozen hold, in one entry; it ends the freeze it follows from.

    11P: hold -> promotions 312; hold -> refund_due 3,688; hold -> payable 8,600; hold -> fees 200
    """
    state = next_state(hold, "settle")
    back.check(hold)
    parts = divide(hold, back)
    return Move(
        changes=(
            Change(
                hold,
                {
                    "state": state,
                    **_given_back(hold, back, parts),
                    "remaining": 0,
                    "fee": parts.fee,
                    "freeze_count": hold.freeze_count - 1,
                    "ended_at": now,
                },
            ),
        ),
        rows=(
            *_refund_rows(hold, parts, source, refund_id, "settled"),
            NewRow("lift_freeze", {"hold_id": hold.id, **cause}),
        ),
        entries=(entry(hold.book_id, f"hold:{hold.id}:settle", *_out(hold, parts, refund_id)),),
        effects=traces.hold_ended(
            hold,
            "settle",
            "hold.settled",
            hold.remaining,
            actor,
            refund_id=refund_id if parts.buyer else None,
            outcome="met",
        ),
    )


def freeze(hold: Hold, *, cause: Row, freeze_id: int, actor: Actor) -> Move:
    """Nothing but the outcome of `cause` (its kind and id) moves the hold. No entry."""
    state = next_state(hold, "freeze")
    return Move(
        changes=(Change(hold, {"state": state, "freeze_count": hold.freeze_count + 1}),),
        rows=(NewRow("new_freeze", {"id": freeze_id, "book_id": hold.book_id, "hold_id": hold.id, **cause}),),
        effects=traces.audited(traces.of_hold(hold), "freeze", actor, **cause),
    )


def unfreeze(hold: Hold, *, cause: Row, actor: Actor) -> Move:
    """`cause` is over and moved nothing. No entry."""
    state = next_state(hold, "unfreeze")
    return Move(
        changes=(Change(hold, {"state": state, "freeze_count": hold.freeze_count - 1}),),
        rows=(NewRow("lift_freeze", {"hold_id": hold.id, **cause}),),
        effects=traces.audited(traces.of_hold(hold), "unfreeze", actor, **cause),
    )


def _out(hold: Hold, parts: Division, refund_id: int = 0) -> tuple[Line, ...]:
    currency = hold.currency
    of_hold = accounts.hold(hold.id, currency)
    to = (
        (accounts.promotions(currency), parts.promotions),
        (accounts.refund_due(refund_id, currency), parts.buyer),
        (accounts.payable(hold.book_id, currency), parts.seller),
        (accounts.fees(currency), parts.fee),
        (accounts.tax_due(currency), parts.tax),
    )
    return tuple([Line(of_hold, account, amount) for account, amount in to])


def _given_back(hold: Hold, back: Back, parts: Division) -> Row:
    return {
        "remaining": hold.remaining - back.total,
        "goods_back": hold.goods_back + back.goods,
        "other_back": hold.other_back + back.other,
        "tax_back": hold.tax_back + back.tax,
        "discount_back": hold.discount_back + parts.promotions,
    }


def _refund_rows(
    hold: Hold, parts: Division, source: tuple[int, int], refund_id: int, reason: str
) -> tuple[NewRow, ...]:
    if not parts.buyer:
        return ()
    return (
        NewRow(
            "new_refund",
            refund_row(
                refund_id,
                book_id=hold.book_id,
                hold_id=hold.id,
                source=source,
                currency=hold.currency,
                amount=parts.buyer,
                reason=reason,
            ),
        ),
    )


def refund_row(
    refund_id: int,
    *,
    book_id: int,
    hold_id: int | None,
    source: tuple[int, int | None],
    currency: str,
    amount: int,
    reason: str,
) -> Row:
    """The row of a refund that is due; `source` is (capture, payer). Its reference follows from its id."""
    return {
        "id": refund_id,
        "book_id": book_id,
        "capture_id": source[0],
        "hold_id": hold_id,
        "payer_id": source[1],
        "reference": f"R{refund_id}",
        "currency": currency,
        "amount": amount,
        "reason": reason,
        "state": RefundState.DUE,
    }
