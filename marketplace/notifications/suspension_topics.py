"""What people are told about suspensions: see topics.py. The reasons stand beside it, read when it is read or sent."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.notifications.telling import Payload, Telling
from marketplace.suspensions.models import Kind, Suspension

BUYER, SELLER, OPERATOR = Role.BUYER, Role.SELLER, Role.OPERATOR


def _of(kind: Kind) -> Callable[[Payload], bool]:
    """Whether a shop or a person is suspended: its owner is told as a seller, the person as a buyer."""
    return lambda payload: payload.get("of") == kind


PERSON, SHOP = _of(Kind.PERSON), _of(Kind.SHOP)

SUSPENSION_TOPICS: Mapping[str, tuple[Telling, ...]] = {
    "suspension.imposed": (
        Telling(BUYER, _("We have suspended your account. What is open runs on. You can appeal once."), (), PERSON),
        Telling(
            SELLER, _("We have suspended your shop. Open orders run on, payouts wait. You can appeal once."), (), SHOP
        ),
    ),
    "suspension.appealed": (Telling(OPERATOR, _("An appeal against a suspension waits for a decision.")),),
    "suspension.overdue": (Telling(OPERATOR, _("An appeal against a suspension is overdue.")),),
    "suspension.kept": (
        Telling(BUYER, _("We have looked again: your account stays suspended."), (), PERSON),
        Telling(SELLER, _("We have looked again: your shop stays suspended."), (), SHOP),
    ),
    "suspension.lifted": (
        Telling(BUYER, _("Your account is no longer suspended."), (), PERSON),
        Telling(
            SELLER,
            _("Your shop is no longer suspended. Your goods stand on the shelves again, and payouts go on."),
            (),
            SHOP,
        ),
    ),
}


def reason_of(topic: str, suspension: Suspension) -> str:
    """What the desk wrote to whom it concerns; for the desk itself nothing."""
    reasons = {
        "suspension.imposed": suspension.reason,
        "suspension.kept": suspension.kept_reason,
        "suspension.lifted": suspension.lifted_reason,
    }
    return reasons.get(topic, "")
