"""What the money of a reviewed order did, printed on the review: derived from the hold and the refunds out of it, never
typed, so that money given back for stars cannot hide.
"""

from django.db import models
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from core.models import AuditRecord
from escrow.payments.models import Refund
from escrow.states import HoldState
from marketplace.claims.binding import AFTER_SALE
from marketplace.orders.models import ClosedBy, Order
from reviews.models import Review


class Ending(models.TextChoices):
    """How the money of an order ended."""

    CONFIRMED = "confirmed", _("confirmed by the buyer")
    SILENCE = "silence", _("released by silence")
    CHARGED_BACK = "charged_back", _("taken back by the buyer’s bank")
    AFTER_FULL = "after_full", _("paid back in full after the sale")
    AFTER_PART = "after_part", _("paid back in part after the sale")
    PART = "part", _("paid back in part after a claim")
    CLAIM = "claim", _("paid back in full after a claim")
    RULED_FULL = "ruled_full", _("paid back in full by a ruling")
    RULED_PART = "ruled_part", _("paid back in part by a ruling")
    RULED_NOTHING = "ruled_nothing", _("a ruling gave the money to the shop")
    CALLED_OFF = "called_off", _("called off by the shop, paid back in full")
    NEVER_SHIPPED = "never_shipped", _("never shipped, paid back in full")
    LATE = "late", _("not shipped as promised, paid back in full")
    LOST = "lost", _("the parcel did not arrive, paid back in full")


_CLOSED: dict[str, Ending] = {
    ClosedBy.CLAIM: Ending.CLAIM,
    ClosedBy.SELLER: Ending.CALLED_OFF,
    ClosedBy.NEVER_SHIPPED: Ending.NEVER_SHIPPED,
    ClosedBy.BUYER: Ending.LATE,
    ClosedBy.LOST: Ending.LOST,
    ClosedBy.CHARGEBACK: Ending.CHARGED_BACK,
}


def with_ending(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """The reviews with what `ending_of` asks for, in the same query."""
    back = Refund.objects.filter(hold_id=OuterRef("order__hold_id"), book_id=OuterRef("shop_id")).values("hold_id")
    said = AuditRecord.objects.filter(subject_type="order", subject_id=OuterRef("order_id"), action="confirmed")
    return reviews.select_related("order__hold").annotate(
        paid_back=Subquery(back.annotate(sum=Sum("amount")).values("sum"), output_field=BigIntegerField()),
        was_confirmed=Exists(said),
        paid_after_sale=Exists(back.filter(reason__startswith=AFTER_SALE)),
    )


def ending_of(review: Review) -> Ending:
    """How the money ended, of a review read by `with_ending`."""
    read = vars(review)
    return ending(
        review.order, read["paid_back"] or 0, confirmed=read["was_confirmed"], after_sale=read["paid_after_sale"]
    )


def ending(order: Order, paid_back: int, *, confirmed: bool, after_sale: bool = False) -> Ending:
    """How an order's money ended; `paid_back`: minor units that went to the buyer, some of them `after_sale`, when the
    shop had them already. Raises ValueError before.
    """
    hold = order.hold
    if hold.state not in {HoldState.RELEASED, HoldState.SETTLED, HoldState.REFUNDED}:
        raise ValueError(f"the hold of order {order.pk} has not ended")
    if hold.given_back - hold.discount_back > paid_back:
        return Ending.CHARGED_BACK
    if hold.state == HoldState.RELEASED and after_sale:
        return Ending.AFTER_PART if hold.left else Ending.AFTER_FULL
    if hold.state == HoldState.RELEASED:
        kept = Ending.CONFIRMED if confirmed else Ending.SILENCE
        return Ending.PART if paid_back or hold.discount_back else kept
    if hold.state == HoldState.SETTLED:
        some = Ending.RULED_FULL if paid_back == hold.amount - hold.discount else Ending.RULED_PART
        return some if paid_back or hold.discount_back else Ending.RULED_NOTHING
    return _CLOSED[order.closed_by]
