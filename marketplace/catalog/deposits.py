"""What a shop leaves with the host as long as it is open, and what the site asks for."""

from django.conf import settings

from escrow import queries
from marketplace.catalog.models import Shop


def missing(shop: Shop) -> int:
    """How much of the deposit the site asks for is not there, minor units."""
    return max(0, int(settings.SHOP_DEPOSIT) - queries.deposited(shop.book_id, shop.currency))
