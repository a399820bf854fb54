"""What the desk calls things about orders: see names.py."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DEADLINES: Names = {
    "pay": _("Buyer to pay"),
    "remind_pay": _("Remind the buyer to pay"),
    "ship_promise": _("Shop to ship, as promised"),
    "remind_ship": _("Remind the shop to ship"),
    "ship_latest": _("Refund what was never shipped"),
    "release": _("Release to the shop"),
    "handed_over_again": _("Parcel to be handed over again"),
    "remind_release_third": _("Remind the buyer: a third of the time is left"),
    "remind_release_3d": _("Remind the buyer: 3 days are left"),
    "remind_release_1d": _("Remind the buyer: 1 day is left"),
}

TOPICS: Names = {
    "order.placed": _("Order placed"),
    "order.paid": _("Order paid"),
    "order.packed": _("Packing begun"),
    "order.promise_passed": _("Promised time to ship passed"),
    "order.shipped": _("Parcel shipped"),
    "order.delivered": _("Parcel delivered"),
    "order.parcel_returned": _("Parcel came back"),
    "order.parcel_lost": _("Parcel lost"),
    "order.handed_over_again": _("Parcel handed over again"),
    "order.extended": _("Time to look at the goods made longer"),
    "order.cancelled": _("Order cancelled"),
    "order.closed_unpaid": _("Closed unpaid"),
    "order.never_shipped": _("Never shipped, refunded"),
    "order.parcel_refunded": _("Parcel not sent again, refunded"),
    "order.pay_soon": _("Remind the buyer to pay"),
    "order.ship_soon": _("Remind the shop to ship"),
    "order.release_soon": _("Remind the buyer: the time ends soon"),
    "shipment.made": _("Tell the courier about a parcel"),
}
