"""Buy, ship, deliver, confirm, pay out: on a phone in Chinese, and at a desk in English without JavaScript."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from escrow.payments.models import Payout
from escrow.payments.states import PayoutState
from escrow.states import HoldState
from marketplace.orders.models import Order, ShipmentEvent
from marketplace.users.models import User
from tests import make
from tests.journeys.browsing import PATIENCE, Reader, pictures
from tests.journeys.purchase import state
from tests.journeys.site import RunningSite, new_user
from tests.make import DESTINATION


@dataclass(frozen=True)
class Buttons:
    """What the buttons pressed on the way say."""

    buy: str
    pay: str
    ship: str
    confirm: str
    pay_out: str


CHINESE = Buttons("购买 ¥128.00", "支付 ¥128.00", "我已发货", "确认收货，放款给", "提现到")
ENGLISH = Buttons("Buy, ¥128.00", "Pay ¥128.00", "I have shipped it", "I have it. Pay", "Pay out to")


@pytest.mark.parametrize(
    ("language", "width", "javascript", "title", "says"),
    [
        pytest.param("zh-hans", 390, True, "易武春尖散茶 200 克", CHINESE, id="phone-zh"),
        pytest.param("en", 1280, False, "Yiwu spring buds, 200 g, loose", ENGLISH, id="desk-en-without-javascript"),
    ],
)
def test_buy_ship_deliver_confirm_pay_out(
    site: RunningSite, browser: Browser, language: str, width: int, title: str, *, says: Buttons, javascript: bool
) -> None:
    folder = pictures(f"purchase-{language}-{width}")
    wang, lin = new_user("Wang Hong", language=language), new_user("Lin Yue", language=language)
    shop = make.shop(wang, now=site.now)
    make.listing(shop, title=title, now=site.now)

    def reader(url: str) -> Reader:
        return Reader(browser, url, folder, language=language, width=width, javascript=javascript)

    buyer, seller, courier = reader(site.url), reader(site.url), reader(site.sandbox_url)
    buyer.sign_in(lin)
    seller.sign_in(wang)

    order = _buy(site, buyer, lin, title, says)
    number = _ship(seller, order, says)
    _deliver(site, courier, order, number)
    _confirm(buyer, order, says)
    _pay_out(site, seller, says)

    for one in (buyer, seller, courier):
        one.close()
    assert site.journal(order.checkout.payment, wang=shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:release", "hold:A", "payable:wang", 12_505),
        ("hold:A:release", "hold:A", "income:fees", 295),
        ("payout:1:request", "payable:wang", "payout_due:1", 12_505),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 12_505),
    ]
    site.invariants()
    assert len(list(folder.glob("*.png"))) == 10


def _buy(site: RunningSite, buyer: Reader, lin: User, title: str, says: Buttons) -> Order:
    buyer.open("/")
    buyer.page.fill("#q", title)
    buyer.page.press("#q", "Enter")
    buyer.page.locator("main a", has_text=title).first.wait_for()
    buyer.keep("01-search")
    buyer.page.locator("main a", has_text=title).first.click()
    buyer.page.wait_for_url("**/l/**")
    buyer.keep("02-listing")
    buyer.press('button[name="buy"]', says.buy)
    buyer.fill(**DESTINATION.fields())
    buyer.keep("03-checkout")
    buyer.press('form[action$="/checkout/"] button.btn:not([name])', says.buy)
    buyer.keep("04-cashier")
    buyer.press('button[value="pay"]', says.pay)
    buyer.page.wait_for_url("**/buy/payments/**")
    order = Order.objects.select_related("hold", "checkout__payment").get(buyer=lin)
    site.until(lambda: state(order) == HoldState.HELD)
    site.settled()
    if buyer.javascript:  # the page asks by itself
        expect(buyer.page.locator("#paying-state form")).to_have_count(0, timeout=PATIENCE)
    else:
        buyer.page.reload()
    buyer.press(f'a[href$="/{order.reference}/"]')
    buyer.keep("05-held")
    return order


def _ship(seller: Reader, order: Order, says: Buttons) -> str:
    number = f"ZTO{order.pk:012d}"
    seller.open("/sell/orders/")
    seller.keep("06-to-ship")
    seller.page.locator(f'main a[href$="/sell/orders/{order.reference}/"]').first.click()
    seller.press('a[href$="/shipment/"]', says.ship)
    seller.fill(carrier="ZTO", number=number)
    seller.press("form button.btn")
    seller.page.wait_for_url(f"**/sell/orders/{order.reference}/")
    seller.keep("07-shipped")
    return number


def _deliver(site: RunningSite, courier: Reader, order: Order, number: str) -> None:
    site.settled()
    courier.open(f"/courier/?number={number}")
    courier.press('form[action*="/delivered/"] button')
    site.until(ShipmentEvent.objects.filter(shipment__order=order, type="delivered").exists)
    site.settled()


def _confirm(buyer: Reader, order: Order, says: Buttons) -> None:
    buyer.page.reload()
    buyer.keep("08-delivered")
    buyer.press('form[action$="/receipt/"] button', says.confirm)
    assert state(order) == HoldState.RELEASED
    buyer.keep("09-confirmed")


def _pay_out(site: RunningSite, seller: Reader, says: Buttons) -> None:
    seller.open("/sell/money/")
    seller.press('a[href$="/account/"]')
    seller.fill(password=make.PASSWORD)
    seller.press('form[action*="reauthenticate"] button')
    seller.page.wait_for_url("**/sell/money/account/")
    seller.fill(bank="农业银行", holder="王红", number="6222020000001234")
    seller.press("form button.btn")
    seller.press('form[action$="/payout/"] button.btn', says.pay_out)
    # The newest by time: each process draws its ids from a block.
    payout = Payout.objects.order_by("-opened_at")[0]
    site.until(lambda: Payout.objects.get(pk=payout.pk).state == PayoutState.PAID)
    site.settled()
    seller.page.reload()
    seller.keep("10-paid-out")
