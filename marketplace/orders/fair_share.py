"""What one buyer may keep from others without paying for it."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from escrow.states import HoldState
from marketplace.catalog.models import Sku
from marketplace.orders.models import OrderLine
from marketplace.orders.quote import QuoteLine

#: The codes of a refusal that paying or cancelling what waits does away with.
TOO_MUCH_UNPAID = frozenset({"too_many_unpaid", "too_many_pieces_unpaid"})


def refuse_hoarding(buyer_id: int, wanted: Sequence[QuoteLine], *, unpaid: int) -> None:
    """Refuse what would leave too little for others while it waits to be paid; `unpaid` checkouts of the buyer do.

    All of them came of one basket, whose version is compared. Raises `DomainError` with code `too_many_unpaid` or
    `too_many_pieces_unpaid`.
    """
    if unpaid >= settings.MAX_UNPAID_CHECKOUTS:
        raise DomainError(
            "too_many_unpaid",
            _("You have %(count)s orders waiting to be paid. Pay or cancel one first."),
            {"count": unpaid},
        )
    waiting = _waiting(buyer_id, wanted) if unpaid else {}
    for line in wanted:
        most = fair_share(line.sku)
        if line.quantity + waiting.get(line.sku.pk, 0) > most:
            raise DomainError(
                "too_many_pieces_unpaid",
                _("Until you have paid, at most %(most)s of “%(title)s” are kept for you; %(waiting)s wait already."),
                {"most": most, "title": line.listing.title, "waiting": waiting.get(line.sku.pk, 0)},
            )


def fair_share(sku: Sku) -> int:
    """How many pieces of a SKU one buyer's unpaid orders may hold."""
    share, of = settings.UNPAID_SHARE
    return max(int(settings.MAX_UNPAID_PIECES), share * (sku.received - sku.sold) // of)


def _waiting(buyer_id: int, lines: Sequence[QuoteLine]) -> dict[int, int]:
    """Pieces in the buyer's unpaid orders, by SKU."""
    found = OrderLine.objects.filter(
        order__buyer=buyer_id, order__hold__state=HoldState.AWAITING_PAYMENT, sku__in=[line.sku.pk for line in lines]
    )
    return dict(found.order_by().values_list("sku").annotate(n=Sum("quantity")))
