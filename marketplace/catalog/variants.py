"""What there is to choose on a listing's page, checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from core import words
from core.errors import Invalid
from core.money import MAX_MINOR

MOST_VARIANTS = 30
MOST_PIECES = 1_000_000


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing to choose: its name (empty when there is no choice), price in minor units, pieces for sale.

    `sku_id` names the SKU it changes, None makes one; `seen` is the stock the seller was shown (see `stock.set_stock`).
    """

    name: str
    price: int
    stock: int
    sku_id: int | None = None
    seen: int | None = None


def checked(variants: Sequence[Variant]) -> list[Variant]:
    """The variants with clean names.

    Raises `Invalid` for none at all, too many, a name twice or missing, and numbers out of bounds.
    """
    choices = [replace(v, name=words.line(v.name, field="variants", at_most=60)) for v in variants]
    if not 1 <= len(choices) <= MOST_VARIANTS:
        raise Invalid("variant_count", _("There are 1 to %(most)s variants."), {"most": MOST_VARIANTS})
    names = [choice.name for choice in choices]
    if len(set(names)) < len(names):
        raise Invalid("variant_twice", _("Two variants have the same name."), field="variants")
    if len(names) > 1 and "" in names:
        raise Invalid("variant_unnamed", _("Give every variant a name."), field="variants")
    for choice in choices:
        if not 1 <= choice.price <= MAX_MINOR:
            raise Invalid("price_out_of_bounds", _("A price is more than 0."), field="price")
        if not 0 <= choice.stock <= MOST_PIECES:
            raise Invalid("stock_out_of_bounds", _("Have 0 to %(most)s pieces."), {"most": MOST_PIECES}, field="stock")
    return choices
