"""The buyers' banks: they take a charge back, look at what the site shows, and say who was right.

They speak through the provider, as docs/sandbox.md says: who shows nothing in time has lost.
"""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from marketplace.simulation.happening import Act, Doing
from marketplace.simulation.line import Body
from marketplace.simulation.row import Row

if TYPE_CHECKING:
    from marketplace.simulation.world import World

FEE = 1_500
TIME = timedelta(days=7)
#: How soon a bank decides that does not wait for anybody, and what others think of what they were shown.
AT_ONCE, RIGHT = 0.15, 0.6


class Bank:
    """Disputes by the provider's code."""

    def __init__(self, world: "World") -> None:
        self.disputes: dict[str, Row] = {}
        self._world = world

    def dispute(self, charge: Row, share: float) -> None:
        """The buyer's bank takes a part of a charge back, once."""
        code, amount = f"cb_{charge.facts['id'][3:]}", max(1, int(charge.facts["amount_minor"] * share))
        if code in self.disputes:
            return
        now = self._world.now
        facts = {
            "id": code,
            "charge": charge.facts["id"],
            "amount_minor": amount,
            "fee_minor": FEE,
            "currency": charge.facts["currency"],
            "reason": "The cardholder does not recognise the charge.",
            "state": "open",
            "evidence": False,
            "due_at": (now + TIME).isoformat(),
            "opened_at": now.isoformat(),
        }
        row = self.disputes[code] = Row(facts, now, charge.notify_url)
        self._world.model.took_back(code, charge.facts["id"], amount, FEE)
        self._tell(row, "opened")
        chance = self._world.wanted.chance("bank", code)
        if chance.likely(AT_ONCE):
            state = chance.choice(("won", "won", "lost"))
            self._later(timedelta(hours=50 * chance.random()), partial(self._decide, row, state))
        self._later(TIME + timedelta(hours=1), partial(self._miss, row))

    def answer(self, method: str, path: list[str], asked: Body) -> tuple[int, Body]:
        """Evidence, below /api/chargebacks/."""
        row = self.disputes.get(path[0])
        if row is None or (method, path[1:]) != ("POST", ["evidence"]):
            return 404, {"error": "There is no such chargeback."}
        if row.facts["state"] != "open" or self._world.now > row.changed + TIME:
            return 409, {"error": "Nothing more is taken in about this chargeback."}
        if not row.facts["evidence"] and asked:
            row.facts["evidence"] = True
            chance = self._world.wanted.chance("bank", path[0], "shown")
            state = "won" if chance.likely(RIGHT) else "lost"
            self._later(timedelta(days=1 + 6 * chance.random()), partial(self._decide, row, state))
        return 201, row.shown()

    def _later(self, wait: timedelta, act: Act) -> None:
        self._world.at(self._world.now + wait, Doing("bank decides", "provider", act))

    def _miss(self, row: Row) -> None:
        if not row.facts["evidence"]:
            self._decide(row, "lost")

    def _decide(self, row: Row, state: str) -> None:
        if row.facts["state"] == "open":
            row.facts["state"] = state
            row.changed = self._world.now
            self._tell(row, state)

    def _tell(self, row: Row, what: str) -> None:
        shown: dict[str, Any] = row.shown()
        self._world.bell.ring(row.notify_url, f"chargeback.{what}", shown | {"reference": row.facts["id"]})
