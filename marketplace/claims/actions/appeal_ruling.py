"""One side does not accept the ruling: another operator looks at everything again."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.claims import clocks, deciding, facts
from marketplace.claims.actions.accept_ruling import require_not_accepted
from marketplace.claims.case import open_case
from marketplace.claims.models import Appeal, Statement
from marketplace.claims.statements import say
from marketplace.claims.states import ClaimState
from marketplace.claims.turns import turn


@act("appeal_ruling", of="claims")
def appeal_ruling(claim_id: int, *, words: str, photos: Sequence[int] = (), now: datetime, actor: Actor) -> Appeal:
    """Appeal, once a claim. Refused: `claim_closed`, `claim_not_now`, `accepted_already`, `appeal_too_late`; `Invalid`
    for missing words.
    """
    case = open_case(claim_id, "appeal", actor)
    require_not_accepted(deciding.first_ruling(case), actor)
    if not clocks.runs(case, f"appeal_{actor.role.value}"):
        raise DomainError("appeal_too_late", _("Your time to appeal has passed."))
    said = say(case.claim, Statement.Act.APPEALED, words, photos, now=now, actor=actor)
    appeal = Appeal.objects.create(
        claim=case.claim, role=actor.role.value, author_id=actor.person, words=said.words, at=now
    )
    told = facts.message(case.claim, "claim.appealed", actor)
    turn(case, "appeal", ClaimState.APPEALED, now=now, actor=actor, told=told)
    return appeal
