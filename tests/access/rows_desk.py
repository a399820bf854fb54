"""The operators' desk in the access matrix: to everybody else it does not exist."""

from tests.access.row import Row

ROWS_DESK: dict[str, Row] = {
    "staff:desk": Row("404 404 404 404 200", "405"),
    "staff:find": Row("404 404 404 404 >staff:people", "405"),
    "staff:order": Row("404 404 404 404 200", "405", about="paid"),
    "staff:overview": Row("404 404 404 404 200", "405"),
    "staff:overview_csv": Row("404 404 404 404 200", "405"),
    "staff:reports": Row("404 404 404 404 200", "405"),
    "staff:report": Row(
        "404 404 404 404 200", "404 404 404 404 >staff:reports", about="reported", sent={"answer": "We wrote to them."}
    ),
    "staff:message_photo": Row("404 404 404 404 200", "405", about="drawn"),
    "staff:review_deletion": Row(
        "404 404 404 404 200", "404 404 404 404 >staff:review_deletion", about="opinion", sent={"reason": "Insults."}
    ),
    "staff:people": Row("404 404 404 404 200", "405"),
    "staff:person": Row("404 404 404 404 200", "405", about="person"),
    "staff:person_suspension": Row(
        "405", "404 404 404 404 >staff:person", about="person", sent={"reason": "Counterfeit labels."}
    ),
    "staff:shop": Row("404 404 404 404 200", "405", about="any shop"),
    "staff:shop_suspension": Row(
        "405", "404 404 404 404 >staff:shop", about="any shop", sent={"reason": "Counterfeit labels."}
    ),
    "staff:appeals": Row("404 404 404 404 200", "405"),
    "staff:suspension_keeping": Row(
        "405", "404 404 404 404 >staff:shop", about="appealed", sent={"reason": "We looked again."}
    ),
    "staff:suspension_lifting": Row(
        "405", "404 404 404 404 >staff:shop", about="appealed", sent={"reason": "It was the printer."}
    ),
    "staff:books": Row("404 404 404 404 200", "405"),
    "staff:claims": Row("404 404 404 404 200", "405"),
    "staff:claim": Row("404 404 404 404 200", "405", about="hearing"),
    "staff:chargebacks": Row("404 404 404 404 200", "405"),
    "staff:chargeback": Row(
        "404 404 404 404 200",
        "404 404 404 404 >staff:chargeback",
        about="disputed",
        sent={"statement": "It was delivered, and the buyer wrote that it is right."},
    ),
    "staff:ruling_preview": Row("405", "404 404 404 404 422", about="hearing"),
    "staff:ruling": Row("405", "404 404 404 404 422", about="hearing"),
    "staff:ruling_agreement": Row("405", "404 404 404 404 >staff:claim", about="proposal"),
    "staff:ruling_refusal": Row(
        "405", "404 404 404 404 >staff:claim", about="proposal", sent={"reasons": "Look at the second picture."}
    ),
    "staff:photo": Row("404 404 404 404 200", "405", about="shown"),
    "staff:deadlines": Row("404 404 404 404 200", "405"),
    "staff:make_due": Row("405", "404 404 404 404 >staff:deadlines", about="deadline"),
    "staff:clock": Row("405", "404 404 404 404 >staff:deadlines", sent={"hours": "1"}),
    "staff:without_notice": Row("404 404 404 404 200", "405"),
    "staff:told": Row("405", "404 404 404 404 >staff:without_notice", about="untold"),
    "staff:letters": Row("404 404 404 404 200", "405"),
    "staff:send_again": Row("405", "404 404 404 404 >staff:letters", about="letter"),
    "staff:work_again": Row("405", "404 404 404 404 >staff:letters", about="event"),
    "staff:refunds": Row("404 404 404 404 200", "405"),
    "staff:refund": Row(
        "404 404 404 404 200",
        "404 404 404 404 >staff:decisions",
        about="refund",
        sent={"way": "retry", "reason": "The card works again."},
    ),
    "staff:unanswered": Row("404 404 404 404 200", "405"),
    "staff:payouts": Row("404 404 404 404 200", "405"),
    "staff:payout": Row("404 404 404 404 200", "404 404 404 404 422", about="large payout", sent={"reason": ""}),
    "staff:suspense": Row("404 404 404 404 200", "405"),
    "staff:suspense_one": Row(
        "404 404 404 404 200",
        "404 404 404 404 >staff:decisions",
        about="suspense",
        sent={"way": "return", "reason": "Nobody knows it."},
    ),
    "staff:arrivals": Row("404 404 404 404 200", "405"),
    "staff:arrival_new": Row(
        "404 404 404 404 200",
        "404 404 404 404 >staff:arrivals",
        sent={"value_on": "2026-11-23", "amount": "1", "currency": "CNY", "bank_reference": "N-9"},
    ),
    "staff:bank_statement": Row(
        "404 404 404 404 200",
        "404 404 404 404 >staff:arrivals",
        sent={"text": "date,amount,bank reference\n2026-11-23,1,N-8"},
    ),
    "staff:arrival": Row(
        "404 404 404 404 200", "404 404 404 404 >staff:arrival", about="arrival", sent={"claimed": ""}
    ),
    "staff:arrival_booking": Row("405", "404 404 404 404 >staff:arrivals", about="arrival", sent={"claimed": ""}),
    "staff:arrival_removal": Row("405", "404 404 404 404 >staff:arrivals", about="arrival"),
    "staff:transfers": Row("404 404 404 404 200", "405"),
    "staff:transfers_csv": Row("404 404 404 404 200", "405"),
    "staff:transfer": Row(
        "404 404 404 404 200", "404 404 404 404 >staff:transfers", about="transfer", sent={"bank_reference": "T-1"}
    ),
    "staff:transfer_refusal": Row(
        "405", "404 404 404 404 >staff:decisions", about="transfer", sent={"reason": "The account is closed."}
    ),
    "staff:decisions": Row("404 404 404 404 200", "405"),
    "staff:agree": Row("405", "404 404 404 404 >staff:decisions", about="decision"),
    "staff:decline": Row("405", "404 404 404 404 >staff:decisions", about="decision"),
    "staff:by_hand": Row(
        "404 404 404 404 200",
        "404 404 404 404 >staff:decisions",
        about="capital",
        sent={
            "amount": "1",
            "gateway": "sandbox",
            "reference": "B-1",
            "reason": "More promotions.",
            "seen": "provider:sandbox capital:host 100 CNY",
        },
    ),
    "staff:mail": Row("404 404 404 404 200", "405"),
}
