"""The operators' desk, with one of each kind of trouble waiting."""

from django.test import Client

from tests.axe.page import Answer, Page
from tests.axe.world import World

NO_REASON = {"way": "retry", "reason": ""}


def _no_such_order(_world: World, client: Client) -> Answer:
    return client.get("/staff/orders/", {"reference": "1"}, follow=True)


PAGES: dict[str, Page] = {
    "operators' desk": Page("staff:desk", "operator"),
    **{
        f"journal: {stage}": Page("staff:order", "operator", stage)
        for stage in ("placed", "late", "arrived", "refunded", "completed")
    },
    "no such order": Page("staff:desk", "operator", ask=_no_such_order),
    "books": Page("staff:books", "operator"),
    "deadlines": Page("staff:deadlines", "operator"),
    "deadlines of a kind": Page("staff:deadlines", "operator", rest="?kind=release"),
    "without notice": Page("staff:without_notice", "operator"),
    "dead letters": Page("staff:letters", "operator"),
    "rejected refunds": Page("staff:refunds", "operator"),
    "rejected refund": Page("staff:refund", "operator"),
    "rejected refund without a reason": Page("staff:refund", "operator", sent=NO_REASON, status=422),
    "never answered": Page("staff:unanswered", "operator"),
    "suspense": Page("staff:suspense", "operator"),
    "money from nobody": Page("staff:suspense_one", "operator"),
    "money from nobody, no reason": Page("staff:suspense_one", "operator", sent=NO_REASON, status=422),
    "decisions": Page("staff:decisions", "operator"),
    "capital refused": Page("staff:capital", "operator", sent={"amount": "a lot"}, status=422),
    "mail": Page("staff:mail", "operator"),
}
