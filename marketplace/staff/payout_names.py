"""What the desk calls things about payouts and where they go: see names.py."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DEADLINES: Names = {
    "payout_details": _("Pay out to another bank account"),
    "scheduled_payout": _("Pay out by itself"),
}

SUBJECTS: Names = {"payout_account": _("bank account")}

ACTS: Names = {
    "book:set_payout_account": _("Bank account set"),
    "book:stop_payouts": _("Payouts stopped"),
    "book:let_payouts_go": _("Payouts go on"),
    "book:set_schedule": _("Chosen when money is paid out by itself"),
    "payout_account:change_details": _("Another bank account named"),
    "payout_account:undo_details": _("The other bank account undone"),
    "payout_account:pass_details": _("Payouts go to the other bank account"),
}

DECISIONS: Names = {
    "payout_send": _("Send a large payout"),
    "payout_refuse": _("Give a large payout back to the shop"),
}

INVARIANTS: Names = {"large_payouts_were_agreed_on": _("Large payouts were agreed on by two operators")}

TOPICS: Names = {
    "payout.requested": _("Payout asked for"),
    "payout.paid": _("Payout arrived"),
    "payout.returned": _("Payout came back"),
    "payout.refused": _("Payout given back to the shop"),
    "details.change_asked": _("Another bank account named"),
    "details.address_differs": _("Another bank account named, told to today’s address"),
    "details.change_undone": _("The other bank account undone"),
    "details.changed": _("Payouts go to the other bank account"),
}
