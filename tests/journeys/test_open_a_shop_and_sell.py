"""From a phone: sign up, open a shop, put goods on its shelf with a picture; sell them and see the money. Counted."""

import re

from playwright.sync_api import Browser, FilePayload, expect

from escrow.states import HoldState
from marketplace.catalog.models import Category, Listing, ListingState, PhotoState
from tests import make
from tests.journeys.browsing import Reader, pictures
from tests.journeys.purchase import buy, order_page, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall
from tests.make.users import PASSWORD

MOST_PAGES = 4
MOST_FIELDS = 14
TITLE = "Bamboo tea tray, oiled, 40 cm"


def test_open_a_shop_and_sell(site: RunningSite, browser: Browser) -> None:
    folder = pictures("open-a-shop")
    chen = Reader(browser, site.url, folder, language="en", width=390)
    listing = _open_shop(site, chen)

    shop = listing.shop
    seller, lin = site.visitor(), site.person("Lin Yue")
    site.let_in(seller, shop.owner)
    payment, [order] = buy(site, lin, Stall(seller, shop, make.sku(listing)))

    chen.open("/sell/orders/")
    chen.page.locator(f'main a[href$="/{order.reference}/"]').first.click()
    chen.press('a[href$="/shipment/"]', "I have shipped it")
    chen.fill(carrier="ZTO", number=f"ZTO{order.pk:012d}")
    chen.press("form button.btn")
    expect(chen.page).to_have_url(re.compile(f"/sell/orders/{order.reference}/$"))
    chen.keep("4-shipped")
    order_page(lin, order).form("receipt").submit()
    assert state(order) == HoldState.RELEASED
    site.settled()
    chen.open("/sell/money/")
    expect(chen.page.locator("main")).to_contain_text("¥99.45")
    chen.keep("5-money")

    chen.close()
    assert site.journal(payment, chen=shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 10_200),
        ("hold:A:fund", "payment:P", "hold:A", 10_200),
        ("hold:A:release", "hold:A", "payable:chen", 9_945),
        ("hold:A:release", "hold:A", "income:fees", 255),
    ]
    site.invariants()


def _open_shop(site: RunningSite, chen: Reader) -> Listing:
    """Sign up, open the shop, put goods on its shelf; answers them, for sale."""
    pages, fields = 0, 0

    def fill(picture: str, button: str, /, **given: str) -> None:
        nonlocal pages, fields
        pages, fields = pages + 1, fields + chen.fields()
        chen.fill(**given)
        chen.keep(picture)
        chen.press("form button.btn", button)

    chen.open("/sell/open/")
    fill("1-sign-up", "Make an account", name="Chen Bo", email="chen.bo@example.org", password1=PASSWORD)
    fill("2-shop", "Open the shop", name="Chen Bamboo", region="Anji, Zhejiang", shipping_price="0", free_above="")
    chen.page.set_input_files('main [name="photos"]', _photo())
    tea = str(Category.objects.order_by("position", "pk")[0].pk)
    fill("3-goods", "Show it to everybody", title=TITLE, category=tea, price="102.00", stock="3", description="Oiled.")

    listing = Listing.objects.select_related("shop__owner").get(title=TITLE)
    assert listing.state == ListingState.LIVE
    site.until(lambda: list(listing.photos.values_list("state", flat=True)) == [PhotoState.READY])
    assert pages <= MOST_PAGES
    assert fields <= MOST_FIELDS
    return listing


def _photo() -> FilePayload:
    return {"name": "tray.jpg", "mimeType": "image/jpeg", "buffer": make.picture().read()}
