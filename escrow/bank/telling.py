"""What the operators did at the bank becomes an event, kept in the commit of the act itself and worked off as a
provider's webhook is: at least once, with backoff and dead letters.
"""

from datetime import datetime

from escrow.bank.models import Arrival, Transfer
from escrow.payments import events
from escrow.payments.providers.protocol import Event

SOURCE = "bank_transfer"


def tell_of_arrival(arrival: Arrival, *, now: datetime) -> None:
    """It counts as money now. For the caller's transaction."""
    events.keep(SOURCE, Event(f"arrival:{arrival.pk}", "arrival.booked", {"arrival": arrival.pk}), now=now)


def tell_of_transfer(transfer: Transfer, *, now: datetime) -> None:
    """It was carried out, refused, or came back. For the caller's transaction."""
    name = f"transfer.{transfer.state}"
    events.keep(SOURCE, Event(f"{name}:{transfer.pk}", name, {"transfer": transfer.pk}), now=now)
