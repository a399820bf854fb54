"""Hide a listing."""

from datetime import datetime

from marketplace.catalog.models import Listing, ListingState


def take_down_listing(listing: Listing, *, now: datetime) -> Listing:
    """Hide it from everybody but its shop. Orders that exist go on."""
    listing.state = ListingState.HIDDEN
    listing.changed_at = now
    listing.save(update_fields=["state", "changed_at"])
    return listing
