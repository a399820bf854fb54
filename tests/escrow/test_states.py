"""Every verb in every state: what the table allows happens, everything else is refused by its name."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import invariants
from escrow.actions.charge_back import charge_back
from escrow.actions.claw_back import claw_back
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.reserve import reserve_hold
from escrow.actions.settle import settle_hold
from escrow.actions.void import void_hold
from escrow.models import Freeze, Hold
from escrow.payments.models import Chargeback
from escrow.states import ALLOWED_WHILE_FROZEN, ENDED, HOLD_TRANSITIONS, NEEDS_END, NEEDS_FREEZE, HoldState
from escrow.terms import Back
from tests.make import after
from tests.make import escrow as make

CLAIM: dict[str, Any] = {"cause": "claim", "cause_id": 1}
OTHER: dict[str, Any] = {"cause": "claim", "cause_id": 2}


def _fund(hold: Hold, now: datetime) -> object:
    captured = hold.payment.captures.first() or make.capture(hold.payment, now)
    return fund_hold(hold.id, capture_id=captured.id, now=now, actor=SYSTEM)


def _refund(hold: Hold, now: datetime) -> object:
    remains = Back.all_of(hold) if hold.remaining else Back(goods=1)
    return refund_hold(hold.id, remains, reason="cancelled", now=now, actor=SYSTEM)


def _charge_back(hold: Hold, share: int, now: datetime) -> object:
    """A lost chargeback takes `share`; where a cause freezes the hold, it is this one."""
    if not hold.payment.captures.exists():
        make.capture(hold.payment, now)
    lost = after.disputed(hold.payment, now, fee=0)
    Chargeback.objects.filter(pk=lost.pk).update(state="lost", shares={str(hold.id): share})
    Freeze.objects.filter(hold=hold).update(cause="chargeback", cause_id=lost.pk)
    return charge_back(hold.id, chargeback_id=lost.pk, now=now, actor=SYSTEM)


VERBS: dict[str, Callable[[Hold, datetime], object]] = {
    "fund": _fund,
    "void": lambda hold, now: void_hold(hold.id, now=now, actor=SYSTEM),
    "release": lambda hold, now: release_hold(hold.id, now=now, actor=SYSTEM),
    "refund_part": lambda hold, now: refund_hold(hold.id, Back(goods=1), reason="part", now=now, actor=SYSTEM),
    "refund": _refund,
    "freeze": lambda hold, now: freeze_hold(hold.id, **OTHER, now=now, actor=SYSTEM),
    "unfreeze": lambda hold, now: unfreeze_hold(hold.id, **CLAIM, now=now, actor=SYSTEM),
    "settle": lambda hold, now: settle_hold(hold.id, Back(goods=1), **CLAIM, now=now, actor=SYSTEM),
    "reserve": lambda hold, now: reserve_hold(hold.id, 1, **OTHER, now=now, actor=SYSTEM),
    "claw_back": lambda hold, now: claw_back(hold.id, Back(goods=1), **CLAIM, reason="part", now=now, actor=SYSTEM),
    "charge_back_part": lambda hold, now: _charge_back(hold, 1, now),
    "charge_back": lambda hold, now: _charge_back(hold, 12_800, now),
}

#: Nothing was kept back in these states, and a refunded hold owes nothing any more.
LACKING = {
    **dict.fromkeys(product(("released", "settled"), ("claw_back", "charge_back", "charge_back_part")), "not_reserved"),
    **dict.fromkeys(product(("refunded",), ("charge_back", "charge_back_part")), "share_nothing"),
}


def _in_state(state: HoldState, *, frozen: bool, now: datetime) -> Hold:
    if state in {HoldState.AWAITING_PAYMENT, HoldState.VOID}:
        hold = make.unpaid_hold(now)
        if state is HoldState.VOID:
            VERBS["void"](hold, now)
    else:
        hold = make.hold(now)
    if frozen or state is HoldState.SETTLED:
        freeze_hold(hold.id, **CLAIM, now=now, actor=SYSTEM)
    ending = {HoldState.RELEASED: "release", HoldState.REFUNDED: "refund", HoldState.SETTLED: "settle"}
    if state in ending:
        VERBS[ending[state]](hold, now)
    return Hold.objects.get(pk=hold.id)


def _expected(state: HoldState, verb: str, *, frozen: bool) -> str:
    """The next state, or the code of the refusal."""
    known = (state, verb) in HOLD_TRANSITIONS
    refusals = {
        LACKING.get((state, verb), ""): (state, verb) in LACKING,
        "hold_held": state is HoldState.HELD and verb in NEEDS_END,
        "hold_ended": not known and state in ENDED,
        "hold_not_paid": not known and state is HoldState.AWAITING_PAYMENT,
        "hold_paid": not known,
        "hold_frozen": frozen and verb not in ALLOWED_WHILE_FROZEN,
        "hold_not_frozen": not frozen and verb in NEEDS_FREEZE,
    }
    return next((code for code, refused in refusals.items() if refused), None) or HOLD_TRANSITIONS[state, verb]


CELLS = [(state, verb, False) for state in HoldState for verb in VERBS] + [
    (HoldState.HELD, verb, True) for verb in VERBS
]


@pytest.mark.parametrize(("state", "verb", "frozen"), CELLS)
def test_every_cell(db: None, now: datetime, state: HoldState, verb: str, frozen: bool) -> None:  # noqa: FBT001
    hold = _in_state(state, frozen=frozen, now=now)
    assert (hold.state, bool(hold.freeze_count)) == (state, frozen)
    try:
        with transaction.atomic():
            VERBS[verb](hold, now)
        came_to: str = Hold.objects.get(pk=hold.id).state
    except DomainError as refusal:
        came_to = refusal.code
        assert Hold.objects.get(pk=hold.id).version == hold.version
    assert came_to == _expected(state, verb, frozen=frozen)
    assert invariants.check_all(now) == []


def test_the_table_knows_every_verb() -> None:
    assert {verb for _state, verb in HOLD_TRANSITIONS} == set(VERBS)


def test_an_ended_state_is_left_by_no_verb() -> None:
    assert {new for (state, _verb), new in HOLD_TRANSITIONS.items() if state in ENDED} == {"released", "settled"}
    assert all(state == new for (state, _verb), new in HOLD_TRANSITIONS.items() if state in ENDED)
