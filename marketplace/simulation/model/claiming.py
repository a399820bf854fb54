"""Claims: what is asked, offered and ruled decides what goes back; nothing else does."""

from marketplace.simulation.model.facts import Claim, Given
from marketplace.simulation.model.model import Model
from marketplace.simulation.model.record import Record, rule

#: Ends without money.
_NOTHING = frozenset({"withdraw", "refuse", "after_refusal", "goods_back", "end_by_chargeback"})
#: Ends by which the first ruling stands.
_FIRST = frozenset({"accept_ruling", "appeal_buyer", "appeal_seller", "appeal_latest"})
_RULES = frozenset({"propose_ruling", "agree_to_ruling"})


@rule("claim.open")
def _open(model: Model, record: Record) -> None:
    order = record.also["order"]
    model.claims[record.id] = Claim(order, model.meant("claim", order))


@rule("claim.change")
def _change(model: Model, record: Record) -> None:
    claim = model.claims[record.id]
    claim.asked = model.meant("claim", claim.order)
    _turn(model, claim, record)


@rule("claim.offer")
def _offer(model: Model, record: Record) -> None:
    claim = model.claims[record.id]
    claim.offers.append(model.meant("offer", claim.order))
    _turn(model, claim, record)


@rule("claim.accept_offer")
def _accept_offer(model: Model, record: Record) -> None:
    claim = model.claims[record.id]
    claim.asked = claim.offers[-1]
    _turn(model, claim, record)


@rule("claim.propose_ruling")
def _propose(model: Model, record: Record) -> None:
    """Above a set amount it waits for a second operator: then the claim stays where it is, and nothing else is told."""
    claim = model.claims[record.id]
    claim.proposed = model.meant("ruling", claim.order)
    if "to" in record.data:
        _given(model, claim, record)


@rule("claim.agree_to_ruling")
def _second(model: Model, record: Record) -> None:
    _given(model, model.claims[record.id], record)


@rule("claim.decline_ruling")
def _decline(model: Model, record: Record) -> None:
    model.claims[record.id].proposed = None


def _given(model: Model, claim: Claim, record: Record) -> None:
    if claim.proposed is not None:
        claim.rulings.append(claim.proposed)
        claim.proposed = None
    _turn(model, claim, record)


@rule(
    "claim.agree",
    "claim.refuse",
    "claim.refuse_offer",
    "claim.withdraw",
    "claim.ask_for_ruling",
    "claim.add_evidence",
    "claim.send_back",
    "claim.waive_return",
    "claim.accept_goods",
    "claim.contest_goods",
    "claim.accept_ruling",
    "claim.appeal",
    "claim.claim_answer",
    "claim.offer_answer",
    "claim.after_refusal",
    "claim.goods_back",
    "claim.goods_inspected",
    "claim.evidence",
    "claim.ruling_promise",
    "claim.ruling_latest",
    "claim.appeal_buyer",
    "claim.appeal_seller",
    "claim.appeal_promise",
    "claim.appeal_latest",
    "claim.custody_ruling",
    "claim.custody_cap",
    "claim.end_by_chargeback",
)
def _any(model: Model, record: Record) -> None:
    _turn(model, model.claims[record.id], record)


def _turn(model: Model, claim: Claim, record: Record) -> None:
    before, claim.state = claim.state, record.data.get("to", claim.state)
    if claim.state == "closed" != before and record.action not in _NOTHING:
        model.holds[claim.order].agreed = _comes_to(claim, record.action)


def _comes_to(claim: Claim, verb: str) -> Given:
    if verb in _FIRST or (verb == "custody_cap" and claim.rulings):
        return claim.rulings[0]
    return claim.rulings[-1] if verb in _RULES else claim.asked
