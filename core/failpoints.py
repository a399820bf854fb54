"""Named places where a crash is tried out. Inert unless armed by a test or a simulation.

Every money act passes three: before its commit, after it, and between two acts of one task.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction

_registry: dict[str, str] = {}
_armed: dict[str, Callable[[], None]] = {}


def register(name: str, where: str) -> str:
    """Give a failpoint its name, once, at import. Answers the name."""
    if name in _registry and _registry[name] != where:
        message = f"failpoint {name} is registered twice"
        raise ValueError(message)
    _registry[name] = where
    return name


def names() -> list[str]:
    """Every registered failpoint, in order of name."""
    return sorted(_registry)


def reach(name: str) -> None:
    """Pass the point `name`: nothing happens unless it is armed."""
    if _armed and (act := _armed.get(name)):
        act()


def reach_committed(name: str) -> None:
    """Pass the point `name` when what was written is committed: now, or together with the transaction around it."""
    # Most of the time nothing is armed, and asking whose transaction this is would take longer than all else here.
    if _armed:
        transaction.on_commit(partial(reach, name))


@contextmanager
def armed(name: str, act: Callable[[], None]) -> Iterator[None]:
    """Run `act` whenever `name` is reached inside the block. Raises KeyError for an unknown name."""
    _registry[name]
    _armed[name] = act
    try:
        yield
    finally:
        del _armed[name]
