"""Stock that cannot be oversold: whatever happens to it is a call of `change_stock`, which takes its SKUs by their ids.

Placing and shipping make it in the round trip of their own rows; all others in the caller's transaction: a refusal
leaves what was taken of the other SKUs to its rollback. Quantities are whole numbers above 0.
"""

import json
from collections.abc import Mapping
from typing import Any

import psycopg2
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from marketplace.catalog.models import Sku
from marketplace.catalog.variants import MOST_PIECES

Quantities = Mapping[int, int]
#: The first SKU of which there was not enough, as `change_stock` answers it: sku, title, left, for_sale.
Missing = dict[str, Any]
#: The SQLSTATE with which a function says that not all pieces were there; the detail is the answer of `change_stock`.
NOT_THERE = "DB005"


def release_reserved(quantities: Quantities) -> None:
    """Give back what was set aside: the order ended before its goods were sent.

    More than was set aside is a bug of the caller and raises RuntimeError.
    """
    if missing := change("release", quantities):
        raise RuntimeError(f"more than is set aside of SKU {missing['sku']}")


def set_stock(sku_id: int, *, stock: int, seen: int | None = None) -> None:
    """Let `stock` pieces be for sale.

    With `seen`, the number the seller was shown, the difference is added, so that what was sold in between stays sold.
    Raises `DomainError` with code `stock_below_sold` when more was sold than the new number allows; `Invalid` when it
    comes to more than a page may have, whatever `seen` claims.
    """
    with transaction.atomic():
        sku = Sku.objects.select_for_update().get(pk=sku_id)
        left = stock if seen is None else sku.stock + stock - seen
        if left < 0:
            raise DomainError("stock_below_sold", _("More pieces were sold meanwhile. Please count again."))
        if left > MOST_PIECES:
            raise Invalid("stock_out_of_bounds", _("Have 0 to %(most)s pieces."), {"most": MOST_PIECES}, field="stock")
        Sku.objects.filter(pk=sku_id).update(received=sku.sold + sku.reserved + left)


def pieces(quantities: Quantities) -> list[dict[str, int]]:
    """What `change_stock` reads."""
    if not all(type(n) is int and n > 0 for n in quantities.values()):
        raise ValueError("quantities are whole numbers above 0")
    return [{"sku": sku, "n": n} for sku, n in quantities.items()]


def refusal(missing: Missing) -> DomainError:
    """Why not all was there: `sold_out` or `not_for_sale`, naming the title."""
    if not missing["for_sale"]:
        return DomainError("not_for_sale", _("“%(title)s” is no longer for sale."), missing)
    if missing["left"] > 0:
        return DomainError("sold_out", _("Only %(left)s of “%(title)s” are left."), missing)
    return DomainError("sold_out", _("“%(title)s” is sold out."), missing)


def refused(error: DatabaseError) -> DomainError | None:
    """The refusal that a function of the database raised with what `change_stock` answered; None for anything else."""
    cause = error.__cause__
    if not isinstance(cause, psycopg2.Error) or cause.pgcode != NOT_THERE:
        return None
    return refusal(json.loads(cause.diag.message_detail or ""))


def change(verb: str, quantities: Quantities) -> Missing | None:
    """Let `change_stock` do it; answers what was not there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT change_stock(%s, %s)", [verb, json.dumps(pieces(quantities))])
        answer = cursor.fetchone()[0]
    missing: Missing | None = None if answer is None else json.loads(answer)
    return missing
