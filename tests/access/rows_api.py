"""The rows of the API. By session here; what a token may do is in `tests/api`."""

from typing import Any

from tests.access.row import Of, Row


def row(get: str, post: str, **facts: Any) -> Row:
    """An address of the API: a forged form names nobody, or a session without its token."""
    return Row(get, post, program=True, forged="401 403", **facts)


def public(**facts: Any) -> Row:
    """Read by everybody, changed by nobody."""
    return row("200", "401 405", public=True, **facts)


HOME = {"recipient": "X", "phone": "1", "region": "R", "street": "S"}
BANK = {"bank": "ICBC", "holder": "X", "number": "622200001111"}
SIDES = "401 404 200 200 404"
DESK = "401 404 404 404 200"
#: What can only be read there, what makes something there, and where nothing can be asked for but a POST.
DESK_READS = "401 404 404 404 405"
DESK_MAKES = "401 404 404 404 201"
#: An act of one side: the other one is told so.
MINE = "401 404 403 200 404"


def act(about: str, *, post: str = MINE, **facts: Any) -> Row:
    """An act that is POSTed, of the side that owns the row."""
    return row("401 405", post, about=about, **facts)


ROWS_API: dict[str, Row] = {
    "api:schema": Row("200", "405", public=True),
    "api:docs": Row("200", "405", public=True),
    "api:chapter": Row("200", "405", about="chapter", public=True),
    "api:shelves": public(),
    "api:listings": public(),
    "api:listing": public(about="offer"),
    "api:listing_reviews": public(about="offer"),
    "api:record": public(about="shop"),
    "api:our_books": public(),
    "api:our_rulings": public(),
    "api:one_shop": public(about="shop"),
    "api:basket": row("401 200", "401 405"),
    "api:basket_line": row("401 405", "401 405", about="sku"),
    "api:checkouts": row("401 405", "401 409", sent={"version": 2**31 - 1, "token": "x", "address": HOME}),
    "api:checkout": row("401 404 404 200 404", "401 405", about="payment"),
    "api:payment_question": row("401 405", "401 404 404 200 404", about="payment"),
    "api:orders": row("401 200", "401 405"),
    "api:order": row(SIDES, "401 405", about="delivered"),
    "api:packing": act("paid", owner="seller"),
    "api:shipment": act("paid", owner="seller", sent={"carrier": "SF Express", "number": "SF1234567890"}),
    "api:receipt": act("delivered"),
    "api:extension": row("401 405", "401 404 400 200 404", about="delivered"),
    "api:cancellation": row("401 405", "401 404 200 200 404", about="paid", sent={"reason": "None left"}),
    "api:cancellation_request": act("packed"),
    "api:refund_account": act("rejected", post="401 404 404 200 404", sent=BANK),
    "api:order_review": row(SIDES, SIDES, about="ended", sent={"stars": 4}),
    "api:order_address": row("401 405", "401 405", about="paid"),
    "api:order_claims": row(
        SIDES, "401 404 403 400 404", about="delivered", sent={"reason": "damaged", "words": "Mouldy.", "lines": []}
    ),
    "api:order_photos": row("401 405", "401 404 415 415 404", about="delivered"),
    "api:photo": row(SIDES, "401 405", about="proof"),
    "api:claims": row("401 200", "401 405"),
    "api:claim": row(SIDES, "401 405", about="asked claim"),
    "api:claim_agree": act("asked claim", owner="seller"),
    "api:claim_refuse": act("asked claim", owner="seller", sent={"words": "No."}),
    "api:claim_offer": act("countered claim", owner="seller", post="401 404 409 200 404", sent={"goods": 2500}),
    "api:claim_accept_offer": act("offered claim", post="401 404 409 200 404"),
    "api:claim_refuse_offer": act("offered claim", post="401 404 409 200 404"),
    "api:claim_change": act("refused claim", post="401 404 403 400 404", sent={"words": "Then less."}),
    "api:claim_withdraw": act("asked claim"),
    "api:claim_ask_for_ruling": act("refused claim"),
    "api:claim_send_back": act("to_send_back claim", sent={"carrier": "ZTO", "number": "BACK-2"}),
    "api:claim_waive_return": act("to_send_back claim", owner="seller"),
    "api:claim_accept_goods": act("inspecting claim", owner="seller"),
    "api:claim_contest_goods": act("inspecting claim", owner="seller", sent={"words": "Empty."}),
    "api:claim_add_evidence": act("evidence claim", post=SIDES, sent={"words": "Look."}),
    "api:claim_accept_ruling": act("ruled claim", post=SIDES),
    "api:claim_appeal": act("ruled claim", post=SIDES, sent={"words": "Unheard."}),
    "api:threads": row("401 200", "401 405"),
    "api:thread": row(SIDES, "401 405", about="talk"),
    "api:messages": row(SIDES, "401 404 201 201 404", about="talk", sent={"words": "Yes."}),
    "api:read_mark": row("401 405", "401 404 400 400 404", about="talk", sent={"message": 1}),
    "api:message_photo": row(SIDES, "401 405", about="drawn"),
    "api:order_messages": act("paid", post="401 404 201 201 404", sent={"words": "Yes."}),
    "api:questions": row("401 405", "401 201 409 201 201", about="shop", sent={"words": "Is it new?"}),
    "api:shop_reviews": public(about="shop"),
    "api:review_answer": row(
        "401 405", "401 404 404 200 404", about="opinion", owner="seller", sent={"answer": "Thanks."}
    ),
    "api:reports": row("401 200", "401 201", sent={"subject": "shop", "id": Of("to report"), "ground": "fraud"}),
    "api:return_address": row("401 405", "401 405", owner="seller"),
    "api:shop": row("401 200 404 200 404", "401 400", owner="seller", sent={"name": ""}),
    "api:own_listings": row("401 200 404 200 404", "401 400 404 400 404", owner="seller", sent={"title": "X"}),
    "api:own_listing": row("401 404 404 200 404", "401 405", about="listing", owner="seller"),
    "api:listing_state": row("401 405", "401 405", about="listing", owner="seller"),
    "api:listing_photos": row("401 405", "401 404 404 415 404", about="listing", owner="seller"),
    "api:listing_photo": row("401 405", "401 405", about="photo", owner="seller"),
    "api:photo_place": row("401 405", "401 404 404 200 404", about="photo", owner="seller", sent={"way": "later"}),
    "api:stock": row("401 405", "401 405", about="sku", owner="seller"),
    "api:pack_many": row("401 405", "401 200 404 200 404", owner="seller", sent={"orders": ["2611-000000-00"]}),
    "api:numbers": row("401 200 404 200 404", "401 405", owner="seller"),
    "api:coupons": row("401 200 404 200 404", "401 400 404 400 404", owner="seller", sent={"code": "A"}),
    "api:coupon": row("401 404 404 200 404", "401 405", about="coupon", owner="seller"),
    "api:coupon_state": row("401 405", "401 405", about="coupon", owner="seller"),
    "api:money": row("401 200 404 200 404", "401 405", owner="seller"),
    "api:payouts": row("401 200 404 200 404", "401 409 404 409 404", owner="seller", sent={"amount": 10**9}),
    "api:one_payout": row("401 404 404 200 404", "401 405", about="payout", owner="mover"),
    "api:bank_account": row("401 200 404 200 404", "401 201 404 409 404", owner="seller", sent=BANK),
    "api:bank_account_undoing": row("401 405", "401 409 404 200 404", owner="mover"),
    "api:payout_schedule": row("401 200 404 200 404", "401 405", owner="seller"),
    "api:statement_days": row("401 200 404 200 404", "401 405", owner="seller"),
    "api:statement": row("401 200 404 200 404", "401 405", owner="seller"),
    "api:deposit": row("401 200 404 200 404", "401 405", owner="seller"),
    "api:deposit_payments": row("401 405", "401 400 404 400 404", owner="seller", sent={"amount": 0}),
    "api:deposit_return": row("401 405", "401 409 404 201 404", owner="leaver"),
    "api:shop_closing": row("401 405", "401 200 404 409 404", owner="seller"),
    "api:account": row("401 200", "401 405"),
    "api:addresses": row("401 200", "401 201", sent=HOME),
    "api:address": row("401 405", "401 405", about="address"),
    "api:sessions_ending": row("401 405", "401 200"),
    "api:tokens": row("401 200", "401 201", sent={"name": "Mine", "scopes": ["read"], "days": 1}),
    "api:token": row("401 405", "401 405", about="token"),
    "api:notices": row("401 200", "401 405"),
    "api:notices_reading": row("401 405", "401 404 404 200 404", sent={"notice": Of("notice")}),
    "api:account_data": row("401 200", "401 405"),
    "api:account_closing": row("401 405", "401 409"),
    "api:suspensions": row("401 200", "401 405"),
    "api:suspension_appeal": row(
        "401 405", "401 404 404 200 404", about="to appeal", owner="leaver", sent={"words": "Why?"}
    ),
    "api:webhooks": row(
        "401 200 404 200 404", "401 400 404 400 404", owner="seller", sent={"url": "https://10.0.0.1/"}
    ),
    "api:webhook": row("401 404 404 200 404", "401 405", about="endpoint", owner="seller"),
    "api:webhook_state": row("401 405", "401 405", about="endpoint", owner="seller"),
    "api:webhook_secret": row("401 405", "401 404 404 200 404", about="endpoint", owner="seller"),
    "api:webhook_tests": row("401 405", "401 404 404 201 404", about="endpoint", owner="seller"),
    "api:deliveries": row("401 404 404 200 404", "401 405", about="endpoint", owner="seller"),
    "api:delivery_again": row("401 405", "401 404 404 200 404", about="sent event", owner="seller"),
    "api:desk_claims": row(DESK, "401 404 404 404 405"),
    "api:desk_claim": row(DESK, "401 404 404 404 405", about="hearing"),
    "api:desk_preview": row(DESK, "401 404 404 404 405", about="hearing"),
    "api:desk_ruling": row("401 404 404 404 405", DESK, about="hearing", sent={"goods": 4000, "reasons": "So."}),
    "api:desk_agreement": row("401 404 404 404 405", DESK, about="proposal"),
    "api:desk_refusal": row("401 404 404 404 405", DESK, about="proposal", sent={"reasons": "Look again."}),
    "api:desk_promotions": row(DESK, "401 404 404 404 400", sent={"code": "A"}),
    "api:desk_promotion": row(DESK, "401 404 404 404 405", about="gift"),
    "api:desk_promotion_agreement": row("401 404 404 404 405", DESK, about="gift"),
    "api:desk_promotion_refusal": row("401 404 404 404 405", DESK, about="gift"),
    "api:desk_promotion_pause": row("401 404 404 404 405", DESK, about="running gift"),
    "api:desk_promotion_resumption": row("401 404 404 404 405", DESK, about="paused gift"),
    "api:desk_people": row(DESK, "401 404 404 404 405"),
    "api:desk_person": row(DESK, "401 404 404 404 405", about="person"),
    "api:desk_person_suspension": row(
        "401 404 404 404 405", "401 404 404 404 201", about="person", sent={"reason": "Counterfeit labels."}
    ),
    "api:desk_shop": row(DESK, "401 404 404 404 405", about="any shop"),
    "api:desk_shop_suspension": row(
        "401 404 404 404 405", "401 404 404 404 201", about="any shop", sent={"reason": "Counterfeit labels."}
    ),
    "api:desk_appeals": row(DESK, "401 404 404 404 405"),
    "api:desk_keeping": row("401 404 404 404 405", DESK, about="appealed", sent={"reason": "We looked again."}),
    "api:desk_lifting": row("401 404 404 404 405", DESK, about="appealed", sent={"reason": "It was the printer."}),
    "api:desk_review": row(DESK, "401 404 404 404 405", about="opinion"),
    "api:desk_review_deletion": row("401 404 404 404 405", DESK, about="opinion", sent={"reason": "Insults."}),
    "api:desk_deadlines": row(DESK, "401 404 404 404 405"),
    "api:desk_notices": row(DESK, "401 404 404 404 405"),
    "api:desk_told": row("401 404 404 404 405", DESK, about="untold"),
    "api:desk_letters": row(DESK, "401 404 404 404 405"),
    "api:desk_send_again": row("401 404 404 404 405", DESK, about="letter"),
    "api:desk_events": row(DESK, "401 404 404 404 405"),
    "api:desk_work_again": row("401 404 404 404 405", DESK, about="event"),
    "api:desk_overview": row(DESK, "401 404 404 404 405"),
    "api:desk_reports": row(DESK, "401 404 404 404 405"),
    "api:desk_report": row(DESK, "401 404 404 404 405", about="reported"),
    "api:desk_report_closing": row("401 404 404 404 405", DESK, about="reported", sent={"answer": "We wrote to them."}),
    "api:desk_message_photo": row(DESK, "401 404 404 404 405", about="drawn"),
    "api:desk_photo": row(DESK, "401 404 404 404 405", about="shown"),
    "api:desk_decisions": row(DESK, DESK_READS),
    "api:desk_decision": row(DESK, DESK_READS, about="decision"),
    "api:desk_approval": row(DESK_READS, DESK, about="decision"),
    "api:desk_declining": row(DESK_READS, DESK, about="decision"),
    "api:desk_by_hand": row(
        DESK,
        DESK_MAKES,
        about="capital",
        sent={
            "amount": 100,
            "gateway": "sandbox",
            "reference": "B-1",
            "reason": "More promotions.",
            "seen": "provider:sandbox capital:host 100 CNY",
        },
    ),
    "api:desk_refunds": row(DESK, DESK_READS),
    "api:desk_refund": row(DESK, DESK_READS, about="refund"),
    "api:desk_refund_proposals": row(
        DESK_READS, DESK_MAKES, about="refund", sent={"way": "retry", "reason": "The card works again."}
    ),
    "api:desk_payouts": row(DESK, DESK_READS),
    "api:desk_payout": row(DESK, DESK_READS, about="large payout"),
    "api:desk_payout_proposals": row(
        DESK_READS, DESK_MAKES, about="large payout", sent={"way": "send", "reason": "We called the shop."}
    ),
    "api:desk_suspense": row(DESK, DESK_READS),
    "api:desk_suspense_one": row(DESK, DESK_READS, about="suspense"),
    "api:desk_suspense_proposals": row(
        DESK_READS, DESK_MAKES, about="suspense", sent={"way": "return", "reason": "Nobody knows it."}
    ),
    "api:desk_unanswered": row(DESK, DESK_READS),
    "api:desk_arrivals": row(DESK, DESK_MAKES, sent={"value_on": "2026-11-23", "amount": 100, "bank_reference": "N-9"}),
    "api:desk_arrival": row(DESK, DESK_READS, about="arrival"),
    "api:desk_meaning": row(DESK_READS, DESK, about="arrival"),
    "api:desk_booking": row(DESK_READS, DESK, about="arrival"),
    "api:desk_removal": row(DESK_READS, DESK, about="arrival"),
    "api:desk_statement": row(DESK_READS, DESK, sent={"text": "date,amount,bank reference\n2026-11-23,1,N-8"}),
    "api:desk_transfers": row(DESK, DESK_READS),
    "api:desk_transfer": row(DESK, DESK_READS, about="transfer"),
    "api:desk_transfer_done": row(DESK_READS, DESK, about="transfer", sent={"bank_reference": "T-1"}),
    "api:desk_transfer_refusal": row(
        DESK_READS, DESK_MAKES, about="transfer", sent={"reason": "The account is closed."}
    ),
    "api:desk_books": row(DESK, DESK_READS),
    "api:desk_orders": row(DESK, DESK_READS),
    "api:desk_order": row(DESK, DESK_READS, about="paid"),
    "api:desk_chargebacks": row(DESK, DESK_READS),
    "api:desk_chargeback": row(DESK, DESK_READS, about="disputed"),
    "api:desk_evidence": row(DESK_READS, DESK, about="disputed", sent={"statement": "It was delivered."}),
}
