"""What the desk calls entries written by hand: see names.py."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DECISIONS: Names = {
    "capital_in": _("Pay in the host’s own money"),
    "capital_draw": _("Draw the host’s own money"),
    "provider_fee": _("Book a provider’s fee"),
    "tax_remittance": _("Hand over tax"),
    "goodwill": _("Give a buyer goodwill"),
    "debt_write_off": _("Write off a shop’s debt"),
}

#: What each is for, where it is proposed.
MEANINGS: Names = {
    "capital_in": _("What the host has paid into the account at the provider."),
    "capital_draw": _("What the host takes out of it. A draw that would leave less than is owed is refused."),
    "provider_fee": _("What the provider or the bank has kept or charged, by its statement."),
    "tax_remittance": _("Tax that was collected goes to whom it is due. No more than was collected."),
    "goodwill": _("Something of the host’s own for a buyer, back the way the order was paid. The shop bears nothing."),
    "debt_write_off": _("What a shop owes and nobody will pay becomes the host’s loss."),
}

ENTRIES: Names = {
    "capital": _("The host’s own money moved"),
    "provider_fee": _("Provider’s fee"),
    "tax": _("Tax handed over"),
    "goodwill": _("Goodwill for a buyer"),
}

ACTS: Names = {
    "book:pay_in_capital": _("The host’s own money paid in"),
    "book:draw_capital": _("The host’s own money drawn"),
    "book:provider_fee": _("Provider’s fee booked"),
    "book:remit_tax": _("Tax handed over"),
    "hold:give_goodwill": _("Goodwill given to the buyer"),
}

TOPICS: Names = {"hold.goodwill_given": _("Goodwill given to the buyer")}
