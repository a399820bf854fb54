"""Show a listing to everybody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from marketplace.catalog.models import Listing, ListingState
from marketplace.catalog.refusals import refuse_closed, refuse_without_deposit
from marketplace.suspensions.refusals import refuse_suspended


def publish_listing(listing: Listing, *, now: datetime) -> Listing:
    """Show a draft, or what was taken down.

    Raises `DomainError` with code `nothing_to_sell`, `shop_suspended`, `shop_closed` or `deposit_missing`.
    """
    if not listing.skus.filter(stock__gt=0, withdrawn=False).exists():
        raise DomainError("nothing_to_sell", _("Say first how many pieces there are."))
    with transaction.atomic():
        refuse_suspended(shops={listing.shop_id: listing.shop.owner_id})
        refuse_closed(listing.shop_id)
        refuse_without_deposit(listing.shop)
        if listing.state == ListingState.DRAFT:
            listing.listed_at = now
        listing.state = ListingState.LIVE
        listing.changed_at = now
        listing.save(update_fields=["state", "listed_at", "changed_at"])
    return listing
