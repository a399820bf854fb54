"""Reading what a move is decided on: one plain statement, without a lock. What comes back is the model's own object."""

from core.reading import Question, Shape, split
from escrow.models import Hold
from escrow.payments.models import Capture, Payment

HOLD = Shape(Hold, "h")
CAPTURE = Shape(Capture, "c")
PAYMENT = Shape(Payment, "p")

_HOLD = Question("read_hold", f"SELECT {HOLD.columns} FROM escrow_hold h WHERE h.id = $1")  # noqa: S608 - column names

_FUNDING = Question(
    "read_funding",
    f"SELECT {HOLD.columns}, {CAPTURE.columns}, {PAYMENT.columns} FROM escrow_hold h"  # noqa: S608
    " JOIN payments_payment p ON p.id = h.payment_id JOIN payments_capture c ON c.id = $2 WHERE h.id = $1",
)

_SOURCE = Question(
    "read_hold_with_source",
    f"SELECT {HOLD.columns}, a.capture_id, p.payer_id FROM escrow_hold h"  # noqa: S608
    " JOIN payments_payment p ON p.id = h.payment_id"
    " LEFT JOIN payments_allocation a ON a.book_id = h.book_id AND a.hold_id = h.id WHERE h.id = $1",
)


def hold(hold_id: int) -> Hold:
    """Raises Hold.DoesNotExist."""
    row = _HOLD.first(hold_id)
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    return HOLD.build(row)


def hold_with_source(hold_id: int) -> tuple[Hold, tuple[int, int]]:
    """The hold and (capture, payer) of the money in it; the capture is None while nothing was allotted.

    Raises Hold.DoesNotExist.
    """
    row = _SOURCE.first(hold_id)
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    found, capture_id, payer_id = split(row, HOLD)
    return found, (capture_id, payer_id)


def funding(hold_id: int, capture_id: int) -> tuple[Hold, Capture, Payment]:
    """The hold, the capture, and the hold's payment. Raises Hold.DoesNotExist when one is missing."""
    row = _FUNDING.first(hold_id, capture_id)
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    found, capture, payment = split(row, HOLD, CAPTURE, PAYMENT)
    return found, capture, payment
