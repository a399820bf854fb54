"""Claims on their pages: what the claims’ table allows stands there and is done; all else is refused in words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from buyers.views.claims import PLACES
from core.actor import Role
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.queries import verbs_open_to
from marketplace.claims.states import CLAIM_TRANSITIONS, ClaimState
from marketplace.users.models import User
from sellers.claim_places import CLAIM_PLACES
from tests import make
from tests.access.asking import undone
from tests.claims import seen
from tests.claims.standing import SIDES, STATES, verbs_ever
from tests.claims.verbs import propose_by_hand
from tests.journeys.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.long]  # the same cells as tests/claims/test_every_cell.py
FACES = {Role.BUYER: ("buyers", PLACES), Role.SELLER: ("sellers", CLAIM_PLACES)}
WORDS = {"words": "It was dry when it left us."}
#: What is sent with a verb; `change` wants a line of the claim's own order.
SENT: dict[str, dict[str, Any]] = {
    "refuse": WORDS,
    "offer": {"wish": "refund", "goods": "15.00"},
    "send_back": {"carrier": "ZTO", "number": "BACK-2"},
    "contest_goods": WORDS,
    "add_evidence": WORDS,
    "appeal": WORDS,
}
NOT_NOW = ("This request has ended already.", "That cannot be done about this request now.")
RULING = {"way": "sum", "sum": "10.00", "reasons": "The photos show it."}
each_side = pytest.mark.parametrize("role", SIDES)
every_state = pytest.mark.parametrize("state", STATES)


def _browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _of(claim: Claim, role: Role) -> Client:
    return _browser(claim.order.buyer if role == Role.BUYER else claim.order.shop.owner)


def _places(claim: Claim, role: Role) -> dict[str, str]:
    """Where the role does each of its verbs."""
    face, names = FACES[role]
    args = [claim.order.reference, claim.pk]
    return {verb: reverse(f"{face}:{name}", args=args) for verb, name in names.items()}


def _sent(claim: Claim, verb: str) -> dict[str, Any]:
    if verb == "change":
        return {**WORDS, "wish": "refund", f"line_{claim.order.lines.get().pk}": "30.00"}
    return SENT.get(verb, {})


@each_side
def test_every_verb_of_the_table_has_its_page(role: Role) -> None:
    assert set(FACES[role][1]) == verbs_ever(role)


@each_side
@every_state
def test_what_stands_on_the_page_is_done_and_everything_else_is_refused(
    claims: dict[str, Claim], state: str, role: Role
) -> None:
    claim = claims[state]
    browser, places, allowed = _of(claim, role), _places(claim, role), set(verbs_open_to(claim, role))
    page = reverse(f"{FACES[role][0]}:claim", args=[claim.order.reference, claim.pk])
    written = read(browser.get(page).content.decode())
    led_to = {href for _words, href in written.links} | {form.action for form in written.forms}
    assert {verb for verb, place in places.items() if place in led_to} == allowed
    for verb in sorted(allowed):
        leads_to = CLAIM_TRANSITIONS[ClaimState(claim.state), verb, role]
        with undone():
            assert browser.get(places[verb]).status_code == 200
            answer = browser.post(places[verb], _sent(claim, verb))
            assert (verb, answer.status_code, answer.headers.get("Location")) == (verb, 302, page)
            assert (verb, make.reread(claim).state in leads_to) == (verb, True)
    before = seen.everything(claim)
    for verb in sorted(set(places) - allowed):
        answer = browser.post(places[verb], _sent(claim, verb))
        in_table = (ClaimState(claim.state), verb, role) in CLAIM_TRANSITIONS
        refused = answer.context["form"].non_field_errors()
        assert (verb, answer.status_code, len(refused)) == (verb, 422, 1)
        assert (verb, in_table or refused[0] in NOT_NOW) == (verb, True)
        assert refused[0] in answer.content.decode()
    assert seen.everything(claim) == before


@every_state
def test_the_desk_rules_where_the_table_says_and_nowhere_else(claims: dict[str, Claim], state: str) -> None:
    claim, browser = claims[state], _browser(make.operator())
    allowed = (ClaimState(claim.state), "propose_ruling", Role.OPERATOR) in CLAIM_TRANSITIONS
    ruling = reverse("staff:ruling", args=[claim.pk])
    page = read(browser.get(reverse("staff:claim", args=[claim.pk])).content.decode())
    assert (ruling in {form.action for form in page.forms}) == allowed
    before = seen.everything(claim)
    with undone():
        assert browser.post(ruling, RULING).status_code == (302 if allowed else 422)
        assert (seen.everything(claim) == before) != allowed


@every_state
@pytest.mark.parametrize(("place", "verb"), [("agreement", "agree_to_ruling"), ("refusal", "decline_ruling")])
def test_a_proposal_is_decided_on_where_the_table_says_and_nowhere_else(
    claims: dict[str, Claim], state: str, place: str, verb: str
) -> None:
    """What was given already, or left when the claim went on, is nobody's to decide any more."""
    claim, browser = claims[state], _browser(make.operator())
    with undone():
        given = Ruling.objects.filter(claim=claim, number=1).first() if state == ClaimState.RULED else None
        proposal = given or propose_by_hand(claim, make.catalog.NOW)
        before = seen.everything(claim)
        answer = browser.post(reverse(f"staff:ruling_{place}", args=[proposal.pk]), {"reasons": "Look again."})
        allowed = (ClaimState(claim.state), verb, Role.OPERATOR) in CLAIM_TRANSITIONS
        assert answer.status_code == (302 if allowed else 422)
        assert (seen.everything(claim) == before) != allowed
        assert allowed or any(words in answer.content.decode() for words in NOT_NOW)
