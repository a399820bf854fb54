"""Row ids drawn ahead of the row, in blocks, so that a move can name what it creates in one round trip.

The sequence `core_ids` steps by `BLOCK`; each process hands out one block from memory. Ids are unique over all tables
that use them, never reused, and have gaps: nothing may be concluded from their distance.
"""

import os
import threading

from django.db import connection

BLOCK = 256

_lock = threading.Lock()
_next = 0
_end = 0


def new_id() -> int:
    """A fresh id. Asks the database once for every `BLOCK` ids."""
    global _next, _end  # noqa: PLW0603 - the block belongs to the process
    with _lock:
        if _next == _end:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('core_ids')")
                _next = cursor.fetchone()[0]
            _end = _next + BLOCK
        _next += 1
        return _next - 1


def forget_block() -> None:
    """Drop the rest of the block: after a fork, or when a test changes databases."""
    global _next, _end  # noqa: PLW0603
    _next = _end = 0


def _after_fork() -> None:
    global _lock  # noqa: PLW0603 - another thread of the parent may have held the old one
    _lock = threading.Lock()
    forget_block()


os.register_at_fork(after_in_child=_after_fork)
