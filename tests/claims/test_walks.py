"""Claims that go wherever chance leads them: after every step all invariants hold, and every end is an end."""

from datetime import datetime, timedelta
from random import Random

import pytest

from core.actor import Role
from core.deadlines import give_notice, running
from core.errors import DomainError
from escrow.invariants import check_site
from marketplace.claims.actions.passing import PASSING
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.states import ClaimState, verbs_of
from tests import make
from tests.claims import seen
from tests.claims.verbs import ACTS, actor_of

pytestmark = pytest.mark.django_db
STEPS = 14
ROLES = (Role.BUYER, Role.SELLER, Role.OPERATOR)


def _choices(claim: Claim) -> list[tuple[str, Role]]:
    """What a person may do by the table, each as likely as another; an agreement or a withdrawal ends it too soon."""
    soon = {"agree", "withdraw"}
    waiting = Ruling.objects.filter(claim=claim, given_at=None, declined_at=None).exists()
    on_a_proposal = set() if waiting else {"agree_to_ruling", "decline_ruling"}
    return [
        (verb, role)
        for role in ROLES
        for verb in verbs_of(ClaimState(claim.state), role)
        if verb not in soon | on_a_proposal
    ]


def _done(verb: str, claim: Claim, role: Role, now: datetime) -> bool:
    """Whether it was done; a refusal is fine, anything else is not."""
    try:
        ACTS[verb](claim, actor_of(claim, role), now)
    except DomainError:
        return False
    return True


@pytest.mark.parametrize("seed", [pytest.param(n, marks=[pytest.mark.long] if n > 3 else []) for n in range(16)])
def test_wherever_chance_leads_everything_holds(seed: int) -> None:
    chance = Random(seed)
    now = make.catalog.NOW
    claim = make.return_claim(postage_by="seller", postage=300, goods=9000) if seed % 2 else make.claim()
    make.return_address(claim.order.shop)
    for _step in range(STEPS):
        claim = make.reread(claim)
        if claim.state == ClaimState.CLOSED:
            break
        persons = _choices(claim)
        if persons and chance.random() < 0.75:
            verb, role = chance.choice(persons)
            now += timedelta(hours=chance.randrange(1, 12))
        else:
            clock = running().filter(subject_type="claim", subject_id=claim.pk, kind__in=PASSING).order_by("due_at")[0]
            give_notice("claim", claim.pk, [clock.kind], at=clock.window_from)
            verb, role, now = clock.kind, Role.SYSTEM, max(now, clock.due_at)
        before = seen.everything(claim)
        if not _done(verb, claim, role, now):
            assert seen.everything(claim) == before
        assert (seed, verb, check_site(now)) == (seed, verb, [])
    journal = seen.after_funding(claim.order)
    ended = make.reread(claim).order.hold.ended_at is not None
    assert not ended or sum(amount for _key, _debit, _credit, amount in journal) == 12_800
