"""A payment and the holds it will fill. No entry: no money has moved."""

from datetime import datetime
from typing import Any

from core.actor import Actor
from escrow.models import Hold
from escrow.move import Move, NewRow
from escrow.moves import incoming, traces
from escrow.payments import asking
from escrow.payments.models import Payment

_PAYMENT = (
    "id",
    "reference",
    "purpose",
    "book_id",
    "payer_id",
    "gateway",
    "currency",
    "amount",
    "state",
    "expires_at",
)
_HOLD = ("id", "book_id", "payment_id", "state", "currency", "amount", "discount", "fee_base", "tax", "fee_rate")


def payment(new: Payment, *, now: datetime) -> Move:
    """From now on the gateway is asked whether the money came, should it not tell by itself."""
    return Move(
        rows=(NewRow("new_payment", _values(new, _PAYMENT)),), effects=asking.begin(incoming.of_payment(new), now)
    )


def hold(new: Hold, *, actor: Actor) -> Move:
    """A share of its payment will be kept for its book."""
    return Move(
        rows=(NewRow("new_hold", _values(new, _HOLD)),),
        effects=traces.audited(traces.of_hold(new), "open", actor, amount=new.amount, payment=new.payment_id),
    )


def _values(row: Payment | Hold, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
