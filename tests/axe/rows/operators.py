"""The operators' desk, with one of each kind of trouble waiting."""

from django.test import Client

from tests.axe.page import Answer, Page
from tests.axe.world import World

CAPITAL = {"amount": "1,000", "gateway": "sandbox", "reference": "2026112300004711", "reason": "For promotions."}
NO_REASON = {"way": "retry", "reason": ""}


def _nobody(_world: World, client: Client) -> Answer:
    return client.get("/staff/orders/", {"q": "nobody of that name"}, follow=True)


PAGES: dict[str, Page] = {
    "operators' desk": Page("staff:desk", "operator"),
    "reports": Page("staff:reports", "operator"),
    "one report": Page("staff:report", "operator"),
    "one report refused": Page("staff:report", "operator", sent={"answer": ""}, status=422),
    **{
        f"journal: {stage}": Page("staff:order", "operator", stage)
        for stage in ("placed", "late", "arrived", "refunded", "completed")
    },
    "overview": Page("staff:overview", "operator"),
    "overview of a year": Page("staff:overview", "operator", rest="?days=365"),
    "people": Page("staff:people", "operator"),
    "people found": Page("staff:people", "operator", rest="?q=wang"),
    "nobody found": Page("staff:people", "operator", ask=_nobody),
    "suspended people": Page("staff:people", "operator", rest="?show=suspended"),
    "person": Page("staff:person", "operator"),
    "person who bought": Page("staff:person", "operator", "the buyer"),
    "shop that sold": Page("staff:shop", "operator", "the shop"),
    "person suspended": Page("staff:person", "operator", "banned"),
    "person kept": Page("staff:person", "operator", "barred"),
    "operator's own page": Page("staff:person", "operator", "the reader", status=403),
    "suspending refused": Page("staff:person_suspension", "operator", sent={"reason": ""}, status=422),
    "shop at the desk": Page("staff:shop", "operator"),
    "shop with an appeal": Page("staff:shop", "operator", "banned shop"),
    "shop that was heard": Page("staff:shop", "operator", "heard shop"),
    "shop suspended by the reader": Page("staff:shop", "operator", "shop suspended by the reader"),
    "suspending a shop refused": Page("staff:shop_suspension", "operator", sent={"reason": ""}, status=422),
    "appeals": Page("staff:appeals", "operator"),
    "keeping refused": Page(
        "staff:suspension_keeping", "operator", "suspension of a shop", sent={"reason": ""}, status=422
    ),
    "lifting refused": Page(
        "staff:suspension_lifting", "operator", "suspension of a shop", sent={"reason": ""}, status=422
    ),
    "books": Page("staff:books", "operator"),
    "rulings": Page("staff:claims", "operator"),
    "rulings of a kind": Page("staff:claims", "operator", rest="?kind=second"),
    "no rulings of a kind": Page("staff:claims", "operator", rest="?kind=limit"),
    "hearing": Page("staff:claim", "operator", "shown hearing"),
    "hearing of a proposal": Page("staff:claim", "operator", "hearing of a proposal"),
    "hearing of an own proposal": Page("staff:claim", "operator", "own proposal"),
    "hearing of an appeal": Page("staff:claim", "operator", "appealed hearing"),
    "hearing with an offer": Page("staff:claim", "operator", "offered hearing"),
    "hearing that has ended": Page("staff:claim", "operator", "ended hearing"),
    "hearing of an own order": Page("staff:claim", "operator", "own hearing", status=403),
    "disputes": Page("staff:chargebacks", "operator"),
    "dispute": Page("staff:chargeback", "operator", "disputed"),
    "dispute answered": Page("staff:chargeback", "operator", "shown dispute"),
    "dispute without words": Page("staff:chargeback", "operator", "disputed", sent={"statement": ""}, status=422),
    "ruling counted": Page("staff:ruling_preview", "operator", sent={"way": "sum", "sum": "31.50"}),
    "ruling not counted": Page("staff:ruling_preview", "operator", sent={"way": "sum", "sum": "999999"}, status=422),
    "ruling refused": Page("staff:ruling", "operator", sent={"way": "lines", "line_sending": "a lot"}, status=422),
    "put aside without a reason": Page("staff:ruling_refusal", "operator", sent={"reasons": ""}, status=422),
    "deleting a review": Page("staff:review_deletion", "operator"),
    "deleting a review refused": Page("staff:review_deletion", "operator", sent={"reason": ""}, status=422),
    "deleted review": Page("staff:review_deletion", "operator", "deleted opinion"),
    "journal: reviewed": Page("staff:order", "operator", "reviewed"),
    "deadlines": Page("staff:deadlines", "operator"),
    "deadlines of a kind": Page("staff:deadlines", "operator", rest="?kind=release"),
    "without notice": Page("staff:without_notice", "operator"),
    "dead letters": Page("staff:letters", "operator"),
    "rejected refunds": Page("staff:refunds", "operator"),
    "rejected refund": Page("staff:refund", "operator"),
    "rejected refund without a reason": Page("staff:refund", "operator", sent=NO_REASON, status=422),
    "never answered": Page("staff:unanswered", "operator"),
    "large payouts": Page("staff:payouts", "operator"),
    "large payout": Page("staff:payout", "operator"),
    "large payout without a reason": Page("staff:payout", "operator", sent=NO_REASON, status=422),
    "suspense": Page("staff:suspense", "operator"),
    "money from nobody": Page("staff:suspense_one", "operator"),
    "money from nobody, no reason": Page("staff:suspense_one", "operator", sent=NO_REASON, status=422),
    "decisions": Page("staff:decisions", "operator"),
    "promotions": Page("staff:promotions", "operator"),
    "new promotion": Page("staff:promotion_new", "operator"),
    "new promotion refused": Page("staff:promotion_new", "operator", sent={"code": "A", "budget": "-"}, status=422),
    "entry by hand": Page("staff:by_hand", "operator"),
    "entry by hand shown": Page("staff:by_hand", "operator", sent=CAPITAL),
    "entry by hand refused": Page("staff:by_hand", "operator", sent={"amount": "a lot"}, status=422),
    "goodwill": Page("staff:by_hand", "operator", "goodwill"),
    "write-off refused": Page("staff:by_hand", "operator", "debt", sent={"shop": "x"}, status=422),
    "mail": Page("staff:mail", "operator"),
}
