"""What the desk calls things: words for the codes of the books, of timers, decisions, messages and acts.

The code itself stands small beside its words, so that the page, the papers and the database speak of one thing. A code
nobody has words for is shown as it is.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.staff import (
    after_names,
    bank_names,
    by_hand_names,
    claim_names,
    coupon_names,
    order_names,
    payout_names,
    review_names,
    suspension_names,
    talk_names,
)
from marketplace.trade.status import Status

Names = Mapping[str, Promise]

DEADLINES: Names = {
    "ask_payment": _("Ask the provider about a payment"),
    "ask_refund": _("Ask the provider about a refund"),
    "ask_payout": _("Ask the provider about a payout"),
    **coupon_names.DEADLINES,
    **after_names.DEADLINES,
    **claim_names.DEADLINES,
    **order_names.DEADLINES,
    **payout_names.DEADLINES,
    **review_names.DEADLINES,
    **suspension_names.DEADLINES,
}

SUBJECTS: Names = {
    "order": _("order"),
    "hold": _("held money"),
    "payment": _("payment"),
    "refund": _("refund"),
    "payout": _("payout"),
    "capture": _("charge"),
    "book": _("book"),
    "shop": _("shop"),
    **coupon_names.SUBJECTS,
    "decision": _("decision"),
    "claim": _("request for money back"),
    **after_names.SUBJECTS,
    **payout_names.SUBJECTS,
    **suspension_names.SUBJECTS,
    **bank_names.SUBJECTS,
}

ROLES: Names = {
    "buyer": _("the buyer"),
    "seller": _("the shop"),
    "operator": _("an operator"),
    "provider": _("a provider"),
    "system": _("by itself"),
}

DECISIONS: Names = {
    "suspense_match": _("Match unknown money to a payment"),
    "suspense_return": _("Send unknown money back"),
    "refund_retry": _("Try a rejected refund again"),
    "refund_to_bank": _("Refund to the buyer’s bank account"),
    **bank_names.DECISIONS,
    **by_hand_names.DECISIONS,
    **payout_names.DECISIONS,
}

#: What a decision names beside its reason.
PARTICULARS: Names = {
    "payment": _("payment"),
    "account": _("bank account"),
    "amount": _("amount"),
    "currency": _("currency"),
    "gateway": _("provider"),
    "reference": _("reference"),
}

#: Kinds of account by the first part of their label ("hold" of "hold:42"); single accounts by the whole of it.
ACCOUNTS: Names = {
    "provider": _("With the provider"),
    "payment": _("Paid, not yet divided"),
    "hold": _("Held for buyers"),
    "payable": _("Owed to shops"),
    "refund_due": _("Refunds on their way"),
    "payout_due": _("Payouts on their way"),
    "deposit": _("Deposits of shops"),
    "tax_due": _("Tax owed"),
    "suspense": _("Money from nobody we know"),
    "chargeback": _("Disputed at the provider"),
    "receivable": _("Owed by shops"),
    "agent_float": _("Cash at village centres"),
    "income:fees": _("Our charges earned"),
    "expense:provider": _("What providers cost"),
    "expense:promotions": _("Discounts we gave"),
    "expense:goodwill": _("Goodwill we paid"),
    "expense:losses": _("Losses"),
    "capital:host": _("The host’s own money"),
}

#: Journal entries by the first part and the verb of their key ("hold:fund" of "hold:42:fund").
ENTRIES: Names = {
    "capture": _("Charge at the provider"),
    "capture:return": _("Charge sent back"),
    "hold:fund": _("Paid into keeping"),
    "hold:release": _("Released to the shop"),
    "hold:refund": _("Refunded from keeping"),
    "hold:settle": _("Divided by a ruling"),
    "refund:done": _("Refund arrived"),
    "refund:return": _("Refund came back"),
    "refund:to_bank": _("Refund sent to a bank account"),
    "payout:request": _("Payout asked for"),
    "payout:paid": _("Payout arrived"),
    "payout:return": _("Payout came back"),
    "payout:refuse": _("Payout given back to the shop"),
    "deposit": _("Deposit paid in"),
    "suspense:match": _("Unknown money matched"),
    "suspense:return": _("Unknown money sent back"),
    **by_hand_names.ENTRIES,
    **after_names.ENTRIES,
}

#: Audit rows by subject and act.
ACTS: Names = {
    "order:placed": _("Order placed"),
    "order:paid": _("Order paid"),
    "order:address_changed": _("Address changed"),
    "order:packed": _("Packing begun"),
    "order:shipped": _("Parcel shipped"),
    "order:delivered": _("Parcel delivered"),
    "order:parcel_returned": _("Parcel came back"),
    "order:parcel_lost": _("Parcel lost"),
    "order:handed_over_again": _("Parcel handed over again"),
    "order:confirmed": _("Receipt confirmed"),
    "order:extended": _("Time to look at the goods made longer"),
    "order:cancelled": _("Order cancelled"),
    "order:closed_unpaid": _("Closed unpaid"),
    "order:promise_passed": _("Promised time to ship passed"),
    "order:never_shipped": _("Never shipped, refunded"),
    "order:parcel_refunded": _("Parcel not sent again, refunded"),
    "order:window_passed": _("Time to look at the goods ended"),
    "order:told_in_person": _("Told by an operator"),
    "letter:send_again": _("Message sent again"),
    "event:work_again": _("Report worked off again"),
    "shop:opened": _("Shop opened"),
    "shop:edited": _("What the shop says of itself changed"),
    "hold:open": _("Keeping opened"),
    "hold:fund": _("Paid into keeping"),
    "hold:void": _("Closed without money"),
    "hold:release": _("Released to the shop"),
    "hold:refund": _("Refunded from keeping"),
    "hold:settle": _("Divided by a ruling"),
    "hold:freeze": _("Frozen"),
    "hold:unfreeze": _("No longer frozen"),
    "hold:told_in_person": _("Told by an operator"),
    "payment:capture": _("Charge recorded"),
    "payment:return_share": _("Part of a charge sent back"),
    "payment:close": _("Payment closed"),
    "payment:match": _("Unknown money matched"),
    **after_names.ACTS,
    **claim_names.ACTS,
    **payout_names.ACTS,
    **review_names.ACTS,
    **coupon_names.ACTS,
    **suspension_names.ACTS,
    **bank_names.ACTS,
    **by_hand_names.ACTS,
    **talk_names.ACTS,
}

TOPICS: Names = {
    "hold.released": _("Released to the shop"),
    "hold.refunded": _("Refunded from keeping"),
    "hold.settled": _("Divided by a ruling"),
    "capture.recorded": _("Charge recorded"),
    "capture.returned": _("Charge sent back"),
    "refund.succeeded": _("Refund arrived"),
    "refund.rejected": _("Refund rejected"),
    "endpoint.stopped": _("Webhook stopped"),
    **after_names.TOPICS,
    **by_hand_names.TOPICS,
    **claim_names.TOPICS,
    **order_names.TOPICS,
    **payout_names.TOPICS,
    **review_names.TOPICS,
    **suspension_names.TOPICS,
    **talk_names.TOPICS,
}

#: What providers and couriers report.
REPORTS: Names = {
    "charge.captured": _("Charge made"),
    "charge.declined": _("Charge declined"),
    "refund.succeeded": _("Refund arrived"),
    "refund.rejected": _("Refund rejected"),
    "payout.paid": _("Payout arrived"),
    "payout.refused": _("Payout refused"),
    "payout.returned": _("Payout came back"),
    "parcel.in_transit": _("Parcel on its way"),
    "parcel.delivered": _("Parcel delivered"),
    "parcel.returned": _("Parcel came back"),
    "parcel.lost": _("Parcel lost"),
    **after_names.REPORTS,
    **bank_names.REPORTS,
}

INVARIANTS: Names = {
    "entries_and_postings_belong_together": _("Every entry has its postings, every posting its entry"),
    "no_stray_account": _("Every account belongs to something that exists"),
    "remaining_is_what_was_posted": _("What an order still keeps is what was posted"),
    "an_ended_hold_is_empty": _("What has ended keeps no money"),
    "a_hold_ends_once": _("Held money ends once"),
    "every_change_has_its_entry": _("Every change of money has its entry"),
    "a_capture_is_spent_once": _("A charge is spent once"),
    "a_payment_is_divided_soon": _("A payment is divided among its orders at once"),
    "refunds_due_are_open_rows": _("Refunds owed are the open refunds"),
    "payouts_due_are_open_rows": _("Payouts owed are the open payouts"),
    "nothing_is_sent_while_payouts_are_stopped": _("Nothing is paid out while payouts are stopped"),
    "no_account_is_overdrawn": _("No account is overdrawn"),
    "freezes_are_counted": _("Freezes are counted"),
    "what_was_given_back_was_posted": _("What holds have given back was posted"),
    "chargebacks_are_open_rows": _("Disputed charges are open disputes"),
    "checkpoints_are_sums": _("Checkpoints are the sums of what they stand for"),
    "cover_is_capital_and_result": _("Cover is the host’s money and result"),
    "captures_refunds_and_payouts_are_the_providers": _("Our charges, refunds and payouts are the provider’s"),
    "stock_matches_orders": _("Stock agrees with the orders"),
    "order_and_hold_agree": _("An order and its money agree"),
    "charges_are_the_hold": _("The price of an order is what is kept for it"),
    "goods_are_the_lines": _("The price of the goods is that of the lines"),
    **coupon_names.INVARIANTS,
    "payment_is_the_sum_of_its_orders": _("A payment is the sum of its orders"),
    "every_open_hold_has_a_next_step": _("Money that is kept has a next step"),
    "closed_orders_keep_no_money": _("Closed orders keep no money"),
    "nothing_is_shipped_unpaid": _("Nothing was shipped unpaid"),
    "no_clock_passes_the_custody_limit": _("No clock is set past the limit of keeping"),
    "every_order_has_its_policy": _("Every order has the policy it was placed under"),
    "ended_orders_promise_nothing": _("Ended orders promise nothing"),
    **after_names.INVARIANTS,
    **claim_names.INVARIANTS,
    **payout_names.INVARIANTS,
    **review_names.INVARIANTS,
    **suspension_names.INVARIANTS,
    **talk_names.INVARIANTS,
}

ALL: Mapping[str, Names] = {
    "deadline": DEADLINES,
    "subject": SUBJECTS,
    "role": ROLES,
    "decision": DECISIONS,
    "meaning": by_hand_names.MEANINGS,
    "particular": PARTICULARS,
    "act": ACTS,
    "topic": TOPICS,
    "report": REPORTS,
    "invariant": INVARIANTS,
    "status": dict(Status.choices),
}


def name(of: str, code: str) -> str:
    """The words for a code of the table `of` (see ALL), in the reader's language; the code itself when it has none."""
    return str(ALL[of].get(code) or code)


def account(label: str) -> str:
    """The words for an account by its label: "hold:42", "provider:sandbox", "income:fees"."""
    return str(ACCOUNTS.get(label) or ACCOUNTS.get(label.split(":", maxsplit=1)[0]) or label)


def entry(key: str) -> str:
    """The words for a journal entry by its key: "hold:42:fund", "capture:sandbox:ch_1"."""
    return str(ENTRIES.get(entry_code(key)) or key)


def entry_code(key: str) -> str:
    """What kind of entry a key names, as it stands in ENTRIES: "hold:fund", "capture"."""
    kind, *rest = key.split(":")
    return next((code for part in rest if (code := f"{kind}:{part}") in ENTRIES), kind)
