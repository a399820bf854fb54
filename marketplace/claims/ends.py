"""The ends of a claim: without money, with a refund both agree on, or by a ruling that divides the money for good.

A claim that was made after the release (binding.py) ends nothing but itself: the order has ended before.
"""

from datetime import datetime

from core.actor import Actor
from core.effects import Effects
from escrow.terms import divide_back
from marketplace.catalog.actions import stock
from marketplace.claims import binding, clocks, facts
from marketplace.claims.case import Case, require
from marketplace.claims.dividing import back_for
from marketplace.claims.models import Offer, Ruling
from marketplace.claims.states import ClaimState, Outcome
from marketplace.orders import pausing, promises
from marketplace.orders.locks import quantities
from marketplace.orders.models import ClosedBy, Order


def end_without_money(
    case: Case, verb: str, outcome: Outcome, *, now: datetime, actor: Actor, passed: str = ""
) -> None:
    """The freeze is lifted, nothing moves, the order's clocks run on."""
    told = _closed(case, verb, outcome, now=now, actor=actor, passed=passed)
    binding.let_go(case, now=now, actor=actor, effects=told + _go_on(case, now))


def end_with_refund(case: Case, verb: str, outcome: Outcome, *, now: datetime, actor: Actor, passed: str = "") -> None:
    """What is asked goes back to the buyer. A part: the order goes on. All that is left: it ends here.

    Raises DomainError back_too_much when less is left than is asked.
    """
    back = back_for(case.hold, case.claim)
    whole = back.total == case.hold.left
    amount = divide_back(case.hold, back).buyer
    told = _closed(case, verb, outcome, now=now, actor=actor, passed=passed, amount=amount, whole=whole)
    told += _end_order(case, now) if whole else _go_on(case, now)
    binding.give_back(case, back, outcome, now=now, actor=actor, effects=told)


def end_by_ruling(
    case: Case, ruling: Ruling, verb: str, outcome: Outcome, *, now: datetime, actor: Actor, passed: str = ""
) -> None:
    """The ruling is final: the money is divided for good, and the order ends."""
    Ruling.objects.filter(pk=ruling.pk).update(final_at=now)
    back = back_for(case.hold, ruling)
    amount = divide_back(case.hold, back).buyer
    told = _closed(
        case, verb, outcome, now=now, actor=actor, passed=passed, amount=amount, whole=True, ruling=ruling.pk
    )
    if case.shipment is None:
        told += _end_order(case, now)
    elif not case.claim.after_sale:
        told += promises.end(case.order)
    binding.divide(case, back, outcome, now=now, actor=actor, effects=told)


def _go_on(case: Case, now: datetime) -> Effects:
    """The order's clocks run on, if there are any."""
    if case.claim.after_sale:
        return Effects()
    return pausing.resume(case.order, case.hold, case.shipment, now=now)


def _end_order(case: Case, now: datetime) -> Effects:
    """Nothing is left to decide about the order; what was never sent is for sale again."""
    if case.claim.after_sale:
        return Effects()
    if case.shipment is None:
        stock.release_reserved(quantities(case.order))
    Order.objects.filter(pk=case.order.pk).update(closed_at=now, closed_by=ClosedBy.CLAIM)
    return promises.end(case.order)


def _closed(
    case: Case,
    verb: str,
    outcome: Outcome,
    *,
    now: datetime,
    actor: Actor,
    passed: str,
    amount: int = 0,
    whole: bool = False,
    **data: int,
) -> Effects:
    """The claim itself ends; what is still open about it ends with it."""
    claim, before = case.claim, case.state
    if ClaimState.CLOSED not in require(case, verb, actor.role):
        raise ValueError(f"{verb} does not end a claim that is {before}")
    over = clocks.end(case, passed=passed)
    Offer.objects.filter(claim=claim, answered_at=None).update(answered_at=now, answer="lapsed")
    Ruling.objects.filter(claim=claim, given_at=None, declined_at=None).update(declined_at=now)
    claim.state, claim.ended_at, claim.outcome = ClaimState.CLOSED, now, outcome
    claim.save(update_fields=["state", "ended_at", "outcome"])
    ending = {"outcome": outcome.value, "amount": amount, "whole": whole, **data}
    told = facts.audit(claim, verb, actor, **{"from": before.value, "to": "closed"}, **ending)
    return over + told + facts.message(claim, "claim.closed", actor, **ending)
