"""Row ids drawn ahead of the row, in blocks, so that a move can name what it creates in one round trip.

The sequence `core_ids` steps by `BLOCK`; each thread hands out one block from memory. Ids are unique over all tables
that use them, never reused, and have gaps: nothing may be concluded from their distance.

That a block was drawn is on the disk when a commit behind it is. A database that dies before may give the same block to
somebody else; so a block lives no longer than the connection over which it was drawn.
"""

import os
import threading

from django.db import connection
from django.db.backends.signals import connection_created

BLOCK = 256


class _Block(threading.local):
    """What this thread has left. A connection belongs to a thread, too."""

    next = 0
    end = 0


_block = _Block()


def new_id() -> int:
    """A fresh id. Asks the database once for every `BLOCK` ids."""
    if _block.next == _block.end:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('core_ids')")
            _block.next = cursor.fetchone()[0]
        _block.end = _block.next + BLOCK
    _block.next += 1
    return _block.next - 1


def forget_block(**_what: object) -> None:
    """Drop the rest of the block: with a new connection, after a fork, or when a test changes databases."""
    _block.next = _block.end = 0


connection_created.connect(forget_block)
os.register_at_fork(after_in_child=forget_block)
