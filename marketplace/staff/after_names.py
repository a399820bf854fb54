"""What the desk calls what happens to money after its release: see names.py."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = Mapping[str, Promise]

DEADLINES: Names = {
    "after_sale": _("Buyer to ask after the sale, else the release is final"),
    "chargeback_evidence": _("Evidence to the provider about a disputed charge"),
}

SUBJECTS: Names = {"chargeback": _("dispute")}

TOPICS: Names = {
    "chargeback.opened": _("Charge disputed"),
    "chargeback.won": _("Dispute won"),
    "chargeback.lost": _("Dispute lost"),
    "hold.charged_back": _("Charged back"),
    "deposit.paid": _("Deposit paid in"),
    "deposit.disputed": _("Deposit disputed"),
    "deposit.dispute_won": _("Dispute won"),
    "deposit.charged_back": _("Deposit charged back"),
    "order.disputed": _("Payment disputed"),
    "order.dispute_won": _("Dispute won"),
    "order.dispute_over": _("Dispute over, nothing taken"),
    "order.dispute_lost": _("Dispute lost"),
}

REPORTS: Names = {name: TOPICS[name] for name in ("chargeback.opened", "chargeback.won", "chargeback.lost")}

ENTRIES: Names = {
    "chargeback:open": _("Taken back by the provider"),
    "chargeback:won": _("Given back by the provider"),
    "chargeback:hold": _("Share of a lost dispute"),
    "chargeback:suspense": _("Lost dispute taken from unknown money"),
    "chargeback:deposit": _("Lost dispute taken from a deposit"),
    "chargeback:loss": _("Loss of a lost dispute"),
    "hold:claw_back": _("Taken back from the shop"),
    "offset": _("Debt of a shop settled"),
}

ACTS: Names = {
    "order:disputed": _("Payment disputed"),
    "order:dispute_won": _("Dispute won"),
    "order:dispute_over": _("Dispute over, nothing taken"),
    "order:dispute_lost": _("Dispute lost"),
    "hold:charge_back": _("Share of a lost dispute"),
    "chargeback:open": _("Charge disputed"),
    "chargeback:win": _("Dispute won"),
    "chargeback:lose": _("Dispute lost"),
    "chargeback:end": _("Dispute settled"),
    "chargeback:submit_evidence": _("Evidence written"),
    "chargeback:evidence_sent": _("Evidence taken in"),
    "chargeback:evidence_refused": _("Evidence not taken in"),
    "chargeback:evidence_missed": _("Time for evidence passed"),
    "order:after_sale_passed": _("The release is final"),
    "hold:reserve": _("Kept back from what the shop earned"),
    "hold:lift_reserve": _("No longer kept back"),
    "hold:claw_back": _("Taken back from the shop"),
    "book:charge_back_deposit": _("Deposit charged back"),
    "book:pay_off": _("Debt paid off"),
    "book:write_off": _("Debt written off"),
}

INVARIANTS: Names = {
    "a_disputed_payment_moves_nothing": _("Nothing moves while its payment is disputed"),
    "only_an_open_chargeback_binds": _("Only an open dispute keeps money back"),
    "a_claim_waits_while_its_payment_is_disputed": _("A request waits while its payment is disputed"),
    "an_open_after_sale_claim_keeps_back_what_it_asks": _("An open request after the sale keeps back what it asks"),
}
