"""Whether a verb may be done to a hold now: the table of `escrow.states`, with the refusals in words."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from escrow.models import Hold
from escrow.states import ALLOWED_WHILE_FROZEN, ENDED, HOLD_TRANSITIONS, NEEDS_END, NEEDS_FREEZE, HoldState


def next_state(hold: Hold, verb: str) -> HoldState:
    """The state `verb` leads to.

    Raises DomainError: hold_ended, hold_not_paid, hold_paid, hold_held, hold_frozen, hold_not_frozen.
    """
    state = HoldState(hold.state)
    if state is HoldState.HELD and verb in NEEDS_END:
        raise DomainError("hold_held", _("The money of this order is still in keeping."))
    if state in ENDED and (state, verb) not in HOLD_TRANSITIONS:
        raise DomainError("hold_ended", _("The money of this order has already been decided on."))
    if (state, verb) not in HOLD_TRANSITIONS:
        if state is HoldState.AWAITING_PAYMENT:
            raise DomainError("hold_not_paid", _("This order has not been paid."))
        raise DomainError("hold_paid", _("This order has been paid."))
    if hold.freeze_count and verb not in ALLOWED_WHILE_FROZEN:
        raise DomainError("hold_frozen", _("The money is frozen until the open claim is decided."))
    if not hold.freeze_count and verb in NEEDS_FREEZE:
        raise DomainError("hold_not_frozen", _("The money is not frozen."))
    return HOLD_TRANSITIONS[state, verb]
