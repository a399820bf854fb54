"""The buyer's pages."""

from django.test import Client

from marketplace.catalog.models import Sku
from tests.axe.page import Answer, Page
from tests.axe.stages import STAGES
from tests.axe.world import World

NO_ADDRESS = {"recipient": "X", "phone": "", "region": "", "street": ""}


def _dearer(_world: World, client: Client) -> Answer:
    Sku.objects.update(price=99_900)
    return client.get("/basket/")


PAGES: dict[str, Page] = {
    "suspensions of one's own": Page("buyers:suspensions", "banned"),
    "suspension kept": Page("buyers:suspensions", "barred"),
    "suspension lifted": Page("buyers:suspensions", "heard"),
    "no suspension": Page("buyers:suspensions", "newcomer"),
    "appeal refused": Page(
        "buyers:suspension_appeal", "banned", "suspension of a person", sent={"words": ""}, status=422
    ),
    "checkout while suspended": Page("buyers:checkout", "barred"),
    "basket": Page("buyers:basket", "buyer"),
    "basket with another price": Page("buyers:basket", "buyer", ask=_dearer),
    "empty basket": Page("buyers:basket", "newcomer"),
    "checkout": Page("buyers:checkout", "buyer"),
    "checkout with a coupon": Page("buyers:checkout", "buyer", sent={"look": "1", "coupon": "WANG-TEN"}),
    "checkout with a wrong coupon": Page(
        "buyers:checkout", "buyer", sent={"look": "1", "coupon": "NO-SUCH"}, status=422
    ),
    "checkout refused": Page("buyers:checkout", "buyer", sent=NO_ADDRESS, status=422),
    **{f"paying: {stage}": Page("buyers:paying", "buyer", f"payment {stage}") for stage in ("placed", "shipped")},
    "paying: closed": Page("buyers:paying", "buyer", "payment closed unpaid"),
    "orders": Page("buyers:orders", "buyer"),
    "orders to pay": Page("buyers:orders", "buyer", rest="?tab=to_pay"),
    "orders closed": Page("buyers:orders", "buyer", rest="?tab=closed"),
    "no orders": Page("buyers:orders", "newcomer"),
    "none in this tab": Page("buyers:orders", "newcomer", rest="?tab=shipped"),
    **{f"order: {stage}": Page("buyers:order", "buyer", stage) for stage in STAGES},
    "order: refund rejected": Page("buyers:order", "buyer", "rejected"),
    "record": Page("buyers:record", "buyer"),
    "record of a refund": Page("buyers:record", "buyer", "refunded"),
    "confirming": Page("buyers:receipt", "buyer", "arrived"),
    "confirming too early": Page("buyers:receipt", "buyer", "to ship", sent={}, status=422),
    "more time": Page("buyers:extension", "buyer", "arrived"),
    "more time refused": Page("buyers:extension", "buyer", "extended", sent={}, status=422),
    "cancelling": Page("buyers:cancellation", "buyer", "to ship"),
    "cancelling while packed": Page("buyers:cancellation", "buyer", "packed"),
    "cancelling while packed refused": Page(
        "buyers:cancellation", "buyer", "packed", sent={"words": "late " * 41}, status=422
    ),
    "another address": Page("buyers:order_address", "buyer", "to ship"),
    "another address refused": Page("buyers:order_address", "buyer", "to ship", sent=NO_ADDRESS, status=422),
    "account for a refund": Page("buyers:refund_account", "buyer"),
    "account for a refund refused": Page("buyers:refund_account", "buyer", sent={"bank": ""}, status=422),
    "messages of a buyer": Page("buyers:messages", "buyer"),
    "no messages of a buyer": Page("buyers:messages", "newcomer"),
    "talking to a shop": Page("buyers:thread", "buyer"),
    "talking to a shop refused": Page("buyers:thread", "buyer", sent={"words": ""}, status=422),
    "writing to a shop": Page("buyers:order_messages", "buyer"),
    "asking a shop": Page("buyers:ask_shop", "newcomer"),
    "asking a shop refused": Page("buyers:ask_shop", "newcomer", sent={"words": ""}, status=422),
    "addresses": Page("buyers:addresses", "buyer"),
    "addresses refused": Page("buyers:addresses", "buyer", sent=NO_ADDRESS, status=422),
    "no addresses": Page("buyers:addresses", "newcomer"),
    "notices of a buyer": Page("notifications:notices", "buyer"),
    "no notices": Page("notifications:notices", "newcomer"),
    "asking for money back": Page("buyers:claim_open", "buyer"),
    "asking for money back refused": Page("buyers:claim_open", "buyer", sent={"words": ""}, status=422),
    "reviewing": Page("buyers:review", "buyer"),
    "reviewing refused": Page("buyers:review", "buyer", sent={"words": "No stars."}, status=422),
    "reviewing too early": Page("buyers:review", "buyer", "arrived"),
    "review: sealed": Page("buyers:review", "buyer", "sealed"),
    "review: open": Page("buyers:review", "buyer", "reviewed"),
    "review: deleted": Page("buyers:review", "buyer", "deleted"),
    "order: sealed": Page("buyers:order", "buyer", "sealed"),
    "order: reviewed": Page("buyers:order", "buyer", "reviewed"),
    "orders to review": Page("buyers:orders", "buyer", rest="?tab=to_review"),
    "claim: asked": Page("buyers:claim", "buyer", "asked"),
    "claim: offered": Page("buyers:claim", "buyer", "offered"),
    "claim: refused": Page("buyers:claim", "buyer", "refused"),
    "claim: to_send_back": Page("buyers:claim", "buyer", "to_send_back"),
    "claim: inspecting": Page("buyers:claim", "buyer", "inspecting"),
    "claim: evidence": Page("buyers:claim", "buyer", "evidence"),
    "claim: ruled": Page("buyers:claim", "buyer", "ruled"),
    "claim agreement": Page("buyers:claim_agreement", "buyer"),
    "claim refusal": Page("buyers:claim_refusal", "buyer"),
    "claim offers": Page("buyers:claim_offers", "buyer"),
    "claim change": Page("buyers:claim_change", "buyer"),
    "claim withdrawal": Page("buyers:claim_withdrawal", "buyer"),
    "claim ruling_request": Page("buyers:claim_ruling_request", "buyer"),
    "claim return": Page("buyers:claim_return", "buyer"),
    "claim evidence": Page("buyers:claim_evidence", "buyer"),
    "claim acceptance": Page("buyers:claim_acceptance", "buyer"),
    "claim appeal": Page("buyers:claim_appeal", "buyer"),
    "claim offers refused": Page("buyers:claim_offers", "buyer", sent={"goods": "x"}, status=422),
    "claim change refused": Page("buyers:claim_change", "buyer", sent={"words": ""}, status=422),
    "claim return refused": Page("buyers:claim_return", "buyer", sent={"carrier": ""}, status=422),
    "claim evidence refused": Page("buyers:claim_evidence", "buyer", sent={"words": ""}, status=422),
    "claim appeal refused": Page("buyers:claim_appeal", "buyer", sent={"words": ""}, status=422),
}
