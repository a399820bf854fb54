"""Stock that cannot be oversold: each act is one statement that locks its SKUs in ascending id.

All of them belong into the caller's transaction: a refusal leaves what was taken of the other SKUs to its rollback.
Quantities are whole numbers above 0.
"""

from collections.abc import Mapping

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from marketplace.catalog.models import ListingState, Sku
from marketplace.catalog.variants import MOST_PIECES

Quantities = Mapping[int, int]

_STATEMENT = """
WITH wanted AS (
    SELECT * FROM unnest(%s::bigint[], %s::int[]) AS w(id, n)
), locked AS (
    SELECT s.id, w.n FROM catalog_sku s JOIN wanted w ON w.id = s.id ORDER BY s.id FOR NO KEY UPDATE OF s
)
UPDATE catalog_sku s SET {change} FROM locked l WHERE s.id = l.id AND {guard} RETURNING s.id
"""
_RESERVE = _STATEMENT.format(
    change="reserved = s.reserved + l.n",
    guard="s.received - s.sold - s.reserved >= l.n AND NOT s.withdrawn"
    " AND EXISTS (SELECT 1 FROM catalog_listing g WHERE g.id = s.listing_id AND g.state = 'live')",
)
_RELEASE = _STATEMENT.format(change="reserved = s.reserved - l.n", guard="s.reserved >= l.n")
_SELL = _STATEMENT.format(change="reserved = s.reserved - l.n, sold = s.sold + l.n", guard="s.reserved >= l.n")


def reserve(quantities: Quantities) -> None:
    """Set pieces aside for an order, from its placing until it is shipped or ends.

    Raises `DomainError` with code `sold_out` naming the title, or `not_for_sale` when its listing is not live.
    """
    missing = _change(_RESERVE, quantities)
    if missing:
        raise _refusal(missing[0])


def release_reserved(quantities: Quantities) -> None:
    """Give back what was set aside: the order ended before its goods were sent."""
    _must_change(_RELEASE, quantities)


def mark_sold(quantities: Quantities) -> None:
    """What was set aside is shipped, and so sold."""
    _must_change(_SELL, quantities)


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


def _change(statement: str, quantities: Quantities) -> list[int]:
    """Run `statement` and answer the ids whose guard did not hold, ascending."""
    if not all(type(n) is int and n > 0 for n in quantities.values()):
        raise ValueError("quantities are whole numbers above 0")
    ids = sorted(quantities)
    with connection.cursor() as cursor:
        cursor.execute(statement, [ids, [quantities[i] for i in ids]])
        changed = {row[0] for row in cursor.fetchall()}
    return [i for i in ids if i not in changed]


def _must_change(statement: str, quantities: Quantities) -> None:
    """Like `_change`; a guard that does not hold is a bug of the caller and raises RuntimeError."""
    if missing := _change(statement, quantities):
        raise RuntimeError(f"more than is there of SKUs {missing}")


def _refusal(sku_id: int) -> DomainError:
    sku = Sku.objects.select_related("listing").filter(pk=sku_id).first()
    if sku is None or sku.withdrawn or sku.listing.state != ListingState.LIVE:
        title = sku.listing.title if sku else ""
        return DomainError("not_for_sale", _("“%(title)s” is no longer for sale."), {"title": title})
    if sku.stock > 0:
        return DomainError(
            "sold_out", _("Only %(left)s of “%(title)s” are left."), {"left": sku.stock, "title": sku.listing.title}
        )
    return DomainError("sold_out", _("“%(title)s” is sold out."), {"title": sku.listing.title})
