"""A clock of a claim ran out: what was announced happens."""

from collections.abc import Callable, Mapping
from datetime import datetime

from core import effects, ids
from core.actor import SYSTEM
from core.acts import act
from core.effects import Effects
from marketplace.claims import agreeing, clocks, deciding, facts
from marketplace.claims.case import Case, lock_case
from marketplace.claims.ends import end_by_ruling, end_with_refund, end_without_money
from marketplace.claims.models import Offer, Ruling
from marketplace.claims.states import REMIND, ClaimState, Outcome
from marketplace.claims.turns import turn


@act("pass_clock", of="claims")
def pass_clock(claim_id: int, kind: str, *, now: datetime) -> bool:
    """Do what follows when the clock `kind` of the claim has run out.

    False when it has not, or not any more: somebody acted meanwhile. Then nothing is written.
    """
    case = lock_case(claim_id)
    if not clocks.has_run_out(case, kind, now):
        return False
    PASSING[kind](case, kind, now)
    return True


def _silence(case: Case, kind: str, now: datetime) -> None:
    """Deadline 5: silence is agreement."""
    agreeing.carry_out(case, kind, Outcome.SILENCE, now=now, actor=SYSTEM, passed=kind)


def _offer_lapses(case: Case, kind: str, now: datetime) -> None:
    """Deadline 5a: the claim stands as first made."""
    offer = Offer.objects.get(claim=case.claim, answered_at=None)
    Offer.objects.filter(pk=offer.pk).update(answered_at=now, answer="lapsed")
    told = facts.message(case.claim, "claim.offer_refused", SYSTEM, once=offer.pk, offer=offer.pk)
    turn(case, kind, ClaimState.ASKED, now=now, actor=SYSTEM, told=told, passed=kind, offer=offer.pk)


def _left_by_the_buyer(case: Case, kind: str, now: datetime) -> None:
    """Deadlines 8 and 6: the claim closes, the inspection window runs on."""
    outcome = Outcome.LAPSED if kind == "after_refusal" else Outcome.NOT_SENT_BACK
    end_without_money(case, kind, outcome, now=now, actor=SYSTEM, passed=kind)


def _not_inspected(case: Case, kind: str, now: datetime) -> None:
    """Deadline 7: refunded."""
    end_with_refund(case, kind, Outcome.RETURNED, now=now, actor=SYSTEM, passed=kind)


def _to_the_desk(case: Case, kind: str, now: datetime) -> None:
    """Deadlines 9 and 15: the desk rules on what it has."""
    if case.state in {ClaimState.RULING, ClaimState.RULED, ClaimState.APPEALED}:
        _noted(case, kind, now, Effects())
        return
    Offer.objects.filter(claim=case.claim, answered_at=None).update(answered_at=now, answer="lapsed")
    told = facts.message(case.claim, "claim.with_desk", SYSTEM)
    more = clocks.run_out(case, kind) if kind == "custody_ruling" else Effects()
    turn(case, kind, ClaimState.RULING, now=now, actor=SYSTEM, told=more + told, passed=kind)


def _overdue(case: Case, kind: str, now: datetime) -> None:
    """Deadlines 10 and 11: the promised time passed; the desk is reminded, and it is counted."""
    _noted(case, kind, now, facts.message(case.claim, "claim.ruling_overdue", SYSTEM, once=kind))


def _remind(case: Case, kind: str, now: datetime) -> None:
    """Whoever loses something by silence is told once more. No record is kept of it: nothing has changed."""
    told = Effects()
    for clock in clocks.run_against(case):
        at = clocks.due_at(case, clock)
        once = f"{clock}:{at.isoformat()}"
        left = int((at - now).total_seconds())
        if left > 0:
            told += facts.message(case.claim, "claim.soon", SYSTEM, once=once, clock=clock, left=left)
    effects.write(clocks.run_out(case, kind) + told, now=now)


def _noted(case: Case, kind: str, now: datetime, told: Effects) -> None:
    record = facts.audit(case.claim, kind, SYSTEM, **{"from": case.state.value, "to": case.state.value})
    effects.write(clocks.run_out(case, kind) + record + told, now=now)


def _default(case: Case, kind: str, now: datetime) -> None:
    """Deadlines 10 and 15: no ruling in time. What was announced applies: all that is asked goes to the buyer."""
    Ruling.objects.filter(claim=case.claim, given_at=None, declined_at=None).update(declined_at=now)
    agreeing.forget_postage(case)
    claim = case.claim
    ruling = Ruling.objects.create(
        id=ids.new_id(),
        claim=claim,
        number=1,
        goods=claim.goods,
        other=claim.other,
        tax=claim.tax,
        postage_by=claim.postage_by,
        postage=claim.postage,
        proposed_at=now,
        given_at=now,
        by_default=True,
    )
    end_by_ruling(case, ruling, kind, Outcome.DEFAULT, now=now, actor=SYSTEM, passed=kind)


def _no_appeal(case: Case, kind: str, now: datetime) -> None:
    """Deadline 11, of one side: the ruling is final once the other side's time is over too."""
    other = "appeal_seller" if kind == "appeal_buyer" else "appeal_buyer"
    if clocks.runs(case, other):
        _noted(case, kind, now, Effects())
    else:
        end_by_ruling(case, deciding.first_ruling(case), kind, Outcome.RULED, now=now, actor=SYSTEM, passed=kind)


def _first_ruling_stands(case: Case, kind: str, now: datetime) -> None:
    """Deadline 11: nobody ruled on the appeal in time."""
    ruling = deciding.first_ruling(case)
    end_by_ruling(case, ruling, kind, Outcome.FIRST_RULING, now=now, actor=SYSTEM, passed=kind)


def _cap(case: Case, kind: str, now: datetime) -> None:
    """Deadline 15: the money cannot be held any longer. A ruling that was given applies, else the default."""
    match case.state:
        case ClaimState.RULED:
            end_by_ruling(case, deciding.first_ruling(case), kind, Outcome.RULED, now=now, actor=SYSTEM, passed=kind)
        case ClaimState.APPEALED:
            _first_ruling_stands(case, kind, now)
        case _:
            _default(case, kind, now)


PASSING: Mapping[str, Callable[[Case, str, datetime], None]] = {
    "claim_answer": _silence,
    "offer_answer": _offer_lapses,
    "after_refusal": _left_by_the_buyer,
    "goods_back": _left_by_the_buyer,
    "goods_inspected": _not_inspected,
    "evidence": _to_the_desk,
    "ruling_promise": _overdue,
    "ruling_latest": _default,
    "appeal_buyer": _no_appeal,
    "appeal_seller": _no_appeal,
    "appeal_promise": _overdue,
    "appeal_latest": _first_ruling_stands,
    REMIND: _remind,
    "custody_ruling": _to_the_desk,
    "custody_cap": _cap,
}
