"""The lives of an arrival (entered, then booked or discarded) and of a transfer (listed, then done or refused; done,
then perhaps returned).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArrivalState(models.TextChoices):
    """What became of a line of the bank statement that one operator entered."""

    ENTERED = "entered", _("waits for a second operator")
    BOOKED = "booked", _("booked")
    DISCARDED = "discarded", _("put away")


class TransferState(models.TextChoices):
    """Money the operators send from the bank by hand. Banks send money back days after they took it."""

    LISTED = "listed", _("to be carried out")
    DONE = "done", _("carried out at the bank")
    REFUSED = "refused", _("refused by the bank")
    RETURNED = "returned", _("came back")
