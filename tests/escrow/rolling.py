"""Rolling the books up to the end, beside neighbours that still write."""

import time
from collections.abc import Callable

from django.db.models import Max

from escrow import checkpoints
from escrow.ledger.models import Checkpoint, Posting


def roll_up_everything(roll_up: Callable[[], int] = checkpoints.roll_up) -> int:
    """Another database of the same server may have an older transaction open for a while: it holds the roll-up back.

    Answers how many checkpoints changed.
    """
    limit, changed = time.monotonic() + 60, 0
    while Posting.objects.filter(xid__gte=Checkpoint.objects.aggregate(mark=Max("xid"))["mark"] or 0).exists():
        assert time.monotonic() < limit
        changed += roll_up()
    return changed
