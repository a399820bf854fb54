"""Reading what a move is decided on: one plain statement, without a lock. What comes back is the model's own object."""

from core.reading import Question, Shape, columns, split
from escrow.models import Hold
from escrow.payments.models import Capture, Payment

HOLD = Shape(Hold, "h")

#: What funding is decided on: the hold, the capture, its payment.
FUNDING = (
    HOLD,
    Shape(Capture, "c", "id", "payment_id", "currency", "amount", "allotted", "returned", "verdict", "version"),
    Shape(Payment, "p", "id", "currency", "state", "version"),
)

#: What a charge is judged by: the payment it was made for, and what was said of it before.
_JUDGED = (
    Shape(Capture, "c", "id", "payment_id", "currency", "amount", "verdict"),
    Shape(Payment, "p", "id", "purpose", "payer_id", "currency", "amount", "state", "version"),
)

_HOLD = Question("read_hold", f"SELECT {HOLD.columns} FROM escrow_hold h WHERE h.id = $1")  # noqa: S608 - column names

_FUNDING = Question(
    "read_funding",
    f"""
    SELECT {columns(*FUNDING)}
    FROM escrow_hold h JOIN payments_payment p ON p.id = h.payment_id JOIN payments_capture c ON c.id = $2
    WHERE h.id = $1
    """,  # noqa: S608
)

_SOURCE = Question(
    "read_hold_with_source",
    f"""
    SELECT {HOLD.columns}, a.capture_id, p.payer_id
    FROM escrow_hold h JOIN payments_payment p ON p.id = h.payment_id
        LEFT JOIN payments_allocation a ON a.book_id = h.book_id AND a.hold_id = h.id
    WHERE h.id = $1
    """,  # noqa: S608
)

_NEWS = Question(
    "read_news",
    f"""
    SELECT {columns(*_JUDGED)},
        EXISTS (SELECT FROM payments_capture g WHERE g.payment_id = p.id AND g.verdict = 'good')
    FROM (SELECT) one LEFT JOIN payments_capture c ON c.gateway = $1 AND c.reference = $2
        LEFT JOIN payments_payment p ON p.gateway = $1 AND p.reference = $3
    """,  # noqa: S608
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
    found, capture, payment = split(row, *FUNDING)
    return found, capture, payment


def news(gateway: str, reference: str, claimed_reference: str) -> tuple[Capture | None, Payment | None, bool]:
    """What is known of a charge: its capture, the payment it was made for, and whether a good one paid that before."""
    row = _NEWS.first(gateway, reference, claimed_reference)
    assert row is not None  # noqa: S101 - it joins to one row
    capture, payment, paid_before = split(row, *_JUDGED)
    return capture, payment, paid_before
