"""Hears what the site writes into its log: an error that nobody brought about ends the simulation."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.faults import is_ours


class Ear(logging.Handler):
    """Keeps the first error that is not of our making; `deliberate` counts the others."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.first = ""
        self.deliberate = 0

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and is_ours(error):
            self.deliberate += 1
        elif not self.first:
            self.first = f"{record.getMessage()} {type(error).__name__ if error else ''} {error or ''}".strip()

    def check(self) -> None:
        """Raises Disagreement when something was heard."""
        if self.first:
            raise Disagreement("error in the log", self.first)


@contextmanager
def listening() -> Iterator[Ear]:
    """Hear all loggers of the site inside the block; nothing is printed meanwhile."""
    root, ear = logging.getLogger(), Ear()
    before, root.handlers = root.handlers, [ear]
    try:
        yield ear
    finally:
        root.handlers = before
