"""The rows of the operators' desk in the API."""

from tests.access.row import Row
from tests.access.row_api import row

DESK = "401 404 404 404 200"
#: Where something is made, and what nobody can do there: to GET where only a POST is taken, or to POST where one reads.
MADE = "401 404 404 404 201"
NO = "401 404 404 404 405"

ROWS_API_DESK: dict[str, Row] = {
    "api:desk_claims": row(DESK, NO),
    "api:desk_claim": row(DESK, NO, about="hearing"),
    "api:desk_preview": row(DESK, NO, about="hearing"),
    "api:desk_ruling": row(NO, DESK, about="hearing", sent={"goods": 4000, "reasons": "So."}),
    "api:desk_agreement": row(NO, DESK, about="proposal"),
    "api:desk_refusal": row(NO, DESK, about="proposal", sent={"reasons": "Look again."}),
    "api:desk_promotions": row(DESK, "401 404 404 404 400", sent={"code": "A"}),
    "api:desk_promotion": row(DESK, NO, about="gift"),
    "api:desk_promotion_agreement": row(NO, DESK, about="gift"),
    "api:desk_promotion_refusal": row(NO, DESK, about="gift"),
    "api:desk_promotion_pause": row(NO, DESK, about="running gift"),
    "api:desk_promotion_resumption": row(NO, DESK, about="paused gift"),
    "api:desk_people": row(DESK, NO),
    "api:desk_person": row(DESK, NO, about="person"),
    "api:desk_person_suspension": row(NO, MADE, about="person", sent={"reason": "Counterfeit labels."}),
    "api:desk_shop": row(DESK, NO, about="any shop"),
    "api:desk_shop_suspension": row(NO, MADE, about="any shop", sent={"reason": "Counterfeit labels."}),
    "api:desk_appeals": row(DESK, NO),
    "api:desk_keeping": row(NO, DESK, about="appealed", sent={"reason": "We looked again."}),
    "api:desk_lifting": row(NO, DESK, about="appealed", sent={"reason": "It was the printer."}),
    "api:desk_review": row(DESK, NO, about="opinion"),
    "api:desk_review_deletion": row(NO, DESK, about="opinion", sent={"reason": "Insults."}),
    "api:desk_deadlines": row(DESK, NO),
    "api:desk_notices": row(DESK, NO),
    "api:desk_told": row(NO, DESK, about="untold"),
    "api:desk_letters": row(DESK, NO),
    "api:desk_send_again": row(NO, DESK, about="letter"),
    "api:desk_events": row(DESK, NO),
    "api:desk_work_again": row(NO, DESK, about="event"),
    "api:desk_overview": row(DESK, NO),
    "api:desk_reports": row(DESK, NO),
    "api:desk_report": row(DESK, NO, about="reported"),
    "api:desk_report_closing": row(NO, DESK, about="reported", sent={"answer": "We wrote to them."}),
    "api:desk_message_photo": row(DESK, NO, about="drawn"),
    "api:desk_photo": row(DESK, NO, about="shown"),
    "api:desk_decisions": row(DESK, NO),
    "api:desk_decision": row(DESK, NO, about="decision"),
    "api:desk_agreeing": row(NO, DESK, about="decision"),
    "api:desk_declining": row(NO, DESK, about="decision"),
    "api:desk_by_hand": row(
        DESK,
        MADE,
        about="capital",
        sent={
            "amount": 100,
            "gateway": "sandbox",
            "reference": "B-1",
            "reason": "More promotions.",
            "seen": "provider:sandbox capital:host 100 CNY",
        },
    ),
    "api:desk_refunds": row(DESK, NO),
    "api:desk_refund": row(DESK, NO, about="refund"),
    "api:desk_refund_proposals": row(
        NO, MADE, about="refund", sent={"way": "retry", "reason": "The card works again."}
    ),
    "api:desk_payouts": row(DESK, NO),
    "api:desk_payout": row(DESK, NO, about="large payout"),
    "api:desk_payout_proposals": row(
        NO, MADE, about="large payout", sent={"way": "send", "reason": "We called the shop."}
    ),
    "api:desk_suspense": row(DESK, NO),
    "api:desk_suspense_one": row(DESK, NO, about="suspense"),
    "api:desk_suspense_proposals": row(
        NO, MADE, about="suspense", sent={"way": "return", "reason": "Nobody knows it."}
    ),
    "api:desk_unanswered": row(DESK, NO),
    "api:desk_arrivals": row(DESK, MADE, sent={"value_on": "2026-11-23", "amount": 100, "bank_reference": "N-9"}),
    "api:desk_arrival": row(DESK, NO, about="arrival"),
    "api:desk_meaning": row(NO, DESK, about="arrival"),
    "api:desk_booking": row(NO, DESK, about="arrival"),
    "api:desk_removal": row(NO, DESK, about="arrival"),
    "api:desk_statement": row(NO, DESK, sent={"text": "date,amount,bank reference\n2026-11-23,1,N-8"}),
    "api:desk_transfers": row(DESK, NO),
    "api:desk_transfer": row(DESK, NO, about="transfer"),
    "api:desk_transfer_done": row(NO, DESK, about="transfer", sent={"bank_reference": "T-1"}),
    "api:desk_transfer_refusal": row(NO, MADE, about="transfer", sent={"reason": "The account is closed."}),
    "api:desk_books": row(DESK, NO),
    "api:desk_orders": row(DESK, NO),
    "api:desk_order": row(DESK, NO, about="paid"),
    "api:desk_chargebacks": row(DESK, NO),
    "api:desk_chargeback": row(DESK, NO, about="disputed"),
    "api:desk_evidence": row(NO, DESK, about="disputed", sent={"statement": "It was delivered."}),
}
