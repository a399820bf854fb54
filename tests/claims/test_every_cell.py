"""Every state, every verb, every role: legal cells do what the table says; all others are refused, nothing changes."""

from datetime import datetime, timedelta

import pytest

from core.actor import Role
from core.deadlines import give_notice
from core.errors import DomainError
from core.models import Deadline
from escrow.invariants import check_site
from marketplace.claims.actions.passing import PASSING
from marketplace.claims.clocks import NEEDS_NOTICE
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.states import CLAIM_TRANSITIONS, CLOCKS, ClaimState
from tests import make
from tests.claims import seen
from tests.claims.verbs import ACTS, LATER, actor_of, propose_by_hand

pytestmark = pytest.mark.django_db

ROLES = (Role.BUYER, Role.SELLER, Role.OPERATOR, Role.SYSTEM)
PERSONS = tuple(verb for verb in ACTS if verb not in PASSING)
#: A second operator decides on a proposal: it lies there when the cell begins.
ON_A_PROPOSAL = ("agree_to_ruling", "decline_ruling")
LEGAL = list(CLAIM_TRANSITIONS.items())
CELLS = [
    *((state, verb, role) for state in ClaimState for verb in PERSONS for role in ROLES if role != Role.SYSTEM),
    *((state, verb, Role.SYSTEM) for state in ClaimState for verb in PASSING),
]
ILLEGAL = [cell for cell in CELLS if cell not in CLAIM_TRANSITIONS]


def _claim(claims: dict[str, Claim], state: ClaimState, verb: str, role: Role) -> Claim:
    """In that state, with what the verb needs: an offer of the other side, a proposal."""
    if state is ClaimState.OFFERED and role == Role.SELLER and verb in {"accept_offer", "refuse_offer", "offer"}:
        return claims["countered"]
    claim = claims[state]
    if verb in ON_A_PROPOSAL and state in {ClaimState.RULING, ClaimState.APPEALED}:
        propose_by_hand(claim, make.catalog.NOW)
    return claim


def _due(claim: Claim, kind: str) -> datetime:
    """The person was told at once, and the clock has run out."""
    row = Deadline.objects.get(subject_type="claim", subject_id=claim.pk, kind=kind, done_at=None)
    give_notice("claim", claim.pk, [kind], at=row.window_from)
    return row.due_at


def test_the_verbs_of_the_table_are_the_verbs_there_are() -> None:
    assert {verb for _state, verb, _role in CLAIM_TRANSITIONS} == set(ACTS)


def test_time_acts_in_a_state_by_its_clocks_and_the_two_of_the_cap() -> None:
    by_table = {
        state: {verb for where, verb, role in CLAIM_TRANSITIONS if (where, role) == (state, Role.SYSTEM)}
        for state in ClaimState
    }
    cap = {"custody_ruling", "custody_cap"}
    wanted = {state: {*kinds, *cap} if kinds else set() for state, kinds in CLOCKS.items()}
    for state, kinds in CLOCKS.items():
        wanted[state] |= {"remind_claim"} if NEEDS_NOTICE & set(kinds) else set()
    assert by_table == wanted


@pytest.mark.parametrize(("cell", "leads_to"), LEGAL, ids=["-".join(str(part) for part in cell) for cell, _to in LEGAL])
def test_a_legal_cell_leads_where_the_table_says(
    cell: tuple[ClaimState, str, Role], leads_to: tuple[ClaimState, ...], claims: dict[str, Claim]
) -> None:
    state, verb, role = cell
    claim = _claim(claims, state, verb, role)
    now = _due(claim, verb) if role == Role.SYSTEM else make.catalog.NOW + timedelta(days=3)
    ACTS[verb](claim, actor_of(claim, role), now)
    after = make.reread(claim)
    assert after.state in leads_to
    if verb != "remind_claim":
        assert seen.record(claim)[-1][:2] == (verb, role.value)
    open_kinds = set(seen.clocks(after))
    assert open_kinds <= set(CLOCKS[ClaimState(after.state)])
    assert bool(open_kinds) == (after.state != ClaimState.CLOSED)
    assert check_site(now) == []


@pytest.mark.parametrize("state", list(ClaimState))
def test_every_other_cell_is_refused_and_changes_nothing(state: ClaimState, claims: dict[str, Claim]) -> None:
    claim = claims[state]
    before = seen.everything(claim)
    for _state, verb, role in (cell for cell in ILLEGAL if cell[0] is state):
        actor = actor_of(claim, role)
        if verb in ON_A_PROPOSAL and not Ruling.objects.filter(claim=claim).exists():
            with pytest.raises(Ruling.DoesNotExist):
                ACTS[verb](claim, actor, make.catalog.NOW)
        elif role == Role.SYSTEM:
            assert ACTS[verb](claim, actor, make.catalog.NOW + LATER) is False
        else:
            with pytest.raises(DomainError) as refusal:
                ACTS[verb](claim, actor, make.catalog.NOW + timedelta(days=3))
            assert (verb, role, refusal.value.code, refusal.value.status) == (
                verb,
                role,
                "claim_closed" if state is ClaimState.CLOSED else "claim_not_now",
                409,
            )
        assert (verb, role, seen.everything(claim)) == (verb, role, before)
    assert check_site(make.catalog.NOW + LATER) == []
