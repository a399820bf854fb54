"""What the desk calls the clocks, acts, messages and laws of claims (see names.py)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DEADLINES: Names = {
    "claim_answer": _("Shop to answer a request"),
    "offer_answer": _("Offer to be answered"),
    "after_refusal": _("Buyer to go on after a refusal"),
    "goods_back": _("Buyer to send the goods back"),
    "goods_inspected": _("Shop to look at what came back"),
    "evidence": _("Both sides to show evidence"),
    "ruling_promise": _("Ruling, as promised"),
    "ruling_latest": _("Ruling at the latest, else the announced default"),
    "appeal_buyer": _("Buyer to accept the ruling or appeal"),
    "appeal_seller": _("Shop to accept the ruling or appeal"),
    "appeal_promise": _("Ruling on the appeal, as promised"),
    "appeal_latest": _("Ruling on the appeal at the latest, else the first stands"),
    "remind_claim": _("Remind whoever loses something by silence"),
    "custody_ruling": _("Limit of keeping comes near: to the desk"),
    "custody_cap": _("Limit of keeping: the announced default"),
}

#: What is done about a claim, by the verbs of its table.
VERBS: Names = {
    "open": _("Money back asked for"),
    "agree": _("Shop agreed"),
    "refuse": _("Shop refused"),
    "offer": _("Offer made"),
    "accept_offer": _("Offer accepted"),
    "refuse_offer": _("Offer refused"),
    "withdraw": _("Request withdrawn"),
    "change": _("Request changed"),
    "ask_for_ruling": _("Ruling asked for"),
    "send_back": _("Goods sent back"),
    "waive_return": _("Return waived"),
    "accept_goods": _("Returned goods accepted"),
    "contest_goods": _("Returned goods contested"),
    "add_evidence": _("Evidence added"),
    "propose_ruling": _("Ruling proposed"),
    "agree_to_ruling": _("Second operator agreed"),
    "decline_ruling": _("Ruling declined"),
    "accept_ruling": _("Ruling accepted"),
    "appeal": _("Appeal made"),
    "claim_answer": _("Shop stayed silent"),
    "offer_answer": _("Offer stayed unanswered"),
    "after_refusal": _("Buyer left it after a refusal"),
    "goods_back": _("Goods were not sent back"),
    "goods_inspected": _("Shop did not look at the goods in time"),
    "evidence": _("Time for evidence ended"),
    "ruling_promise": _("Promised time to rule passed"),
    "ruling_latest": _("No ruling in time: the default applied"),
    "appeal_buyer": _("Buyer’s time to appeal passed"),
    "appeal_seller": _("Shop’s time to appeal passed"),
    "appeal_promise": _("Promised time to rule on the appeal passed"),
    "appeal_latest": _("No ruling on the appeal: the first stands"),
    "end_by_chargeback": _("Buyer’s bank paid it back"),
    "custody_ruling": _("Limit of keeping came near"),
    "custody_cap": _("Limit of keeping reached"),
}

ACTS: Names = {f"{subject}{verb}": words for verb, words in VERBS.items() for subject in ("claim:", "order:claim_")} | {
    "shop:return_address": _("Return address set"),
    "claim:told_in_person": _("Told by an operator"),
}

TOPICS: Names = {
    "claim.opened": VERBS["open"],
    "claim.changed": VERBS["change"],
    "claim.agreed": _("Agreed: the goods are to be sent back"),
    "claim.refused": VERBS["refuse"],
    "claim.offered": VERBS["offer"],
    "claim.offer_refused": VERBS["refuse_offer"],
    "claim.ruling_asked": VERBS["ask_for_ruling"],
    "claim.with_desk": _("A ruling is due"),
    "claim.ruling_overdue": VERBS["ruling_promise"],
    "claim.sent_back": VERBS["send_back"],
    "claim.goods_contested": VERBS["contest_goods"],
    "claim.evidence_added": VERBS["add_evidence"],
    "claim.ruling_proposed": VERBS["propose_ruling"],
    "claim.ruling_declined": VERBS["decline_ruling"],
    "claim.ruling_given": _("Ruling given"),
    "claim.ruling_accepted": VERBS["accept_ruling"],
    "claim.appealed": VERBS["appeal"],
    "claim.soon": DEADLINES["remind_claim"],
    "claim.closed": _("Request ended"),
}

INVARIANTS: Names = {
    "open_claim_has_one_freeze": _("An open request freezes its money once, an ended one no more"),
    "open_freeze_has_its_claim": _("Frozen money has its open request"),
    "open_claim_has_a_next_step": _("An open request has a next step"),
    "closed_claims_promise_nothing": _("Ended requests promise nothing"),
    "order_clocks_stand_still_under_a_claim": _("An order’s clocks stand still under a request"),
    "an_open_offer_is_waited_for": _("An open offer is waited for"),
    "a_ruling_ends_as_the_hold_was_settled": _("Money is divided by a ruling, and by nothing else"),
    "whoever_rules_is_nobody_concerned": _("Whoever rules is nobody concerned"),
}
