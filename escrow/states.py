"""The life of a hold, as a table of data. Terminal states are entered once and never left: what is taken back from a
seller afterwards changes what was given back, never the state.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HoldState(models.TextChoices):
    """Where a hold stands."""

    AWAITING_PAYMENT = "awaiting_payment", _("awaiting payment")
    HELD = "held", _("held")
    RELEASED = "released", _("released")
    REFUNDED = "refunded", _("refunded")
    SETTLED = "settled", _("settled")
    VOID = "void", _("void")


#: (state, verb) -> next state. A verb that is missing in a state is refused there. `frozen` verbs are below.
HOLD_TRANSITIONS: dict[tuple[HoldState, str], HoldState] = {
    (HoldState.AWAITING_PAYMENT, "fund"): HoldState.HELD,
    (HoldState.AWAITING_PAYMENT, "void"): HoldState.VOID,
    (HoldState.HELD, "release"): HoldState.RELEASED,
    (HoldState.HELD, "refund_part"): HoldState.HELD,
    (HoldState.HELD, "refund"): HoldState.REFUNDED,
    (HoldState.HELD, "freeze"): HoldState.HELD,
    (HoldState.HELD, "unfreeze"): HoldState.HELD,
    (HoldState.HELD, "settle"): HoldState.SETTLED,
    (HoldState.HELD, "charge_back_part"): HoldState.HELD,
    (HoldState.HELD, "charge_back"): HoldState.REFUNDED,
    (HoldState.RELEASED, "reserve"): HoldState.RELEASED,
    (HoldState.SETTLED, "reserve"): HoldState.SETTLED,
    (HoldState.RELEASED, "claw_back"): HoldState.RELEASED,
    (HoldState.SETTLED, "claw_back"): HoldState.SETTLED,
}

#: What may still happen while a freeze is open.
ALLOWED_WHILE_FROZEN = frozenset({"freeze", "unfreeze", "settle", "charge_back_part", "charge_back"})

#: What needs an open freeze.
NEEDS_FREEZE = frozenset({"unfreeze", "settle", "charge_back_part", "charge_back"})

#: What needs money that has left our keeping towards the seller.
NEEDS_END = frozenset({"reserve", "claw_back"})

ENDED = frozenset({HoldState.RELEASED, HoldState.REFUNDED, HoldState.SETTLED, HoldState.VOID})
