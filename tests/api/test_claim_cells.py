"""Claims by the API: every cell of the claims' table, each side in the words of its page, strangers nothing."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.actor import Role
from marketplace.claims.models import Claim
from marketplace.claims.queries import verbs_open_to
from marketplace.claims.states import CLAIM_TRANSITIONS, ClaimState
from marketplace.orders.models import Order
from marketplace.trade.facts import with_facts
from marketplace.trade.representation import describe
from tests import make
from tests.access.asking import undone
from tests.api.programs import Program, code, program_of
from tests.claims import seen
from tests.claims.standing import SIDES, STATES, verbs_ever

pytestmark = [pytest.mark.django_db, pytest.mark.long]  # the same cells as tests/claims/test_every_cell.py
WORDS = {"words": "It was dry when it left us."}
#: What is sent with a verb; `change` wants a line of the claim's own order.
SENT: dict[str, dict[str, Any]] = {
    "refuse": WORDS,
    "offer": {"goods": 1500},
    "send_back": {"carrier": "ZTO", "number": "BACK-2"},
    "contest_goods": WORDS,
    "add_evidence": WORDS,
    "appeal": WORDS,
}
each_side = pytest.mark.parametrize("role", SIDES)


def _program(claim: Claim, role: Role) -> Program:
    return program_of(claim.order.buyer if role == Role.BUYER else claim.order.shop.owner)


def _at(claim: Claim, rest: str = "") -> str:
    return f"/api/v1/claims/{claim.pk}/{rest}"


def _sent(claim: Claim, verb: str) -> dict[str, Any]:
    if verb == "change":
        return {**WORDS, "lines": [{"line": claim.order.lines.get().pk, "amount": 3000}]}
    return SENT.get(verb, {})


@each_side
@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_leads_to_its_address_and_everything_else_is_refused(
    claims: dict[str, Claim], state: str, role: Role
) -> None:
    claim = claims[state]
    program = _program(claim, role)
    offered = {row["action"]: row["address"] for row in program.get(_at(claim))[1]["available_actions"]}
    assert sorted(offered) == sorted(verbs_open_to(claim, role))
    for verb, place in offered.items():
        assert place == reverse(f"api:claim_{verb}", args=[claim.pk])
        with undone():
            status, body = program.post(place, _sent(claim, verb))
            leads_to = CLAIM_TRANSITIONS[ClaimState(claim.state), verb, role]
            assert (verb, status, body["state"] in leads_to) == (verb, 200, True), body
    before = seen.everything(claim)
    for verb in sorted(verbs_ever(role) - set(offered)):
        status, body = program.post(reverse(f"api:claim_{verb}", args=[claim.pk]), _sent(claim, verb))
        assert (verb, status) == (verb, 409), body
    assert seen.everything(claim) == before


@each_side
def test_the_other_sides_verbs_are_refused_in_words(claims: dict[str, Claim], role: Role) -> None:
    claim = claims["asked"]
    other = Role.SELLER if role == Role.BUYER else Role.BUYER
    for verb in sorted(verbs_ever(other) - verbs_ever(role)):
        answer = _program(claim, role).post(reverse(f"api:claim_{verb}", args=[claim.pk]), _sent(claim, verb))
        assert (verb, code(answer)) == (verb, (403, "other_side"))


@each_side
@pytest.mark.parametrize("state", STATES)
def test_each_side_reads_the_words_of_its_page_and_whose_turn_it_is(
    claims: dict[str, Claim], state: str, role: Role
) -> None:
    claim = claims[state]
    with timezone.override("Asia/Shanghai"):
        view = describe(with_facts(Order.objects.all()).get(pk=claim.order_id), role, clock.now())
    status, body = _program(claim, role).get(_at(claim))
    assert (status, body["title"], body["sentence"]) == (200, view.title, view.sentence)
    assert (body["role"], body["state"], body["order"]) == (role.value, claim.state, claim.order.reference)
    assert [turn["role"] for turn in body["turn"]] == TURNS[state]
    assert body["page"].endswith(f"/orders/{claim.order.reference}/claims/{claim.pk}/")
    assert (body["buyer_record"] is not None) == (role == Role.SELLER and claim.ended_at is None)
    may = {offer.action: offer.consequence for offer in view.offers}
    for row in body["available_actions"]:
        assert (row["consequence"], bool(row["label"]), row["method"]) == (may[row["action"]], True, "POST")
    _status, order = _program(claim, role).get(f"/api/v1/orders/{claim.order.reference}/")
    assert (order["claim"], order["custody"] == "frozen") == (claim.pk, claim.ended_at is None)
    assert body["available_actions"] == (order["available_actions"] if claim.ended_at is None else [])


#: Whose turn it is in each state.
TURNS = {
    "asked": ["seller"],
    "offered": ["buyer"],
    "countered": ["seller"],
    "refused": ["buyer"],
    "to_send_back": ["buyer"],
    "inspecting": ["seller"],
    "evidence": ["buyer", "seller"],
    "ruling": ["operator"],
    "ruled": ["buyer", "seller"],
    "appealed": ["operator"],
    "closed": [],
}


@pytest.mark.parametrize("state", STATES)
def test_strangers_and_nobody_find_nothing(claims: dict[str, Claim], state: str) -> None:
    claim, stranger = claims[state], program_of(make.shop(make.user("Strange Li")).owner)
    assert (code(stranger.get(_at(claim))), Program().get(_at(claim))[0]) == ((404, "not_found"), 401)
    assert code(stranger.post(_at(claim, "agreement/"))) == (404, "not_found")
    assert [stranger.get(f"/api/v1/claims/?as={role.value}")[1]["results"] for role in SIDES] == [[], []]
    assert stranger.get(f"/api/v1/orders/{claim.order.reference}/claims/")[0] == 404
