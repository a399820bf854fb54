"""Which pages are measured, who reads them, and where they are found on the filled site."""

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext

from benchmarks.pages.budgets import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A page. `who` is the local part of a sign-in of the demo, "" a visitor.

    Where the address depends on what the fill made, `{}` in it stands for what `like` first finds in the page `on`,
    as `seen_by` (else `who`) sees it.
    """

    name: str
    address: str
    who: str = ""
    kind: Kind = Kind.PLAIN
    on: str = ""
    like: str = ""
    seen_by: str = ""


#: An order in a list of its buyer's.
ORDER = r"/buy/orders/([\d-]+)/"

PLACES = (
    Place("home", "/", kind=Kind.LIST),
    Place("search, 24 cards", "/search/", kind=Kind.LIST),
    Place("category", "/c/tea/", kind=Kind.LIST),
    Place("listing, 9 photographs", "/l/{}/", kind=Kind.PRODUCT, on="/search/?q=Jingmai", like=r'href="/l/([^"]+)/"'),
    Place("shop", "/s/{}/", kind=Kind.LIST, on="/search/?q=tea", like=r'href="/s/([^"]+)/"'),
    Place("protection", "/protection/"),
    Place("our books", "/our-books/"),
    Place("sign-in", "/accounts/login/"),
    Place("basket", "/basket/", "buyer"),
    Place("checkout", "/checkout/", "buyer", Kind.CHECKOUT),
    Place("paying", "/buy/payments/{}/", "buyer", on="/buy/orders/?tab=to_pay", like=r"/buy/payments/([\w-]+)/"),
    Place("buyer: orders", "/buy/orders/", "buyer"),
    Place("buyer: order", "/buy/orders/{}/", "buyer", on="/buy/orders/?tab=shipped", like=r"/buy/orders/([\w-]+)/"),
    Place("buyer: notices", "/notices/", "buyer"),
    Place("seller: desk", "/sell/", "seller"),
    Place("seller: orders", "/sell/orders/?tab=all", "seller"),
    Place("seller: order", "/sell/orders/{}/", "seller", on="/sell/orders/", like=r"/sell/orders/(\d[\w-]+)/"),
    Place("seller: listings", "/sell/listings/", "seller"),
    Place("seller: new listing", "/sell/listings/new/", "seller"),
    Place("seller: listing", "/sell/listings/{}/", "seller", on="/sell/listings/", like=r"/sell/listings/(\d+)/"),
    Place("seller: money", "/sell/money/", "seller"),
    Place("seller: numbers", "/sell/numbers/?days=365", "seller"),
    Place("staff: desk", "/staff/", "operator"),
    Place("staff: overview", "/staff/overview/?days=365", "operator"),
    Place(
        "staff: journal of an order",
        "/staff/orders/{}/",
        "operator",
        on="/buy/orders/?tab=completed",
        like=r"/buy/orders/([\w-]+)/",
        seen_by="buyer",
    ),
)

#: Pages that are not measured, for `benchmarks.pages.looks`: the same in other states.
MORE = (
    Place("search words", "/search/?q=tea"),
    Place("search nothing", "/search/?q=zeppelin"),
    Place("search filtered", "/search/?q=bamboo&category=bamboo&from=20&to=60&sort=price"),
    Place("category pottery", "/c/pottery/"),
    Place("category toys", "/c/toys/"),
    Place("shop bees", "/s/{}/", on="/search/?q=honey", like=r'href="/s/([^"]+)/"'),
    Place("listing of choices", "/l/{}/", on="/search/?q=indigo+plum+phone+case", like=r'href="/l/([^"]+)/"'),
    Place("listing long title", "/l/{}/", on="/search/?q=folding+fan+three+sisters", like=r'href="/l/([^"]+)/"'),
    Place("rulings", "/rulings/"),
    Place("nothing there", "/nothing/"),
    Place("sign-up", "/accounts/signup/"),
    Place("account", "/account/", "buyer"),
    Place("addresses", "/buy/addresses/", "buyer"),
    *(Place(f"buyer: orders {tab}", f"/buy/orders/?tab={tab}", "buyer") for tab in ("to_pay", "claims", "closed")),
    *(
        Place(f"buyer: order {tab}", "/buy/orders/{}/", "buyer", on=f"/buy/orders/?tab={tab}", like=ORDER)
        for tab in ("to_pay", "to_ship", "claims", "completed", "closed")
    ),
    Place("buyer: claim", "{}", "buyer", on="/buy/orders/?tab=claims", like=r'href="(/buy/orders/[^"]+/claims/\d+/)"'),
    Place("seller: claims", "/sell/claims/", "seller"),
    Place("seller: claim", "{}", "seller", on="/sell/claims/", like=r'href="(/sell/orders/[^"]+/claims/\d+/)"'),
    Place("seller: orders to ship", "/sell/orders/", "seller"),
    Place("seller: month", "/sell/numbers/", "seller"),
    Place("seller: shop", "/sell/shop/", "seller"),
    *(
        Place(f"staff: {room}", f"/staff/{room}/", "operator")
        for room in (
            "overview",
            "claims",
            "books",
            "deadlines",
            "notices",
            "letters",
            "refunds",
            "suspense",
            "decisions",
        )
    ),
    Place("staff: hearing", "/staff/claims/{}/", "operator", on="/staff/claims/", like=r'href="/staff/claims/(\d+)/"'),
    Place("staff: mail", "/staff/mail/", "operator"),
)


def find(place: Place, reader: BrowserContext) -> str:
    """The address of `place`, as `reader` finds it. Raises LookupError when the fill made no such thing."""
    if not place.on:
        return place.address
    answer = reader.request.get(place.on)
    found = re.search(place.like, answer.text())
    if found is None:
        raise LookupError(f"{place.name}: nothing like {place.like} at {answer.url}")
    return place.address.format(found[1])
