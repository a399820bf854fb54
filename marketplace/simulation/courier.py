"""The courier of the simulation: parcels the site told it of, and what became of them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from marketplace.simulation.line import Body

if TYPE_CHECKING:
    from marketplace.simulation.world import World

Key = tuple[str, str]


class Courier:
    """Parcels by carrier and number; it rings the site whenever one moves, once it knows of the parcel."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._addresses: dict[Key, str] = {}
        self._events: dict[Key, list[dict[str, Any]]] = {}

    def answer(self, method: str, path: list[str], asked: Body) -> tuple[int, Body]:
        """The API below /courier/."""
        match method, path:
            case "POST", ["parcels"]:
                key = (asked["carrier"], asked["number"])
                self._addresses[key] = asked["notify_url"]
                self._events.setdefault(key, [self._event("accepted", self._world.now)])
                return 201, self._shown(key)
            case "GET", ["parcels", carrier, number]:
                if (carrier, number) in self._events:
                    return 200, self._shown((carrier, number))
        return 404, {"error": "The courier does not know this parcel."}

    def move(self, carrier: str, number: str, event: str) -> None:
        """Something happens to a parcel; nobody is told of one that was never announced."""
        key = (carrier, number)
        self._events.setdefault(key, []).append(self._event(event, self._world.now))
        if key in self._addresses:
            self._world.bell.ring(self._addresses[key], f"parcel.{event}", self._shown(key))

    def _event(self, kind: str, at: datetime) -> dict[str, Any]:
        return {"type": kind, "at": at.isoformat(), "text": ""}

    def _shown(self, key: Key) -> dict[str, Any]:
        events = self._events[key]
        return {"carrier": key[0], "number": key[1], "state": events[-1]["type"], "events": events}
