"""The desk: operators rule on claims, two of them where much is divided, and decide about money that lies about."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings

from escrow.payments.actions.decide import agree, propose
from escrow.payments.models import Capture, Chargeback, Decision, Payout, Refund
from escrow.payments.states import Agreement, ChargebackState, PayoutState, RefundState, Verdict
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.claims.actions.agree_to_ruling import agree_to_ruling
from marketplace.claims.actions.propose_ruling import propose_ruling
from marketplace.claims.asking import Divided
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.states import ClaimState
from marketplace.simulation.happening import Act, Doing
from marketplace.simulation.model.facts import BANK, SANDBOX, Given
from marketplace.simulation.world import World

CAPITAL = 10_000_000
EVERY = timedelta(hours=26)
#: So large a part of claims the desk forgets, and of appeals.
FORGETS = {ClaimState.RULING: 0.06, ClaimState.APPEALED: 0.15}
#: To so large a part of disputes the desk shows something.
SHOWS = 0.6


def begin(world: World) -> None:
    """The host pays in, at both places; then somebody sits down at the desk every so often."""
    for provider, gateway in ((SANDBOX, "sandbox"), (BANK, "bank_transfer")):
        world.at(world.now, Doing("pay in capital", "operator", partial(_pay_in, world, provider, gateway)))
    moment, turns = world.now, 0
    while moment < world.end:
        moment += EVERY
        world.at(moment, Doing("sit at the desk", "operator", partial(_sit, world, turns)))
        turns += 1


def _pay_in(world: World, provider: int, gateway: str) -> None:
    world.model.means("capital", what=(CAPITAL, provider))
    data = {"amount": CAPITAL, "currency": settings.CURRENCY, "gateway": gateway, "reference": f"HOST-{provider}"}
    decide(world, "capital_in", None, data)


def decide(world: World, kind: str, subject: int | None, data: Mapping[str, Any]) -> None:
    """One proposes, another one carries out."""
    first, second = world.cast.operators[:2]
    proposal = propose(kind, subject, data, "Looked at, and so.", operator_id=first.pk, now=world.now)
    agree(proposal.pk, operator_id=second.pk, now=world.now)


def _sit(world: World, turns: int) -> None:
    """Go through everything that waits, one thing after the other."""
    waiting = Claim.objects.filter(state__in=[ClaimState.RULING, ClaimState.APPEALED]).order_by("pk")
    for claim, state in waiting.values_list("pk", "state"):
        _rule_at(world, claim, ClaimState(state), turns)
    for refund in Refund.objects.filter(state=RefundState.REJECTED).order_by("pk").values_list("pk", flat=True):
        _soon(world, "retry refund", partial(decide, world, "refund_retry", refund, {}))
    for chargeback in Chargeback.objects.filter(state=ChargebackState.OPEN, evidence=None).order_by("pk"):
        if world.wanted.chance("evidence", chargeback.reference).likely(SHOWS):
            _soon(world, "show evidence", partial(_show, world, chargeback.pk))
    for payout in Payout.objects.filter(state=PayoutState.REQUESTED, agreement=Agreement.NEEDED).order_by("pk"):
        kind = "payout_send" if world.wanted.chance("large", payout.reference).likely(0.9) else "payout_refuse"
        _soon(world, "decide about a payout", partial(decide, world, kind, payout.pk, {}))
    decided = Decision.objects.filter(kind="suspense_return").values("subject_id")
    unknown = Capture.objects.filter(verdict=Verdict.UNKNOWN, returned=0).exclude(pk__in=decided).order_by("pk")
    for capture in unknown.values_list("pk", flat=True):
        _soon(world, "return suspense", partial(decide, world, "suspense_return", capture, {}))


def _show(world: World, chargeback: int) -> None:
    submit_evidence(chargeback, statement="It was delivered.", now=world.now, actor=world.cast.operator(0))


def _soon(world: World, what: str, act: Act, then: Act | None = None, after: timedelta = timedelta(minutes=3)) -> None:
    world.at(world.now + after, Doing(what, "operator", act, then))


def _rule_at(world: World, claim: int, state: ClaimState, turns: int) -> None:
    chance = world.wanted.chance("ruling", claim, state)
    if chance.likely(FORGETS[state]):
        return
    who = turns % 2 if state == ClaimState.RULING else 2
    share = chance.choice((0, 0.3, 0.5, 1, 1))
    _soon(world, "rule", partial(_rule, world, claim, share, who), then=partial(_ask_second, world, claim, who))


def _rule(world: World, claim_id: int, share: float, who: int) -> None:
    claim = Claim.objects.get(pk=claim_id)
    divided = Given(int(claim.goods * share), claim.other if share == 1 else 0)
    world.model.means("ruling", claim.order_id, what=divided)
    propose_ruling(
        claim_id,
        Divided(divided.goods, divided.other),
        reasons="The pictures show it.",
        now=world.now,
        actor=world.cast.operator(who),
    )


def _ask_second(world: World, claim_id: int, who: int) -> None:
    """Somebody who has not ruled on it agrees, where two are needed."""
    waiting = Ruling.objects.filter(claim_id=claim_id, given_at=None, declined_at=None).first()
    if waiting is None:
        return
    given = Ruling.objects.filter(claim_id=claim_id, given_at__isnull=False).values_list("operator_id", "second_id")
    ruled = {person for both in given for person in both} | {world.cast.operators[who].pk}
    free = [number for number, person in enumerate(world.cast.operators) if person.pk not in ruled]
    if free:
        _soon(world, "second", partial(_second, world, waiting.pk, free[0]), after=timedelta(hours=5))


def _second(world: World, ruling_id: int, who: int) -> None:
    agree_to_ruling(ruling_id, now=world.now, actor=world.cast.operator(who))
