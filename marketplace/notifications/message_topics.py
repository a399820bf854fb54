"""What people are told about conversations and reports: see topics.py. Words that were written stand in no notice."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.notifications.telling import Payload, Telling

BUYER, SELLER = Role.BUYER, Role.SELLER


def _to(role: Role, *, order: bool) -> Callable[[Payload], bool]:
    """That side is told, about an order or a question before buying."""
    return lambda payload: payload.get("of") == role.value and bool(payload.get("order")) == order


MESSAGE_TOPICS: Mapping[str, tuple[Telling, ...]] = {
    "message.sent": (
        Telling(BUYER, _("{shop} wrote to you about order {reference}."), (), _to(BUYER, order=True)),
        Telling(SELLER, _("{buyer} wrote to you about order {reference}."), (), _to(SELLER, order=True)),
        Telling(BUYER, _("{shop} answered you."), (), _to(BUYER, order=False)),
        Telling(SELLER, _("{buyer} asks you something."), (), _to(SELLER, order=False)),
    ),
    "report.closed": (Telling(BUYER, _("We looked at what you reported.")),),
}
