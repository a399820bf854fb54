"""How somebody asks for money back, how the shop answers, and how the desk rules: through the pages, form by form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.models import Deadline
from escrow.payments.models import Payment
from marketplace.claims.models import Claim
from marketplace.orders.models import Order
from tests.journeys.person import Page, Person
from tests.journeys.purchase import buy, deliver, order_page
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall


@dataclass(frozen=True)
class Complaint:
    """A claim, and the two who argue about it."""

    site: RunningSite
    buyer: Person
    stall: Stall
    order: Order
    claim: Claim

    def seen_by_buyer(self) -> Page:
        return self.buyer.open(self._place("buy"))

    def seen_by_shop(self) -> Page:
        return self.stall.seller.open(self._place("sell"))

    def buyer_does(self, act: str, **fields: Any) -> Page:
        """The page of one act ("offers", "withdrawal", ...), found on the claim's page, filled in and sent."""
        return _done(self.seen_by_buyer(), act, fields)

    def shop_does(self, act: str, **fields: Any) -> Page:
        return _done(self.seen_by_shop(), act, fields)

    @property
    def state(self) -> str:
        """Where it stands, with how it ended."""
        return ":".join(filter(None, Claim.objects.values_list("state", "outcome").get(pk=self.claim.pk)))

    def due(self, kind: str) -> datetime:
        """When one of its clocks runs out."""
        return Deadline.objects.get(subject_type="claim", subject_id=self.claim.pk, kind=kind, done_at=None).due_at

    def let_pass(self, kind: str, becomes: str) -> None:
        """Nobody does anything until this clock has run out; answers when the claim has come to `becomes`."""
        self.site.settled()
        self.site.clock.forward_to(self.due(kind))
        self.until(becomes)

    def until(self, becomes: str) -> None:
        self.site.until(lambda: self.state == becomes, why=f"the claim is {becomes}")
        self.site.settled()

    def ruled(self, operator: Person, **fields: Any) -> Page:
        """An operator counts the division out, then rules as counted."""
        page = operator.open(f"/staff/claims/{self.claim.pk}/")
        reasons: dict[str, Any] = {"reasons": "The photos show it."} | fields
        counted = page.form("/ruling/$").submit(button="Count again", **reasons)
        return counted.form("/ruling/$").submit(button="Rule:", **reasons)

    def _place(self, face: str) -> str:
        return f"/{face}/orders/{self.order.reference}/claims/{self.claim.pk}/"


def _done(page: Page, act: str, fields: dict[str, Any]) -> Page:
    found = page.forms(f"/{act}/$")
    form = found[0] if found else page.follow(to=f"/{act}/$").form(f"/{act}/$")
    return form.submit(**fields)


def delivered(site: RunningSite, buyer: Person, stall: Stall) -> tuple[Payment, Order]:
    """An order whose parcel has arrived."""
    payment, [order] = buy(site, buyer, stall)
    deliver(site, order, stall.ship(order))
    return payment, order


def complain(
    site: RunningSite, buyer: Person, stall: Stall, order: Order, *, goods: str, sending: str = "", **fields: Any
) -> Complaint:
    """Ask for so much of the goods (and of sending) back. The tea is mouldy, unless something else is said."""
    page = order_page(buyer, order).follow(to=f"/{order.reference}/claim/$")
    said: dict[str, Any] = {"reason": "damaged", "wish": "refund", "words": "The tea is mouldy."} | fields
    said[f"line_{order.lines.get().pk}"] = goods
    page.form(button="Ask the shop").submit(button="Ask the shop", lines=sending, **said)
    return of_order(site, buyer, stall, order)


def of_order(site: RunningSite, buyer: Person, stall: Stall, order: Order) -> Complaint:
    """The open claim about an order, once everybody has been told."""
    site.settled()
    return Complaint(site, buyer, stall, order, Claim.objects.get(order=order, ended_at=None))


def refused_and_shown(complaint: Complaint) -> None:
    """The shop refuses, the buyer asks for a ruling, both say what they have to; then it is the desk's."""
    complaint.shop_does("refusal", words="It was dry when it left.")
    complaint.buyer_does("ruling-request")
    complaint.buyer_does("evidence", words="This is how it came.")
    complaint.shop_does("evidence", words="This is how it left.")
    complaint.let_pass("evidence", "ruling")


def opening(payment: str = "P", hold: str = "A") -> list[tuple[str, str, str, int]]:
    """How the journal of every one of these stories begins: 128.00 go into keeping."""
    return [
        ("capture:sandbox:C1", "provider:sandbox", f"payment:{payment}", 12_800),
        (f"hold:{hold}:fund", f"payment:{payment}", f"hold:{hold}", 12_800),
    ]


def given_back(amount: int, *, by: str = "refund:1", refund: int = 1) -> list[tuple[str, str, str, int]]:
    """So much goes to the buyer, out of the hold and then out of the provider."""
    return [
        (f"hold:A:{by}", "hold:A", f"refund_due:{refund}", amount),
        (f"refund:{refund}:done", f"refund_due:{refund}", "provider:sandbox", amount),
    ]


def released(shop: int, fee: int) -> list[tuple[str, str, str, int]]:
    """The rest goes to the shop, less our fee."""
    lines = [("hold:A:release", "hold:A", "payable:wang", shop), ("hold:A:release", "hold:A", "income:fees", fee)]
    return [line for line in lines if line[3]]
