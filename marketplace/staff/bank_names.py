"""What the desk calls the host's own bank: lines of its statement, transfers by hand."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

SUBJECTS: Names = {
    "arrival": _("line of the bank statement"),
    "transfer": _("bank transfer"),
}

ACTS: Names = {
    "arrival:enter": _("Line of the bank statement entered"),
    "arrival:match": _("Line of the bank statement matched"),
    "arrival:book": _("Line of the bank statement booked"),
    "arrival:discard": _("Line of the bank statement put away"),
    "transfer:tick_off": _("Bank transfer carried out"),
    "transfer:refuse": _("Bank transfer refused by the bank"),
    "transfer:return": _("Bank transfer came back"),
}

DECISIONS: Names = {"transfer_refuse": _("The bank refused a transfer")}

REPORTS: Names = {
    "arrival.booked": _("Line of the bank statement booked"),
    "transfer.done": _("Bank transfer carried out"),
    "transfer.refused": _("Bank transfer refused by the bank"),
    "transfer.returned": _("Bank transfer came back"),
}
