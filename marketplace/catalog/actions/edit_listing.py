"""Change what a listing says and what there is to choose."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from marketplace.catalog import listing_facts
from marketplace.catalog import variants as choosing
from marketplace.catalog.actions.stock import set_stock
from marketplace.catalog.models import Category, Listing, Sku
from marketplace.catalog.variants import Variant


def edit_listing(
    listing: Listing,
    *,
    title: str,
    variants: Sequence[Variant],
    now: datetime,
    second_title: str = "",
    description: str = "",
    category: Category | None = None,
) -> Listing:
    """Change the words and the SKUs. A SKU that `variants` leaves out is withdrawn; orders keep their own copies.

    Raises `Invalid` for what cannot be read; `DomainError` with code `stock_below_sold`.
    """
    choices = choosing.checked(variants)
    listing_facts.describe(listing, title=title, second_title=second_title, description=description)
    listing.category = category
    listing.changed_at = now
    with transaction.atomic():
        listing.save(update_fields=["title", "second_title", "description", "category", "changed_at"])
        listing_facts.index(listing)
        _change_skus(listing, choices)
    return listing


def _change_skus(listing: Listing, choices: Sequence[Variant]) -> None:
    on_sale = listing.skus.filter(withdrawn=False)
    ids = set(on_sale.select_for_update().order_by("pk").values_list("pk", flat=True))
    kept = {choice.sku_id for choice in choices if choice.sku_id is not None}
    if not kept <= ids:
        raise Invalid("variant_unknown", _("One of the variants is no longer on this page. Please open it again."))
    on_sale.exclude(pk__in=kept).update(withdrawn=True)
    # Names are unique on a page: put them aside first, so that two may change places.
    on_sale.update(name=Concat(Value("\t"), Cast(F("pk"), CharField())))
    for position, choice in enumerate(choices):
        if choice.sku_id is None:
            Sku.objects.create(
                listing=listing, name=choice.name, price=choice.price, received=choice.stock, position=position
            )
        else:
            on_sale.filter(pk=choice.sku_id).update(name=choice.name, price=choice.price, position=position)
            set_stock(choice.sku_id, stock=choice.stock, seen=choice.seen)
