"""Either side adds words or pictures that the other side and the desk will see."""

from collections.abc import Sequence
from datetime import datetime

from core import effects
from core.actor import Actor
from core.acts import act
from marketplace.claims import facts
from marketplace.claims.case import open_case
from marketplace.claims.models import Statement
from marketplace.claims.statements import say


@act("add_evidence", of="claims")
def add_evidence(claim_id: int, *, words: str, photos: Sequence[int] = (), now: datetime, actor: Actor) -> Statement:
    """Keep it; no clock changes. Refused: `claim_closed`, `claim_not_now`; `Invalid` when there is nothing in it."""
    case = open_case(claim_id, "add_evidence", actor)
    said = say(case.claim, Statement.Act.EVIDENCE, words, photos, now=now, actor=actor)
    told = facts.message(case.claim, "claim.evidence_added", actor, once=said.pk, statement=said.pk)
    effects.write(told + facts.audit(case.claim, "add_evidence", actor, statement=said.pk), now=now)
    return said
