"""The times promised about a claim, as deadline changes: what ends and what begins when it comes to another state.

No clock is set past the provider's cap on holding: those of the two sides not past the day on which the desk takes
over, those of the desk not past the cap itself. About an after-sale claim nothing is held, and no cap limits it. A
clock that takes something from one person waits for proof that this person was told; nobody could use such a proof
against the desk's own clocks, or against the cap.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from core.deadlines import due, running, standing_still
from core.effects import (
    CloseDeadline,
    DeadlineChange,
    Effects,
    MoveDeadline,
    OpenDeadline,
    PauseDeadline,
    ResumeDeadline,
)
from marketplace.claims.case import Case
from marketplace.claims.facts import subject
from marketplace.claims.states import CLOCKS, REMIND, ClaimState
from marketplace.orders import promises

#: Kinds that take something from a person who stays silent.
NEEDS_NOTICE = frozenset(
    {"claim_answer", "after_refusal", "goods_back", "goods_inspected", "appeal_buyer", "appeal_seller"}
)

#: kind -> the policy's name of its length.
LENGTHS: Mapping[str, str] = {
    "offer_answer": "offer_answer",
    "after_refusal": "after_refusal",
    "goods_back": "return_shipping",
    "goods_inspected": "return_inspection",
    "evidence": "evidence_window",
    "ruling_promise": "ruling_promise",
    "ruling_latest": "ruling_at_most",
    "appeal_buyer": "appeal_window",
    "appeal_seller": "appeal_window",
    "appeal_promise": "appeal_ruling_promise",
    "appeal_latest": "appeal_ruling_at_most",
}
_CUSTODY = ("custody_ruling", "custody_cap")
_OF_THE_DESK = frozenset({ClaimState.RULING, ClaimState.RULED, ClaimState.APPEALED})


def cap_at(case: Case) -> datetime:
    """When the provider's own cap on holding is reached."""
    margin = promises.seconds(promises.of(case.order).custody_margin)
    return promises.cap_at(case.order, case.hold) + margin


def length(case: Case, kind: str) -> timedelta:
    """How long a clock of this kind runs for this claim."""
    policy = promises.of(case.order)
    if kind == "claim_answer":
        shipped = case.claim.shipped
        return promises.seconds(policy.claim_answer_shipped if shipped else policy.claim_answer_unshipped)
    return promises.seconds(getattr(policy, LENGTHS[kind]))


def begin(case: Case, now: datetime) -> Effects:
    """A claim was opened: the cap's two clocks while money is held, then that of the shop's answer."""
    return Effects(deadlines=(*_custody(case), *_opened(case, ClaimState.ASKED, now)))


def _custody(case: Case) -> tuple[OpenDeadline, ...]:
    if case.claim.after_sale:
        return ()
    about = subject(case.claim)
    return (
        OpenDeadline(about, "custody_ruling", promises.cap_at(case.order, case.hold)),
        OpenDeadline(about, "custody_cap", cap_at(case)),
    )


def go(case: Case, to: ClaimState, now: datetime, *, passed: str = "") -> Effects:
    """From the claim's state to another (or to the same again): its clocks end, those of `to` begin.

    An offer lets the shop's clock stand still; without an agreement it runs on, with as long as for an offer at least.
    `passed` is the kind that ran out.
    """
    state, about = case.state, subject(case.claim)
    kinds = [*CLOCKS[state], REMIND]
    changes: list[DeadlineChange] = []
    if (state, to) == (ClaimState.ASKED, ClaimState.OFFERED):
        kinds.remove("claim_answer")
        changes.append(PauseDeadline(about, "claim_answer"))
    elif state is ClaimState.OFFERED and to not in {ClaimState.OFFERED, ClaimState.ASKED}:
        kinds.append("claim_answer")
    closed = [CloseDeadline(about, kind, "passed" if kind == passed else "met") for kind in kinds]
    if (state, to) == (ClaimState.OFFERED, ClaimState.ASKED):
        return Effects(deadlines=(*closed, *changes, *_answer_again(case, now)))
    return Effects(deadlines=(*closed, *changes, *_opened(case, to, now)))


def pause(case: Case) -> Effects:
    """The buyer's bank disputes the payment: everything promised about the claim stands still."""
    about = subject(case.claim)
    still = tuple(PauseDeadline(about, kind) for kind in (*CLOCKS[case.state], *_CUSTODY))
    return Effects(deadlines=(*still, CloseDeadline(about, REMIND, "moot")))


