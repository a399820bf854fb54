"""Reading what a move is decided on: one plain statement, without a lock. What comes back is the model's own object."""

from core.reading import Lookup, Shape
from escrow.models import Hold
from escrow.payments.models import Capture, Payment

HOLD = Shape(Hold, "h")

#: What a release is decided on.
RELEASING = Shape(
    Hold,
    "h",
    *("id", "book_id", "state", "currency", "amount", "discount", "fee_base", "tax", "fee_rate", "remaining"),
    *("goods_back", "other_back", "tax_back", "discount_back", "freeze_count", "version"),
)

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

_HOLD = Lookup("read_hold", [HOLD], [], "FROM escrow_hold h WHERE h.id = $1")

_FUNDING = Lookup(
    "read_funding",
    FUNDING,
    [],
    """
    FROM escrow_hold h JOIN payments_payment p ON p.id = h.payment_id JOIN payments_capture c ON c.id = $2
    WHERE h.id = $1
    """,
)

_SOURCE = Lookup(
    "read_hold_with_source",
    [HOLD],
    ["a.capture_id", "p.payer_id"],
    """
    FROM escrow_hold h JOIN payments_payment p ON p.id = h.payment_id
        LEFT JOIN payments_allocation a ON a.book_id = h.book_id AND a.hold_id = h.id
    WHERE h.id = $1
    """,
)

_NEWS = Lookup(
    "read_news",
    _JUDGED,
    ["EXISTS (SELECT FROM payments_capture g WHERE g.payment_id = p.id AND g.verdict = 'good')"],
    """
    FROM (SELECT) one LEFT JOIN payments_capture c ON c.gateway = $1 AND c.reference = $2
        LEFT JOIN payments_payment p ON p.gateway = $1 AND p.reference = $3
    """,
)


def hold(hold_id: int) -> Hold:
    """Raises Hold.DoesNotExist."""
    row = _HOLD.first(hold_id)
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    found: Hold = row[0]
    return found


def hold_with_source(hold_id: int) -> tuple[Hold, tuple[int, int]]:
    """The hold and (capture, payer) of the money in it; the capture is None while nothing was allotted.

    Raises Hold.DoesNotExist.
    """
    row = _SOURCE.first(hold_id)
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    found, capture_id, payer_id = row
    return found, (capture_id, payer_id)


def funding(hold_id: int, capture_id: int) -> tuple[Hold, Capture, Payment]:
    """The hold, the capture, and the hold's payment. Raises Hold.DoesNotExist when one is missing."""
    row = _FUNDING.first(hold_id, capture_id)
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    found, capture, payment = row
    return found, capture, payment


def news(gateway: str, reference: str, claimed_reference: str) -> tuple[Capture | None, Payment | None, bool]:
    """What is known of a charge: its capture, the payment it was made for, and whether a good one paid that before."""
    row = _NEWS.first(gateway, reference, claimed_reference)
    assert row is not None  # noqa: S101 - it joins to one row
    capture, payment, paid_before = row
    return capture, payment, paid_before
