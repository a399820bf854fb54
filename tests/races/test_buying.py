"""Who gets the goods, and how many orders a press makes."""

from collections import Counter

from escrow.payments.models import Payment
from marketplace.catalog.models import Sku
from marketplace.orders.models import Order
from tests import make
from tests.journeys.person import Page, Sending
from tests.journeys.site import RunningSite
from tests.races.crowd import at_once, times
from tests.races.stories import HOME

BUYERS = 50
AT_THE_CASHIER = "/cashier/"


def _about_to_buy(site: RunningSite, wanted: dict[Sku, int], tabs: int = 1) -> list[Sending]:
    """A new buyer with a full basket and the filled-in form, once in each tab."""
    buyer = site.person("Lin Yue")
    make.basket(buyer.user, wanted, now=site.now)
    return [buyer.open("/checkout/").form("/checkout/").fill(button="Buy", **HOME) for _tab in range(tabs)]


def _outcomes(pages: list[Page]) -> Counter[str]:
    """Where the presses led: to the cashier, or back to the page with words."""
    return Counter(page.path if page.path == AT_THE_CASHIER else _refusal(page) for page in pages)


def _refusal(page: Page) -> str:
    return "sold out" if page.says("sold out") or page.says("Sold out") else f"{page.status} {page.words}"


def test_the_last_piece_goes_to_one_of_fifty(site: RunningSite) -> None:
    sku = make.sku(make.listing(stock=1, now=site.now))
    presses = [press for _buyer in range(BUYERS) for press in _about_to_buy(site, {sku: 1})]
    assert _outcomes(at_once(presses)) == {AT_THE_CASHIER: 1, "sold out": BUYERS - 1}
    order = Order.objects.get(lines__sku=sku)
    assert Payment.objects.filter(payer_id=order.buyer_id).count() == 1
    sku.refresh_from_db()
    assert (sku.received, sku.reserved, sku.sold) == (1, 1, 0)


def test_baskets_filled_in_opposite_order_are_all_placed(site: RunningSite) -> None:
    one, two = (make.sku(make.listing(stock=99, now=site.now)) for _listing in range(2))
    wanted = [{one: 1, two: 1}, {two: 1, one: 1}] * 6
    presses = [press for pieces in wanted for press in _about_to_buy(site, pieces)]
    assert _outcomes(at_once(presses)) == {AT_THE_CASHIER: 12}
    assert list(Sku.objects.filter(pk__in=[one.pk, two.pk]).values_list("reserved", flat=True)) == [12, 12]


def test_a_checkout_pressed_ten_times_is_one_payment(site: RunningSite) -> None:
    sku = make.sku(make.listing(now=site.now))
    (press,) = _about_to_buy(site, {sku: 1})
    pages = at_once(times(press, 10))
    assert _outcomes(pages) == {AT_THE_CASHIER: 10}
    order = Order.objects.get(lines__sku=sku)
    assert Payment.objects.filter(payer_id=order.buyer_id).count() == 1
    assert {page.says(order.checkout.payment.reference) for page in pages} == {True}


def test_two_tabs_are_one_payment(site: RunningSite) -> None:
    sku = make.sku(make.listing(now=site.now))
    tabs = _about_to_buy(site, {sku: 2}, tabs=2)
    keys = {value for tab in tabs for name, value in tab.fields if name == "idempotency_key"}
    assert len(keys) == 2
    assert _outcomes(at_once([press for tab in tabs for press in times(tab, 2)])) == {AT_THE_CASHIER: 4}
    order = Order.objects.get(lines__sku=sku)
    assert Payment.objects.filter(payer_id=order.buyer_id).count() == 1
    sku.refresh_from_db()
    assert sku.reserved == 2


def test_a_tab_opened_before_the_basket_changed_buys_nothing(site: RunningSite) -> None:
    sku, more = (make.sku(make.listing(now=site.now)) for _listing in range(2))
    (press,) = _about_to_buy(site, {sku: 1})
    make.basket(press.reader.user, {more: 1}, now=site.now)
    pages = at_once(times(press, 4))
    assert {(page.status, page.says("Your basket has changed")) for page in pages} == {(422, True)}
    assert not Order.objects.filter(lines__sku=sku).exists()
