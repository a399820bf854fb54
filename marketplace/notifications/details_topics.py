"""What a shop's owner is told about its bank account: see topics.py. That it is to change goes out as a letter of its
own (details_letter.py), to the address they had before.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.notifications.telling import Telling

DETAILS_TOPICS: Mapping[str, tuple[Telling, ...]] = {
    "details.change_asked": (
        Telling(
            Role.SELLER, _("Your payouts shall go to {account} from tomorrow on. Until then they wait."), mail=False
        ),
    ),
    "details.changed": (Telling(Role.SELLER, _("From now on your payouts go to {account}.")),),
    "details.change_undone": (Telling(Role.SELLER, _("Undone: your payouts do not go to {account}.")),),
}
