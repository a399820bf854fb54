"""Reading what a move is decided on: one plain statement, without a lock. What comes back is the model's own object."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.base import ModelState

from escrow.models import Hold
from escrow.payments.models import Capture, Payment

M = TypeVar("M", bound=Model)


def columns(model: type[Model], alias: str) -> str:
    """The columns of `model` in the order `build` wants them."""
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)  # noqa: SLF001 - the public name


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001


def build(model: type[M], values: Sequence[Any]) -> M:
    """An object of `model` from its columns, as the database stores it.

    Model.from_db would do the same through __init__, which costs a sweep as much as deciding.
    """
    row = model.__new__(model)
    row._state = ModelState()  # noqa: SLF001 - as Model.__init__ does
    row._state.adding = False  # noqa: SLF001
    row._state.db = DEFAULT_DB_ALIAS  # noqa: SLF001
    row.__dict__.update(zip(_names(model), values, strict=True))
    return row


def first(statement: str, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of `statement`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


_HOLD = f"SELECT {columns(Hold, 'h')} FROM escrow_hold h WHERE h.id = %s"  # noqa: S608 - column names

# Planning a join costs more than reading three rows by their keys: none here joins.
_FUNDING = (
    f"SELECT {columns(Hold, 'h')}, {columns(Capture, 'c')}, {columns(Payment, 'p')}"  # noqa: S608
    " FROM escrow_hold h, payments_capture c, payments_payment p"
    " WHERE h.id = %s AND c.id = %s AND p.id = (SELECT payment_id FROM escrow_hold WHERE id = %s)"
)

_SOURCE = (
    f"SELECT {columns(Hold, 'h')},"  # noqa: S608
    " (SELECT a.capture_id FROM payments_allocation a WHERE a.book_id = h.book_id AND a.hold_id = h.id),"
    " (SELECT p.payer_id FROM payments_payment p WHERE p.id = h.payment_id)"
    " FROM escrow_hold h WHERE h.id = %s"
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
    row = first(_FUNDING, [hold_id, capture_id, hold_id])
    if row is None:
        raise Hold.DoesNotExist(hold_id)
    middle = _HOLD_WIDTH + _CAPTURE_WIDTH
    return build(Hold, row[:_HOLD_WIDTH]), build(Capture, row[_HOLD_WIDTH:middle]), build(Payment, row[middle:])
