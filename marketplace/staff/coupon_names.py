"""What the desk calls facts about coupons, deposits, and shops and accounts that close."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DEADLINES: Names = {"return_deposit": _("Send the deposit of a closed shop back")}

SUBJECTS: Names = {"coupon": _("coupon")}

ACTS: Names = {
    "coupon:made": _("Coupon made"),
    "coupon:proposed": _("Promotion proposed"),
    "coupon:agreed": _("Promotion agreed to"),
    "coupon:declined": _("Promotion turned down"),
    "coupon:paused": _("Coupon paused"),
    "coupon:resumed": _("Coupon counts again"),
    "shop:closed": _("Shop closed"),
    "person:account_closed": _("Account closed, name erased"),
}

INVARIANTS: Names = {
    "coupons_are_their_uses": _("A coupon has been used as often as its uses say"),
    "uses_are_the_discounts": _("What coupons took off stands in the orders"),
}
