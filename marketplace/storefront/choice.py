"""What the front page shows: most bought in the last seven days, then the newest, at most two of a shop."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Sum

from marketplace.catalog.cards import Card, cards
from marketplace.catalog.models import Listing
from marketplace.catalog.queries import live_listings
from marketplace.orders.models import OrderLine

WEEK = timedelta(days=7)
SHOWN, OF_ONE_SHOP = 8, 2
#: So many are looked at before those of one shop are thinned out.
LOOKED_AT = 4 * SHOWN


def good_this_week(now: datetime) -> list[Card]:
    """At most eight cards of things that can be bought. Four queries."""
    of_shop: Counter[int] = Counter()
    chosen = []
    for listing in _candidates(now):
        of_shop[listing.shop_id] += 1
        if of_shop[listing.shop_id] <= OF_ONE_SHOP and listing not in chosen:
            chosen.append(listing)
        if len(chosen) == SHOWN:
            break
    return cards(chosen)


def _candidates(now: datetime) -> Iterator[Listing]:
    """Those bought, most pieces first, then the newest."""
    on_sale = live_listings().filter(pieces__gt=0).select_related("shop")  # type: ignore[misc]  # annotated
    paid = OrderLine.objects.filter(order__hold__funded_at__gte=now - WEEK).values("sku__listing")
    most = list(paid.annotate(n=Sum("quantity")).order_by("-n", "sku__listing")[:LOOKED_AT])
    found = on_sale.in_bulk([row["sku__listing"] for row in most])
    yield from (found[row["sku__listing"]] for row in most if row["sku__listing"] in found)
    yield from on_sale.exclude(pk__in=found).order_by("-listed_at", "-pk")[:LOOKED_AT]
