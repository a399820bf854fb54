"""What the desk calls what happens to money after its release: see names.py."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DEADLINES: Names = {"after_sale": _("Buyer to ask after the sale, else the release is final")}

ENTRIES: Names = {
    "hold:claw_back": _("Taken back from the shop"),
    "offset": _("Debt of a shop settled"),
}

ACTS: Names = {
    "order:after_sale_passed": _("The release is final"),
    "hold:reserve": _("Kept back from what the shop earned"),
    "hold:lift_reserve": _("No longer kept back"),
    "hold:claw_back": _("Taken back from the shop"),
    "book:pay_off": _("Debt paid off"),
    "book:write_off": _("Debt written off"),
}

INVARIANTS: Names = {
    "an_open_after_sale_claim_keeps_back_what_it_asks": _("An open request after the sale keeps back what it asks"),
}
