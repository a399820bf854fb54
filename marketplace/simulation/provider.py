"""The provider of the simulation: keeps what it took, sends back and pays out in Python, and settles in its own time.

It speaks the API of the sandbox (docs/sandbox.md) and knows nothing of the site's books.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from marketplace.simulation.happening import Act, Doing
from marketplace.simulation.line import Body
from marketplace.simulation.row import Row

if TYPE_CHECKING:
    from marketplace.simulation.world import World

#: Shares of what ends otherwise than hoped: refunds rejected; payouts refused, and returned days after they were paid.
REJECTED, REFUSED, RETURNED = 0.03, 0.04, 0.04


@dataclass(slots=True)
class Provider:
    """Everything it knows, by reference."""

    world: "World"
    charges: dict[str, Row] = field(default_factory=dict)
    refunds: dict[str, Row] = field(default_factory=dict)
    payouts: dict[str, Row] = field(default_factory=dict)
    #: Charges by the reference of the payment they were made for.
    made_for: dict[str, list[Row]] = field(default_factory=dict)
    _left: dict[str, int] = field(default_factory=dict)

    def answer(self, method: str, path: list[str], asked: Body) -> tuple[int, Body]:
        """The API below /api/."""
        if path[0] == "chargebacks":
            return self.world.bank.answer(method, path[1:], asked)
        match method, path:
            case "GET", ["charges"]:
                return 200, {"charges": [row.shown() for row in self.made_for.get(asked["reference"], ())]}
            case "GET", ["report"]:
                return 200, self._report(datetime.fromisoformat(asked["since"]))
            case "GET", ["refunds" | "payouts" as kind, reference]:
                row = self._rows(kind).get(reference)
                return (200, row.shown()) if row else (404, {"error": "There is nothing with this reference."})
            case "POST", ["refunds" | "payouts" as kind]:
                return (self._refund if kind == "refunds" else self._payout)(asked)
        return 400, {"error": f"{method} {path} cannot be read."}

    def charge(self, reference: str, amount: int, currency: str, notify_url: str) -> None:
        """Somebody pays at the cashier under `reference`; nobody asks whether that is what was wanted."""
        code = f"ch_{len(self.charges) + 1:08d}"
        facts = {
            "id": code,
            "reference": reference,
            "amount_minor": amount,
            "currency": currency,
            "captured_at": self.world.now.isoformat(),
        }
        row = self.charges[code] = Row(facts, self.world.now, notify_url)
        self.made_for.setdefault(reference, []).append(row)
        self._left[code] = amount
        self.world.model.charged(code, reference, amount, currency)
        self.world.bell.ring(notify_url, "charge.captured", row.shown())

    def _rows(self, kind: str) -> dict[str, Row]:
        return self.refunds if kind == "refunds" else self.payouts

    def _refund(self, asked: Body) -> tuple[int, Body]:
        reference, amount = asked["reference"], asked["amount_minor"]
        if (before := self.refunds.get(reference)) is not None:
            return 201, before.shown()  # the same key, the first answer
        if amount > self._left[asked["charge"]]:
            return 422, {"error": f"Only {self._left[asked['charge']]} minor units are left of this charge."}
        self._left[asked["charge"]] -= amount
        row = self.refunds[reference] = self._pending(asked, charge=asked["charge"])
        rejected = self._draw(reference) < REJECTED and "." not in reference
        self._settle(row, partial(self._finish_refund, row, rejected=rejected))
        return 201, row.shown()

    def _finish_refund(self, row: Row, *, rejected: bool) -> None:
        if rejected:
            self._left[row.facts["charge"]] += row.facts["amount_minor"]
            self._turn(row, "refund", "rejected", "The buyer's card is closed.")
        else:
            self._turn(row, "refund", "succeeded")

    def _payout(self, asked: Body) -> tuple[int, Body]:
        reference = asked["reference"]
        if (before := self.payouts.get(reference)) is not None:
            return 201, before.shown()
        row = self.payouts[reference] = self._pending(asked)
        self.world.model.pays_out(reference, asked["account"]["number"])
        fate = self._draw(reference)
        if fate < REFUSED:
            self._settle(row, partial(self._turn, row, "payout", "refused", "The bank does not know this account."))
            return 201, row.shown()
        self._settle(row, partial(self._turn, row, "payout", "paid"))
        if fate < REFUSED + RETURNED:
            back = timedelta(days=2 + self._draw(reference, "days"))
            bounce = partial(self._turn, row, "payout", "returned", "The account is closed.")
            self.world.at(self.world.now + back, Doing("bank returns", "provider", bounce))
        return 201, row.shown()

    def _pending(self, asked: Body, **more: Any) -> Row:
        facts: dict[str, Any] = {
            "reference": asked["reference"],
            "state": "pending",
            "reason": "",
            "amount_minor": asked["amount_minor"],
            "currency": asked["currency"],
            "requested_at": self.world.now.isoformat(),
        }
        return Row(facts | more, self.world.now, asked["notify_url"])

    def _settle(self, row: Row, finish: Act) -> None:
        wait = timedelta(minutes=1 + 240 * self._draw(row.facts["reference"], "wait") ** 3)
        self.world.at(self.world.now + wait, Doing("provider settles", "provider", finish))

    def _turn(self, row: Row, kind: str, state: str, reason: str = "") -> None:
        row.facts |= {"state": state, "reason": reason}
        row.changed = self.world.now
        self.world.bell.ring(row.notify_url, f"{kind}.{state}", row.shown())

    def _draw(self, *about: str) -> float:
        return self.world.wanted.chance("provider", *about).random()

    def _report(self, since: datetime) -> Mapping[str, list[dict[str, Any]]]:
        kinds = {
            "charges": self.charges,
            "refunds": self.refunds,
            "payouts": self.payouts,
            "chargebacks": self.world.bank.disputes,
        }
        return {kind: [row.shown() for row in rows.values() if row.changed >= since] for kind, rows in kinds.items()}
