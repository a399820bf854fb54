"""What a shop's owner is told about its deposit: see topics.py."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.notifications.telling import Payload, Telling


def _whole(payload: Payload) -> bool:
    """Whether all that was taken back still lay in the deposit."""
    return not payload.get("owed")


def _short(payload: Payload) -> bool:
    return not _whole(payload)


DEPOSIT_TOPICS: Mapping[str, tuple[Telling, ...]] = {
    "deposit.paid": (Telling(Role.SELLER, _("{amount} has come and is in your deposit.")),),
    "deposit.disputed": (
        Telling(
            Role.SELLER,
            _("Your bank disputes {amount} of your deposit. Until it has decided, the deposit stays here."),
        ),
    ),
    "deposit.dispute_won": (
        Telling(Role.SELLER, _("Your bank gave {amount} of your deposit back. The dispute is over.")),
    ),
    "deposit.charged_back": (
        Telling(Role.SELLER, _("Your bank has taken {amount} of your deposit back."), (), _whole),
        Telling(
            Role.SELLER,
            _("Your bank has taken {amount} of your deposit back. Not all of it was there: your shop owes the rest."),
            (),
            _short,
        ),
    ),
}
