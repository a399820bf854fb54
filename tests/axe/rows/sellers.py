"""The seller's pages."""

from tests.axe.page import Page
from tests.axe.stages import STAGES

WRONG = {"title": "", "price": "a lot", "stock": "-1"}
NO_ACCOUNT = {"bank": "", "holder": "X", "number": "?"}

PAGES: dict[str, Page] = {
    "opening a shop": Page("sellers:open", "newcomer"),
    "opening refused": Page("sellers:open", "newcomer", sent={"name": ""}, status=422),
    "desk": Page("sellers:desk", "seller"),
    "empty desk": Page("sellers:desk", "beginner"),
    "own shop": Page("sellers:shop", "seller"),
    "own shop refused": Page("sellers:shop", "seller", sent={"name": ""}, status=422),
    "listings": Page("sellers:listings", "seller"),
    "no listings": Page("sellers:listings", "beginner"),
    "new listing": Page("sellers:listing_new", "seller"),
    "new listing refused": Page("sellers:listing_new", "seller", sent=WRONG, status=422),
    "editing": Page("sellers:listing_edit", "seller", "photographed"),
    "editing a draft": Page("sellers:listing_edit", "seller", "draft"),
    "editing refused": Page("sellers:listing_edit", "seller", "photographed", sent=WRONG, status=422),
    "orders to ship": Page("sellers:orders", "seller"),
    "all orders": Page("sellers:orders", "seller", rest="?tab=all"),
    "no sold orders": Page("sellers:orders", "beginner"),
    **{f"sold: {stage}": Page("sellers:order", "seller", stage) for stage in STAGES},
    "shipping": Page("sellers:shipment", "seller", "late"),
    "shipping refused": Page("sellers:shipment", "seller", "late", sent={"carrier": "", "number": "??"}, status=422),
    "shipping twice": Page("sellers:shipment", "seller", "shipped"),
    "giving time": Page("sellers:extension", "seller", "arrived"),
    "giving time refused": Page("sellers:extension", "seller", "arrived", sent={"seconds": "1"}, status=422),
    "cancelling a sale": Page("sellers:cancellation", "seller", "to ship"),
    "cancelling a sale refused": Page("sellers:cancellation", "seller", "to ship", sent={"reason": ""}, status=422),
    "money": Page("sellers:money", "seller"),
    "no money": Page("sellers:money", "beginner"),
    "payout refused": Page("sellers:payout", "seller", sent={"amount": "99999999"}, status=422),
    "bank account": Page("sellers:payout_account", "beginner"),
    "bank account refused": Page("sellers:payout_account", "beginner", sent=NO_ACCOUNT, status=422),
    "bank account kept": Page("sellers:payout_account", "seller"),
    "notices of a seller": Page("notifications:notices", "seller"),
}
