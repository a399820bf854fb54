"""A claim goes on: to another state, without money."""

from datetime import datetime
from typing import Any

from core import effects
from core.actor import Actor
from core.effects import Effects
from marketplace.claims import clocks, facts
from marketplace.claims.case import Case, require
from marketplace.claims.states import ClaimState


def turn(
    case: Case,
    verb: str,
    to: ClaimState,
    *,
    now: datetime,
    actor: Actor,
    told: Effects = Effects(),
    passed: str = "",
    **data: Any,
) -> None:
    """Bring the claim to `to` and write what follows: its clocks, the record, what people are told (`told`).

    `data` goes onto the record. Raises as `require`; ValueError when the table knows no such step.
    """
    if to not in require(case, verb, actor.role):
        raise ValueError(f"{verb} does not lead from {case.state} to {to}")
    record = facts.audit(case.claim, verb, actor, **{"from": case.state.value, "to": to.value}, **data)
    effects.write(clocks.go(case, to, now, passed=passed) + record + told, now=now)
    case.claim.state = to
    case.claim.save(update_fields=["state"])