def resume(case: Case, now: datetime) -> Effects:
    """What `pause` stopped runs on with what was left, never past the provider's cap. Reads: the claim is locked."""
    about, at_least = subject(case.claim), promises.seconds(promises.of(case.order).resumed_at_least)
    kinds = (*CLOCKS[case.state], *_CUSTODY)
    changes: list[DeadlineChange] = []
    told: list[datetime] = []
    for row in standing_still("claim", case.claim.pk).filter(kind__in=kinds):
        if row.kind in _CUSTODY:
            due = max(now, cap_at(case) if row.kind == "custody_cap" else promises.cap_at(case.order, case.hold))
        else:
            left = max(row.remainder or timedelta(0), at_least)
            due = _within(case, now + left, desk=case.state in _OF_THE_DESK)
        changes += [ResumeDeadline(about, row.kind, timedelta(0)), MoveDeadline(about, row.kind, due)]
        told += [due] if row.kind in NEEDS_NOTICE else []
    return Effects(deadlines=(*changes, *_reminder(case, told, now)))


def end(case: Case, *, passed: str = "") -> Effects:
    """Nothing about the claim is promised any more."""
    about = subject(case.claim)
    kinds = (CloseDeadline(about, passed, "passed"),) if passed else ()
    return Effects(deadlines=(*kinds, CloseDeadline(about, "*", "met")))


def run_out(case: Case, kind: str) -> Effects:
    """One clock ran out and the claim stays as it is."""
    return Effects(deadlines=(CloseDeadline(subject(case.claim), kind, "passed"),))


def met(case: Case, kind: str) -> Effects:
    """One clock has ended because somebody acted; the claim stays as it is."""
    return Effects(deadlines=(CloseDeadline(subject(case.claim), kind),))


def runs(case: Case, kind: str) -> bool:
    """Whether this clock of the claim is open. The claim is locked."""
    return running().filter(subject_type="claim", subject_id=case.claim.pk, kind=kind).exists()


def due_at(case: Case, kind: str) -> datetime:
    """When an open clock of the claim is due. Raises `Deadline.DoesNotExist`."""
    return running().get(subject_type="claim", subject_id=case.claim.pk, kind=kind).due_at


def run_against(case: Case) -> list[str]:
    """The open clocks that take something from somebody. The claim is locked."""
    rows = running().filter(subject_type="claim", subject_id=case.claim.pk, kind__in=NEEDS_NOTICE).order_by("kind")
    return list(rows.values_list("kind", flat=True))


def has_run_out(case: Case, kind: str, now: datetime) -> bool:
    """Whether this clock is open and due, proof of notice included. The claim is locked."""
    return due(now).filter(subject_type="claim", subject_id=case.claim.pk, kind=kind).exists()


def _opened(case: Case, state: ClaimState, now: datetime) -> tuple[DeadlineChange, ...]:
    policy = promises.of(case.order)
    opened = []
    for kind in CLOCKS[state]:
        due_at = _within(case, now + length(case, kind), desk=state in _OF_THE_DESK)
        wait = policy.notice_wait(due_at - now) if kind in NEEDS_NOTICE else None
        opened.append(OpenDeadline(subject(case.claim), kind, due_at, wait))
    told = [one.due_at for one in opened if one.kind in NEEDS_NOTICE]
    return (*opened, *_reminder(case, told, now))


def _within(case: Case, moment: datetime, *, desk: bool = False) -> datetime:
    """The moment, or what limits it."""
    if case.claim.after_sale:
        return moment
    return min(moment, cap_at(case) if desk else promises.cap_at(case.order, case.hold))


def _reminder(case: Case, due: Iterable[datetime], now: datetime) -> tuple[OpenDeadline, ...]:
    """One before the first of these times, unless it would come at once."""
    left = promises.seconds(promises.of(case.order).reminder_claim)
    at = min((moment - left for moment in due), default=now)
    return (OpenDeadline(subject(case.claim), REMIND, at),) if at > now else ()


def _answer_again(case: Case, now: datetime) -> tuple[DeadlineChange, ...]:
    """The shop's clock runs on. Reads it: the claim is locked."""
    at_least = length(case, "offer_answer")
    (stands,) = standing_still("claim", case.claim.pk).filter(kind="claim_answer")
    again = _within(case, now + max(stands.remainder or timedelta(0), at_least))
    about = subject(case.claim)
    runs_on = (ResumeDeadline(about, "claim_answer", at_least), MoveDeadline(about, "claim_answer", again))
    return (*runs_on, *_reminder(case, [again], now))
