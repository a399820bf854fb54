"""A whole purchase and a claim by two programs: they do at its address what each answer offers, and nothing else."""

from typing import Any

from escrow.payments.models import Payout
from escrow.payments.states import PayoutState
from escrow.states import HoldState
from marketplace.catalog.models import Photo, PhotoState, Shop
from marketplace.orders.models import Order
from tests import make
from tests.journeys.programs import Program, program_of
from tests.journeys.purchase import deliver, state
from tests.journeys.site import RunningSite
from tests.make import DESTINATION

TEA = {"title": "Tea that programs sell", "category": "tea", "variants": [{"price": 11_800, "stock": 3}]}
MOULDY = {"reason": "damaged", "words": "Half of the cake is mouldy."}


def test_by_programs_alone(site: RunningSite) -> None:
    wang, lin = site.person("Wang Hong"), site.person("Lin Yue")
    seller, buyer = program_of(wang, "read", "sell", "money"), program_of(lin, "read", "buy")

    sku, shop = _open_shop(site, seller)
    order, here = _buy(site, buyer, sku)
    _deliver(site, seller, order, here)
    _settle_a_claim(site, seller, buyer, here)

    done = buyer.do(buyer.get(here), "confirm")
    assert (done["status"], done["held"]["minor"]) == ("completed", 0)
    site.settled()
    assert state(order) == HoldState.RELEASED
    _pay_out(site, seller, wang)

    assert site.journal(order.checkout.payment, wang=shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:refund:1", "hold:A", "refund_due:1", 2_500),
        ("refund:1:done", "refund_due:1", "provider:sandbox", 2_500),
        ("hold:A:release", "hold:A", "payable:wang", 10_068),
        ("hold:A:release", "hold:A", "income:fees", 232),
        ("payout:1:request", "payable:wang", "payout_due:1", 10_068),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 10_068),
    ]
    site.invariants()


def _open_shop(site: RunningSite, seller: Program) -> tuple[int, Shop]:
    """A shop, and tea on its shelf with a picture that the worker has prepared."""
    facts = {"name": f"A shop of programs {site.now:%H%M%S%f}", "region": "Jingmai", "shipping_price": 1_000}
    opened = seller.post("/api/v1/shop/", facts, status=201)
    listing = seller.post("/api/v1/shop/listings/", TEA, status=201)
    place = f"/api/v1/shop/listings/{listing['id']}/"
    seller.upload(f"{place}photos/", make.picture().read())
    photos = Photo.objects.filter(listing=listing["id"], state=PhotoState.READY)
    site.until(photos.exists, why="the picture is prepared")
    assert seller.put(f"{place}state/", {"live": True})["photos"][0]["state"] == "ready"
    return listing["skus"][0]["id"], Shop.objects.get(slug=opened["slug"])


def _buy(site: RunningSite, buyer: Program, sku: int) -> tuple[Order, str]:
    """Placed by the program, paid by a person at the provider's cashier; answers when the money is held."""
    basket = buyer.put(f"/api/v1/basket/lines/{sku}/", {"quantity": 1})
    placing = {"version": basket["version"], "token": basket["token"], "address": DESTINATION.fields()}
    placed = buyer.post("/api/v1/checkouts/", placing, status=201, key="one-purchase")
    assert buyer.post("/api/v1/checkouts/", placing, status=201, key="one-purchase") == placed
    site.visitor().open(placed["cashier"]).form("/pay/").submit(status=None)
    place = f"/api/v1/checkouts/{placed['reference']}/"
    site.until(lambda: buyer.get(place)["stands"] == "paid", why="the checkout is paid")
    site.settled()
    (row,) = placed["orders"]
    order = Order.objects.select_related("hold", "checkout__payment").get(reference=row["reference"])
    return order, f"/api/v1/orders/{order.reference}/"


def _deliver(site: RunningSite, seller: Program, order: Order, here: str) -> None:
    packing = seller.do(seller.get(here), "start_packing")
    number = f"SFP{order.pk:09d}"
    seller.do(packing, "ship", {"carrier": "SF Express", "number": number})
    deliver(site, order, number)


def _settle_a_claim(site: RunningSite, seller: Program, buyer: Program, here: str) -> None:
    """The buyer asks for 40.00 with a picture; the shop offers 20.00, the buyer would take 25.00, the shop agrees."""
    order = buyer.get(here)
    photo = buyer.upload(f"{here}photos/", make.picture().read())
    lines = [{"line": order["lines"][0]["id"], "amount": 4_000}]
    (ask,) = [row for row in order["available_actions"] if row["action"] == "claim"]
    claim = buyer.post(ask["address"], {**MOULDY, "lines": lines, "photos": [photo["id"]]}, status=201)
    site.settled()
    there = f"/api/v1/claims/{claim['id']}/"

    seen: dict[str, Any] = seller.get(there)
    (shown,) = seen["said"][0]["photos"]
    assert (shown["sha256"], seller.picture(shown["address"])[:4]) == (photo["sha256"], b"RIFF")
    seller.do(seen, "offer", {"goods": 2_000, "words": "Half of it was dry."})
    buyer.do(buyer.get(there), "offer", {"goods": 2_500})
    done = seller.do(seller.get(there), "accept_offer")
    assert (done["outcome"], done["terms"]["to_buyer"]["text"]) == ("offer_accepted", "¥25.00")
    site.settled()


def _pay_out(site: RunningSite, seller: Program, wang: Any) -> None:
    """Where to is said on the page, with the password; how much by the program."""
    page = wang.open("/sell/money/account/")
    page.form("/sell/money/account/").submit(bank="Farmers’ Bank", holder="Wang Hong", number="6222 0200 0000 1234")
    available = seller.get("/api/v1/shop/money/")["available"]["minor"]
    made = seller.post("/api/v1/shop/payouts/", {"amount": available}, status=201)
    site.until(lambda: Payout.objects.get(pk=made["id"]).state == PayoutState.PAID)
    site.settled()
    assert seller.get("/api/v1/shop/payouts/")["results"][0]["state"] == "paid"
