"""The names under which claims leave facts. Ids, sums and roles only; the words themselves stand in statements.

Each act leaves two audit rows: its verb about the claim (subject "claim"), and `claim_<verb>` about the order, for its
timeline; their data hold `claim`, `from` and `to` (states), and sums where some were named. Verbs are those of the
table (states.py) and `open`.

Sums are what reaches the buyer, minor units.

| outbox topic | when, and its payload besides `claim`, `order`, `by` (role) |
|---|---|
| (all) | after_sale, when it was made after the release |
| claim.opened, claim.changed | amount |
| claim.agreed | the goods are to be sent back first: amount |
| claim.refused | final (before shipping a refusal ends the claim) |
| claim.offered | offer, amount, wish |
| claim.offer_refused | offer; `by` system: nobody answered |
| claim.ruling_asked | |
| claim.with_desk | the desk is to rule; `by` system |
| claim.ruling_overdue | the promised time to rule passed |
| claim.sent_back, claim.goods_contested | |
| claim.evidence_added | statement |
| claim.ruling_proposed | ruling |
| claim.ruling_declined | ruling |
| claim.ruling_given | ruling, amount |
| claim.ruling_accepted | ruling |
| claim.appealed | |
| claim.soon | a clock takes something from somebody soon: clock (its kind), left (seconds) |
| claim.closed | however it ended: outcome, amount (what goes to the buyer), whole (nothing is left), ruling |
"""

from typing import Any

from core.actor import Actor
from core.effects import Audit, Effects, Message, Subject
from marketplace.claims.models import Claim
from marketplace.orders import facts


def subject(claim: Claim) -> Subject:
    """The claim as the subject of a deadline or an audit row."""
    return Subject("claim", claim.pk, claim.order.shop_id)


def audit(claim: Claim, verb: str, actor: Actor, **data: Any) -> Effects:
    """Audit rows about the claim and about its order."""
    return Effects(audits=(Audit(subject(claim), verb, actor, data),)) + facts.audit(
        claim.order, f"claim_{verb}", actor, claim=claim.pk, **data
    )


def message(claim: Claim, topic: str, actor: Actor, *, once: object = "", **payload: Any) -> Effects:
    """An outbox message about the claim. `once` tells apart facts that may happen more than once to one claim; one that
    was made after the release says so.
    """
    key = f"{topic}:{claim.pk}:{once}" if once else f"{topic}:{claim.pk}"
    content = {"claim": claim.pk, "order": claim.order_id, "by": actor.role.value, **payload}
    if claim.after_sale:
        content["after_sale"] = True
    return Effects(messages=(Message(claim.order.shop_id, key, topic, content),))
