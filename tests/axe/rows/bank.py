"""The host's own bank: what a buyer writes on a transfer, and the operators' copies, bookings and list."""

from tests.axe.page import Page

UNREADABLE = "date,amount\n23/11/2026,12\n"

PAGES: dict[str, Page] = {
    "paying by bank transfer": Page("buyers:paying", "buyer", "payment by transfer"),
    "arrivals": Page("staff:arrivals", "operator"),
    "one line": Page("staff:arrival_new", "operator"),
    "one line refused": Page("staff:arrival_new", "operator", sent={"amount": "a lot"}, status=422),
    "bank statement": Page("staff:bank_statement", "operator"),
    "statement left empty": Page("staff:bank_statement", "operator", sent={"text": ""}, status=422),
    "statement with a problem": Page("staff:bank_statement", "operator", sent={"text": UNREADABLE}, status=422),
    "arrival of nobody": Page("staff:arrival", "operator"),
    "arrival with a slip": Page("staff:arrival", "operator", "slip"),
    "arrival of one's own": Page("staff:arrival", "operator", "own arrival"),
    "arrival that came back": Page("staff:arrival", "operator", "come back"),
    "arrival matched wrongly": Page("staff:arrival", "operator", "slip", sent={"claimed": "1" * 41}, status=422),
    "transfers": Page("staff:transfers", "operator"),
    "transfer": Page("staff:transfer", "operator"),
    "transfer without a reference": Page("staff:transfer", "operator", sent={"bank_reference": ""}, status=422),
    "transfer sent": Page("staff:transfer", "operator", "sent transfer"),
    "transfer refused": Page("staff:transfer", "operator", "refused transfer"),
    "refusal without a reason": Page("staff:transfer_refusal", "operator", sent={"reason": ""}, status=422),
}
