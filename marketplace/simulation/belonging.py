"""What an act belongs to that its audit does not name: most acts belong to nothing, the others are looked up by key."""

from collections.abc import Mapping
from typing import Any

from core.reading import Question

_CHARGE = Question("simulation_charge", "SELECT reference FROM payments_capture WHERE id = $1")
_SENT_BACK = Question(
    "simulation_sent_back",
    "SELECT id FROM payments_refund WHERE capture_id = $1 AND book_id = 0 AND hold_id IS NOT DISTINCT FROM $2 LIMIT 1",
)
_CLAWED_BACK = Question(
    "simulation_clawed_back",
    "SELECT max(id) FROM payments_refund WHERE hold_id = $1 AND reason LIKE 'after_sale%'",
)
_CLAIMED = Question("simulation_claimed", "SELECT order_id FROM claims_claim WHERE id = $1")
_PLACED = Question(
    "simulation_placed",
    "SELECT p.id, p.reference FROM orders_order o JOIN orders_checkout c ON c.id = o.checkout_id"
    " JOIN payments_payment p ON p.id = c.payment_id WHERE o.id = $1",
)
_DISPUTED = Question("simulation_disputed", "SELECT reference FROM payments_chargeback WHERE id = $1")


def belonging(subject: str, number: int, action: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The charge of a capture, the refund that an act made, the order of a claim, the payment and its reference of an
    order, the provider's code (`dispute`) of a chargeback: those that there are.
    """
    found: dict[str, Any] = {}
    capture = number if subject == "capture" else data.get("capture")
    if capture is not None:
        found["charge"] = _one(_CHARGE, capture)
    match subject, action:
        case "payment", "capture" | "return_share":
            found["refund"] = _one(_SENT_BACK, capture, data.get("hold"))
        case "hold", "claw_back":
            found["refund"] = _one(_CLAWED_BACK, number)
        case "claim", _:
            found["order"] = _one(_CLAIMED, number)
        case "order", "placed":
            found["payment"], found["reference"] = _PLACED.first(number) or (None, None)
        case "chargeback", _:
            found["dispute"] = _one(_DISPUTED, number)
    return found


def _one(question: Question, *values: Any) -> Any:
    row = question.first(*values)
    return row[0] if row else None
