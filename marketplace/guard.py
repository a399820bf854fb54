"""A site with real money never starts with its clock moved: only the demo may have moved it."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from core import clock


def refuse_moved_clock() -> None:
    """Raise ImproperlyConfigured when the stored offset is not zero and this is not the demo.

    A database that does not answer or has no tables yet refuses nothing here: `/readyz` asks again.
    """
    if settings.DEMO:
        return
    try:
        offset = clock.offset()
    except DatabaseError:
        return
    finally:
        # The process may fork after this; a connection must not be shared.
        if not connection.in_atomic_block:
            connection.close()
    if offset != timedelta(0):
        raise ImproperlyConfigured(
            f"The clock of this database was moved by {offset} in a demo: no promise made in it holds. Use another one."
        )
