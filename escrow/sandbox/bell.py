"""Wakes the background threads at once after a commit; they look by themselves every second anyway."""

import threading

_bells = {"send": threading.Event(), "settle": threading.Event()}


def ring() -> None:
    """There may be something to do."""
    for bell in _bells.values():
        bell.set()


def wait(name: str, seconds: float) -> None:
    """Sleep until the bell of thread `name` rings, or for `seconds`."""
    _bells[name].wait(seconds)
    _bells[name].clear()
