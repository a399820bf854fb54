"""Refused, ruled, split: on a phone in Chinese, with photographs of both sides, and the desk that weighs them."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload

from escrow.payments.models import Payment
from escrow.states import HoldState
from marketplace.claims.models import Claim
from marketplace.orders.models import Order
from tests import make
from tests.journeys.browsing import Reader, pictures
from tests.journeys.complaint import Complaint, given_back, opening
from tests.journeys.person import Person
from tests.journeys.purchase import buy, deliver, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall


def photograph(colour: str) -> FilePayload:
    """What a telephone's camera hands over."""
    made = BytesIO()
    Image.new("RGB", (1200, 900), colour).save(made, "JPEG")
    return {"name": "IMG_2031.JPG", "mimeType": "image/jpeg", "buffer": made.getvalue()}


@dataclass(frozen=True)
class Scene:
    """The order, and the three before their screens."""

    site: RunningSite
    stall: Stall
    buyer_person: Person
    payment: Payment
    order: Order
    buyer: Reader
    seller: Reader
    desk: Reader


def scene(site: RunningSite, browser: Browser, folder: Path) -> Scene:
    """A tin of tea was bought and has arrived; buyer and seller hold telephones, the operator sits at a desk."""
    people = [site.person(name) for name in ("林月", "王红")]
    people.append(site.person("周审", is_staff=True))
    lin, wang, _zhou = people
    shop = make.shop(wang.user, name="王家茶园", shipping_price=1_000, now=site.now)
    listing = make.listing(shop, title="易武春尖散茶 200 克", price=11_800, stock=10, now=site.now)
    stall = Stall(wang, shop, make.sku(listing))
    payment, [order] = buy(site, lin, stall)
    deliver(site, order, stall.ship(order))
    screens = []
    for person, width in zip(people, (390, 390, 1280), strict=True):
        assert person.user
        person.user.language = "zh-hans"
        person.user.save()
        screens.append(Reader(browser, site.url, folder, language="zh-hans", width=width))
        screens[-1].sign_in(person.user)
    return Scene(site, stall, lin, payment, order, *screens)


def ask(one: Scene) -> Complaint:
    """The buyer says what is wrong, with two photographs."""
    buyer = one.buyer
    buyer.open(f"/buy/orders/{one.order.reference}/claim/")
    buyer.page.locator('[name="reason"][value="damaged"]').check()
    buyer.fill(**{f"line_{one.order.lines.get().pk}": "118.00", "words": "打开时茶叶发霉，有霉味。"})
    buyer.page.locator('[name="photos"]').set_input_files([photograph("#5b6b3a"), photograph("#38412a")])
    buyer.keep("01-asking")
    buyer.page.locator("form.fields .acts button.btn").click()
    buyer.page.wait_for_url("**/claims/*/")
    buyer.keep("02-asked")
    one.site.settled()
    return Complaint(one.site, one.buyer_person, one.stall, one.order, Claim.objects.get(order=one.order))


def refuse(one: Scene, asked: Complaint) -> None:
    """The shop says no, with a photograph of its own."""
    seller = one.seller
    seller.open(f"/sell/orders/{one.order.reference}/claims/{asked.claim.pk}/")
    seller.keep("03-asked-of-the-shop")
    seller.press('a[href$="/refusal/"]')
    seller.fill(words="发货时茶叶是干燥的，照片为证。")
    seller.page.locator('[name="photos"]').set_input_files([photograph("#8a7a4a")])
    seller.keep("04-refusing")
    seller.press("form.fields .acts button.btn")
    seller.page.wait_for_url("**/claims/*/")
    one.site.settled()


def ask_for_a_ruling(one: Scene, asked: Complaint) -> None:
    one.buyer.page.reload()
    one.buyer.keep("05-refused")
    one.buyer.press('a[href$="/ruling-request/"]')
    one.buyer.press("form.fields .acts button.btn")
    one.site.until(lambda: asked.state == "evidence")
    asked.let_pass("evidence", "ruling")


def rule(one: Scene, asked: Complaint) -> None:
    """The sums follow what is typed; then the reasons, then the button that says what it does."""
    desk = one.desk
    desk.open(f"/staff/claims/{asked.claim.pk}/")
    desk.keep("06-the-desk")
    desk.page.locator('[name="way"][value="sum"]').check()
    desk.page.locator('[name="sum"]').fill("50.00")
    desk.page.locator("#sums button", has_text="¥50.00").wait_for()
    desk.fill(reasons="照片显示部分茶叶受潮，双方各担一部分。")
    desk.keep("07-counted")
    desk.page.locator("#sums button", has_text="¥50.00").click()
    one.site.until(lambda: asked.state == "ruled")
    one.site.settled()


def neither_appeals(one: Scene, asked: Complaint) -> None:
    one.buyer.page.reload()
    one.buyer.keep("08-ruled")
    one.site.clock.forward_to(max(asked.due("appeal_buyer"), asked.due("appeal_seller")))
    asked.until("closed:ruled")
    one.buyer.page.reload()
    one.buyer.keep("09-split")
    one.seller.open(f"/sell/orders/{one.order.reference}/claims/{asked.claim.pk}/")
    one.seller.keep("10-split-for-the-shop")


def test_refused_ruled_split(site: RunningSite, browser: Browser) -> None:
    folder = pictures("ruling-zh-hans-390")
    one = scene(site, browser, folder)
    asked = ask(one)
    refuse(one, asked)
    ask_for_a_ruling(one, asked)
    rule(one, asked)
    neither_appeals(one, asked)

    for screen in (one.buyer, one.seller, one.desk):
        screen.close()
    assert state(one.order) == HoldState.SETTLED
    assert site.journal(one.payment, wang=one.stall.shop) == [
        *opening(),
        *given_back(5_000, by="settle")[:1],
        ("hold:A:settle", "hold:A", "payable:wang", 7_630),
        ("hold:A:settle", "hold:A", "income:fees", 170),
        *given_back(5_000)[1:],
    ]
    site.invariants()
    assert len(list(folder.glob("*.png"))) == 10
