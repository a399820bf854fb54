"""The life of a claim, as a table of data: where it stands, who may do what, and where that leads.

A verb that is missing for a state and a role is refused there. Time acts as `Role.SYSTEM`; its verbs are the kinds of
the claim's deadlines.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.actor import Role


class ClaimState(models.TextChoices):
    """What a claim waits for."""

    ASKED = "asked", _("the shop's answer")
    OFFERED = "offered", _("an answer to the offer")
    REFUSED = "refused", _("the buyer, after a refusal")
    TO_SEND_BACK = "to_send_back", _("the goods to be sent back")
    INSPECTING = "inspecting", _("the shop to look at the goods")
    EVIDENCE = "evidence", _("evidence of both sides")
    RULING = "ruling", _("a ruling")
    RULED = "ruled", _("acceptance or an appeal")
    APPEALED = "appealed", _("a ruling on the appeal")
    CLOSED = "closed", pgettext_lazy("a claim", "closed")


class Outcome(models.TextChoices):
    """How a claim ended."""

    AGREED = "agreed", _("agreed")
    SILENCE = "silence", _("the shop did not answer")
    OFFER_ACCEPTED = "offer_accepted", _("an offer was accepted")
    RETURNED = "returned", _("the goods came back")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REFUSED = "refused", _("refused before shipping")
    LAPSED = "lapsed", _("the buyer left it after a refusal")
    NOT_SENT_BACK = "not_sent_back", _("the goods were not sent back")
    RULED = "ruled", _("ruled")
    DEFAULT = "default", _("no ruling in time")
    FIRST_RULING = "first_ruling", _("the first ruling stands")
    CHARGED_BACK = "charged_back", _("the buyer’s bank paid it back")


#: Outcomes in which the buyer got what they asked, or part of it, without the desk.
IN_FAVOUR = (Outcome.AGREED, Outcome.SILENCE, Outcome.OFFER_ACCEPTED, Outcome.RETURNED)
#: Outcomes in which nothing came of it.
FOR_NOTHING = (Outcome.WITHDRAWN, Outcome.REFUSED, Outcome.LAPSED, Outcome.NOT_SENT_BACK)
#: Outcomes by the desk.
RULED = (Outcome.RULED, Outcome.DEFAULT, Outcome.FIRST_RULING)

_B, _S, _O, _TIME = Role.BUYER, Role.SELLER, Role.OPERATOR, Role.SYSTEM
_IN = ClaimState
_REFUND_OR_RETURN = (_IN.CLOSED, _IN.TO_SEND_BACK)

#: (state, verb, role) -> the states it may lead to; which one follows from the claim's facts, as the comments say.
CLAIM_TRANSITIONS: dict[tuple[ClaimState, str, Role], tuple[ClaimState, ...]] = {
    # A refund ends the claim; where goods come back, they are sent first.
    (_IN.ASKED, "agree", _S): _REFUND_OR_RETURN,
    # Before shipping a refusal ends the claim: the shop may ship, and the buyer may cancel once the promise passed.
    (_IN.ASKED, "refuse", _S): (_IN.REFUSED, _IN.CLOSED),
    (_IN.ASKED, "offer", _S): (_IN.OFFERED,),
    (_IN.ASKED, "add_evidence", _B): (_IN.ASKED,),
    (_IN.ASKED, "withdraw", _B): (_IN.CLOSED,),
    # Silence is agreement; goods come back only to a shop that named an address.
    (_IN.ASKED, "claim_answer", _TIME): _REFUND_OR_RETURN,
    # Whoever did not make the offer answers it.
    (_IN.OFFERED, "accept_offer", _B): _REFUND_OR_RETURN,
    (_IN.OFFERED, "accept_offer", _S): _REFUND_OR_RETURN,
    (_IN.OFFERED, "refuse_offer", _B): (_IN.ASKED,),
    (_IN.OFFERED, "refuse_offer", _S): (_IN.ASKED,),
    (_IN.OFFERED, "offer", _B): (_IN.OFFERED,),
    (_IN.OFFERED, "offer", _S): (_IN.OFFERED,),
    (_IN.OFFERED, "agree", _S): _REFUND_OR_RETURN,
    (_IN.OFFERED, "withdraw", _B): (_IN.CLOSED,),
    (_IN.OFFERED, "offer_answer", _TIME): (_IN.ASKED,),
    (_IN.REFUSED, "change", _B): (_IN.ASKED,),
    (_IN.REFUSED, "withdraw", _B): (_IN.CLOSED,),
    (_IN.REFUSED, "ask_for_ruling", _B): (_IN.EVIDENCE,),
    (_IN.REFUSED, "agree", _S): _REFUND_OR_RETURN,
    (_IN.REFUSED, "after_refusal", _TIME): (_IN.CLOSED,),
    (_IN.TO_SEND_BACK, "send_back", _B): (_IN.INSPECTING,),
    (_IN.TO_SEND_BACK, "withdraw", _B): (_IN.CLOSED,),
    (_IN.TO_SEND_BACK, "waive_return", _S): (_IN.CLOSED,),
    (_IN.TO_SEND_BACK, "goods_back", _TIME): (_IN.CLOSED,),
    (_IN.INSPECTING, "accept_goods", _S): (_IN.CLOSED,),
    (_IN.INSPECTING, "contest_goods", _S): (_IN.EVIDENCE,),
    (_IN.INSPECTING, "goods_inspected", _TIME): (_IN.CLOSED,),
    # Where the goods were sent back already, agreeing refunds at once.
    (_IN.EVIDENCE, "agree", _S): _REFUND_OR_RETURN,
    (_IN.EVIDENCE, "withdraw", _B): (_IN.CLOSED,),
    (_IN.EVIDENCE, "add_evidence", _B): (_IN.EVIDENCE,),
    (_IN.EVIDENCE, "add_evidence", _S): (_IN.EVIDENCE,),
    (_IN.EVIDENCE, "evidence", _TIME): (_IN.RULING,),
    (_IN.RULING, "agree", _S): _REFUND_OR_RETURN,
    (_IN.RULING, "withdraw", _B): (_IN.CLOSED,),
    # Above a set amount a proposal waits for a second operator.
    (_IN.RULING, "propose_ruling", _O): (_IN.RULED, _IN.RULING),
    (_IN.RULING, "agree_to_ruling", _O): (_IN.RULED,),
    (_IN.RULING, "decline_ruling", _O): (_IN.RULING,),
    (_IN.RULING, "ruling_promise", _TIME): (_IN.RULING,),
    (_IN.RULING, "ruling_latest", _TIME): (_IN.CLOSED,),
    # Final once both have accepted.
    (_IN.RULED, "accept_ruling", _B): (_IN.RULED, _IN.CLOSED),
    (_IN.RULED, "accept_ruling", _S): (_IN.RULED, _IN.CLOSED),
    (_IN.RULED, "appeal", _B): (_IN.APPEALED,),
    (_IN.RULED, "appeal", _S): (_IN.APPEALED,),
    # Each side has its own clock, for each must have been told; final once both ran out.
    (_IN.RULED, "appeal_buyer", _TIME): (_IN.RULED, _IN.CLOSED),
    (_IN.RULED, "appeal_seller", _TIME): (_IN.RULED, _IN.CLOSED),
    (_IN.APPEALED, "add_evidence", _B): (_IN.APPEALED,),
    (_IN.APPEALED, "add_evidence", _S): (_IN.APPEALED,),
    (_IN.APPEALED, "propose_ruling", _O): (_IN.CLOSED, _IN.APPEALED),
    (_IN.APPEALED, "agree_to_ruling", _O): (_IN.CLOSED,),
    (_IN.APPEALED, "decline_ruling", _O): (_IN.APPEALED,),
    (_IN.APPEALED, "appeal_promise", _TIME): (_IN.APPEALED,),
    (_IN.APPEALED, "appeal_latest", _TIME): (_IN.CLOSED,),
    # Deadline 15: the provider's cap on holding comes near, and comes. What the desk has already does not change.
    (_IN.ASKED, "custody_ruling", _TIME): (_IN.RULING,),
    (_IN.OFFERED, "custody_ruling", _TIME): (_IN.RULING,),
    (_IN.REFUSED, "custody_ruling", _TIME): (_IN.RULING,),
    (_IN.TO_SEND_BACK, "custody_ruling", _TIME): (_IN.RULING,),
    (_IN.INSPECTING, "custody_ruling", _TIME): (_IN.RULING,),
    (_IN.EVIDENCE, "custody_ruling", _TIME): (_IN.RULING,),
    (_IN.RULING, "custody_ruling", _TIME): (_IN.RULING,),
    (_IN.RULED, "custody_ruling", _TIME): (_IN.RULED,),
    (_IN.APPEALED, "custody_ruling", _TIME): (_IN.APPEALED,),
    (_IN.ASKED, "custody_cap", _TIME): (_IN.CLOSED,),
    (_IN.OFFERED, "custody_cap", _TIME): (_IN.CLOSED,),
    (_IN.REFUSED, "custody_cap", _TIME): (_IN.CLOSED,),
    (_IN.TO_SEND_BACK, "custody_cap", _TIME): (_IN.CLOSED,),
    (_IN.INSPECTING, "custody_cap", _TIME): (_IN.CLOSED,),
    (_IN.EVIDENCE, "custody_cap", _TIME): (_IN.CLOSED,),
    (_IN.RULING, "custody_cap", _TIME): (_IN.CLOSED,),
    (_IN.RULED, "custody_cap", _TIME): (_IN.CLOSED,),
    (_IN.APPEALED, "custody_cap", _TIME): (_IN.CLOSED,),
}

#: A chargeback that was lost has paid the buyer already, whatever the claim waits for.
for _state in _IN:
    if _state is not _IN.CLOSED:
        CLAIM_TRANSITIONS[_state, "end_by_chargeback", Role.PROVIDER] = (_IN.CLOSED,)

#: What may be done about a claim while the buyer's bank disputes the payment; everything else waits.
WHILE_DISPUTED = frozenset({"withdraw", "end_by_chargeback"})

#: The reminder before a clock takes something from somebody.
REMIND = "remind_claim"

for _state in (_IN.ASKED, _IN.REFUSED, _IN.TO_SEND_BACK, _IN.INSPECTING, _IN.RULED):
    CLAIM_TRANSITIONS[_state, REMIND, _TIME] = (_state,)

#: The deadlines that run in a state, besides `custody_ruling` and `custody_cap`, which run until the claim ends while
#: its money is held.
CLOCKS: dict[ClaimState, tuple[str, ...]] = {
    _IN.ASKED: ("claim_answer",),
    _IN.OFFERED: ("offer_answer",),
    _IN.REFUSED: ("after_refusal",),
    _IN.TO_SEND_BACK: ("goods_back",),
    _IN.INSPECTING: ("goods_inspected",),
    _IN.EVIDENCE: ("evidence",),
    _IN.RULING: ("ruling_promise", "ruling_latest"),
    _IN.RULED: ("appeal_buyer", "appeal_seller"),
    _IN.APPEALED: ("appeal_promise", "appeal_latest"),
    _IN.CLOSED: (),
}


def verbs_of(state: ClaimState, role: Role) -> tuple[str, ...]:
    """What `role` may do in `state` as far as the table says; the actions look at the claim's facts as well."""
    return tuple(verb for where, verb, who in CLAIM_TRANSITIONS if (where, who) == (state, role))
