"""The switches: faults on demand, the clock, and things made to happen now."""

import math
from collections.abc import Callable
from typing import Final

from django.db import transaction

from escrow.sandbox import bell, chargebacks, charges, fields, payouts, webhooks
from escrow.sandbox.models import (
    Answer,
    Charge,
    Chargeback,
    Control,
    LateCharge,
    Parcel,
    ParcelEvent,
    Payout,
    Refund,
    Webhook,
)
from escrow.sandbox.refused import Refused

MODES: Final = ("deliver", "lose", "hold")
FARTHEST_SECONDS: Final = 20 * 365 * 86_400
MOST_COPIES: Final = 100
SWITCHES: Final = ("reorder", "reject_next_refund", "refuse_next_payout", "crash_after_charge")
SECONDS: Final = ("delay_seconds", "settle_after_seconds")
ORDERS: Final[dict[str, Callable[[str], None]]] = {
    "charge_late": charges.charge_late,
    "return_payout": payouts.return_now,
    "open_chargeback": chargebacks.open_whole,
    "win_chargeback": chargebacks.win,
    "lose_chargeback": chargebacks.lose,
}
KNOWN: Final = {"clock_offset_seconds", "webhooks", "repeat", "flush", *SWITCHES, *SECONDS, *ORDERS}


def shown() -> dict[str, object]:
    """The switches as they stand."""
    control = Control.current()
    names = ("clock_offset_seconds", "webhooks", "repeat", *SWITCHES, *SECONDS)
    return {name: getattr(control, name) for name in names}


def turn(body: fields.Body) -> None:
    """Set the named switches, then do what was ordered (late charge, return, flush); inside a transaction."""
    unknown = sorted(set(body) - KNOWN)
    if unknown:
        raise Refused(fields.UNPROCESSABLE, f"Unknown switches: {', '.join(unknown)}.")
    control = Control.current()
    for name in body:
        if name not in ORDERS and name != "flush":
            setattr(control, name, _clean(body, name))
    control.save()
    for name, order in ORDERS.items():
        if name in body:
            order(fields.text(body, name))
    if "flush" in body and _flag(body, "flush"):
        webhooks.flush()
    transaction.on_commit(bell.ring)


def reset() -> None:
    """Forget everything and turn every switch back; inside a transaction."""
    for rows in (
        Webhook.objects.all(),
        ParcelEvent.objects.all(),
        Parcel.objects.all(),
        Payout.objects.all(),
        Refund.objects.all(),
        Chargeback.objects.all(),
        LateCharge.objects.all(),
        Charge.objects.all(),
        Answer.objects.all(),
        Control.objects.all(),
    ):
        rows.delete()


def _clean(body: fields.Body, name: str) -> object:
    """The value for a switch, or a refusal."""
    if name == "webhooks":
        return _mode(body)
    if name in SWITCHES:
        return _flag(body, name)
    if name in SECONDS:
        return _seconds(body, name)
    return _whole(body, name)


def _mode(body: fields.Body) -> str:
    """What happens to new webhooks."""
    value = body["webhooks"]
    if not isinstance(value, str) or value not in MODES:
        raise Refused(fields.UNPROCESSABLE, f"webhooks must be one of {', '.join(MODES)}.")
    return value


def _flag(body: fields.Body, name: str) -> bool:
    """True or false."""
    value = body[name]
    if not isinstance(value, bool):
        raise Refused(fields.UNPROCESSABLE, f"{name} must be true or false.")
    return value


def _seconds(body: fields.Body, name: str) -> float:
    """Seconds from 0."""
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refused(fields.UNPROCESSABLE, f"{name} must be a number of seconds.")
    if not 0 <= value <= FARTHEST_SECONDS:
        raise Refused(fields.UNPROCESSABLE, f"{name} must be between 0 and {FARTHEST_SECONDS} seconds.")
    return float(value)


def _whole(body: fields.Body, name: str) -> int:
    """The clock's offset in whole seconds, either way; or how many times a webhook is sent."""
    value = body[name]
    least, most = (1, MOST_COPIES) if name == "repeat" else (-FARTHEST_SECONDS, FARTHEST_SECONDS)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Refused(fields.UNPROCESSABLE, f"{name} must be a whole number between {least} and {most}.")
    return value
