"""What a payment is for, as the layer above says it: the books know holds, and nothing of what is bought."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from core.effects import Effects
from escrow.models import Hold
from escrow.payments.models import Payment


class PaidFor(NamedTuple):
    """What a payment is for: each hold, with what the layer above adds when it is funded; `besides`, what it adds once.

    Of a hold are needed what `holds.keep` asks, and its version.
    """

    holds: Sequence[tuple[Hold, Effects]]
    besides: Effects


#: What the layer above knows of a payment that awaits its money; None where it is not to be paid for at once.
Pays = Callable[[Payment, datetime], PaidFor | None]
