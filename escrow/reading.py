"""Reading what a move is decided on: one plain statement, without a lock. What comes back is the model's own object."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from escrow.models import Hold
from escrow.payments.models import Capture, Payment, Refund

M = TypeVar("M", bound=Model)


def columns(model: type[Model], alias: str) -> str:
    """The columns of `model` in the order `build` wants them."""
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)  # noqa: SLF001 - the public name


def build(model: type[M], values: Sequence[Any]) -> M:
    """An object of `model` from its columns."""
    return model.from_db("default", [field.attname for field in model._meta.concrete_fields], values)  # noqa: SLF001


def first(statement: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of `statement`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


_HOLD = f"SELECT {columns(Hold, 'h')} FROM escrow_hold h WHERE h.id = %s"  # noqa: S608 - column names

_FUNDING = (
    f"SELECT {columns(Hold, 'h')}, {columns(Capture, 'c')}, {columns(Payment, 'p')}"  # noqa: S608
    " FROM escrow_hold h JOIN payments_capture c ON c.id = %s JOIN payments_payment p ON p.id = h.payment_id"
    " WHERE h.id = %s"
)

_SOURCE = (
    f"SELECT {columns(Hold, 'h')}, a.capture_id, p.payer_id"  # noqa: S608
    " FROM escrow_hold h LEFT JOIN payments_payment p ON p.id = h.payment_id"
    " LEFT JOIN payments_allocation a ON a.book_id = h.book_id AND a.hold_id = h.id WHERE h.id = %s"
)

_HOLD_WIDTH = len(Hold._meta.concrete_fields)  # noqa: SLF001
_CAPTURE_WIDTH = len(Capture._meta.concrete_fields)  # noqa: SLF001


def hold(hold_id: int) -> Hold:
    """Raises Hold.DoesNotExist."""
    row = first(_HOLD, [hold_id])
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    return build(Hold, row)


def hold_with_source(hold_id: int) -> tuple[Hold, tuple[int, int]]:
    """The hold and (capture, payer) of the money in it; the capture is None while nothing was allotted.

    Raises Hold.DoesNotExist.
    """
    row = first(_SOURCE, [hold_id])
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    return build(Hold, row[:_HOLD_WIDTH]), (row[_HOLD_WIDTH], row[_HOLD_WIDTH + 1])


def funding(hold_id: int, capture_id: int) -> tuple[Hold, Capture, Payment]:
    """The hold, the capture, and the hold's payment. Raises Hold.DoesNotExist when one is missing."""
    row = first(_FUNDING, [capture_id, hold_id])
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    middle = _HOLD_WIDTH + _CAPTURE_WIDTH
    return build(Hold, row[:_HOLD_WIDTH]), build(Capture, row[_HOLD_WIDTH:middle]), build(Payment, row[middle:])


def refund(refund_id: int) -> Refund:
    """Raises Refund.DoesNotExist."""
    return Refund.objects.get(pk=refund_id)
