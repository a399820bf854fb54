"""Which constraint of the database a write broke: it decides between two who write at once."""

from django.db import IntegrityError


def broken(error: IntegrityError) -> str:
    """Its name, as the database reports it. Its sentence is not asked: that repeats what somebody has sent."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
