"""What a claim does to the money: what is held is frozen until the outcome moves it; after the release a part of the
shop's payable waits, and the outcome is taken back from the shop.
"""

from datetime import datetime

from core.actor import Actor
from core.effects import Effects
from escrow.actions.claw_back import claw_back
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.refund import refund_hold
from escrow.actions.reserve import change_reserve, lift_reserve, reserve_hold
from escrow.actions.settle import settle_hold
from escrow.terms import Back
from marketplace.claims.case import Case
from marketplace.claims.dividing import back_for
from marketplace.claims.states import Outcome

CAUSE = "claim"
#: How the reason of a refund begins that was taken back from the shop.
AFTER_SALE = "after_sale_"


def bind(case: Case, *, now: datetime, actor: Actor, effects: Effects) -> None:
    """From now on only the outcome of the claim moves the money it is about."""
    hold, claim = case.hold, case.claim.pk
    if not case.claim.after_sale:
        # Whoever asks in the moment of the release asks anew, and after the sale.
        freeze_hold(hold.pk, cause=CAUSE, cause_id=claim, now=now, actor=actor, effects=effects, known=hold)
        return
    asked = back_for(hold, case.claim).total
    reserve_hold(hold.pk, asked, cause=CAUSE, cause_id=claim, now=now, actor=actor, effects=effects)


def bind_again(case: Case, *, now: datetime, actor: Actor) -> None:
    """The claim asks for something else. What is frozen stays so."""
    if case.claim.after_sale:
        asked = back_for(case.hold, case.claim).total
        change_reserve(case.hold.pk, asked, cause=CAUSE, cause_id=case.claim.pk, now=now, actor=actor)


def let_go(case: Case, *, now: datetime, actor: Actor, effects: Effects) -> None:
    """The claim has ended without money."""
    free = lift_reserve if case.claim.after_sale else unfreeze_hold
    free(case.hold.pk, cause=CAUSE, cause_id=case.claim.pk, now=now, actor=actor, effects=effects)


def give_back(case: Case, back: Back, outcome: Outcome, *, now: datetime, actor: Actor, effects: Effects) -> None:
    """Both sides agreed on `back`; the rest stays where it is."""
    if case.claim.after_sale:
        _take_back(case, back, outcome, now=now, actor=actor, effects=effects)
        return
    unfreeze_hold(case.hold.pk, cause=CAUSE, cause_id=case.claim.pk, now=now, actor=actor)
    refund_hold(case.hold.pk, back, reason=f"claim_{outcome.value}", now=now, actor=actor, effects=effects)


def divide(case: Case, back: Back, outcome: Outcome, *, now: datetime, actor: Actor, effects: Effects) -> None:
    """The desk ruled: `back` goes to the buyer, the rest to the shop, or stays with it."""
    if not case.claim.after_sale:
        settle_hold(case.hold.pk, back, cause=CAUSE, cause_id=case.claim.pk, now=now, actor=actor, effects=effects)
    elif back.total:
        _take_back(case, back, outcome, now=now, actor=actor, effects=effects)
    else:
        let_go(case, now=now, actor=actor, effects=effects)


def _take_back(case: Case, back: Back, outcome: Outcome, *, now: datetime, actor: Actor, effects: Effects) -> None:
    claw_back(
        case.hold.pk,
        back,
        cause=CAUSE,
        cause_id=case.claim.pk,
        reason=f"{AFTER_SALE}{outcome.value}",
        now=now,
        actor=actor,
        effects=effects,
    )
