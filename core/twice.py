"""An act that came too late is decided once more on what is there now."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

T = TypeVar("T")

#: PostgreSQL's code of a deadlock it has broken.
DEADLOCK = "40P01"


class ChangedMeanwhile(DomainError):
    """What an act was decided on is no longer so. Nothing was written; an enclosing transaction is spoilt."""

    def __init__(self) -> None:
        super().__init__("changed_meanwhile", _("Something changed meanwhile. Please look again."))


def twice(act: Callable[[], T]) -> T:
    """Run `act`; when what it decided on has changed, or it gave way to another, once more.

    Inside a transaction the outermost caller does that: the locks taken before would be kept. An act that locks and
    writes more than a move wraps its whole transaction in it. Raises what `act` raises.
    """
    try:
        return act()
    except (DomainError, OperationalError) as error:
        if connection.in_atomic_block or not _passes(error):
            raise
    return act()


def _passes(error: DomainError | OperationalError) -> bool:
    """Whether the act may well succeed when it is run once more."""
    if isinstance(error, DomainError):
        return error.code == "changed_meanwhile"
    return getattr(error.__cause__, "pgcode", None) == DEADLOCK
