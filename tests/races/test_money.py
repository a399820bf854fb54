"""A provider that rings ten times, a seller who presses ten times: the money moves once."""

from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.models import Capture, Payout, ProviderEvent
from escrow.queries import available
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from tests import make
from tests.journeys.person import Person
from tests.journeys.site import RunningSite
from tests.races.crowd import at_once, times
from tests.races.ringing import ring_at_once
from tests.races.stories import cashier, posted, refunds, seller_of, shipped_order, unpaid_order


def test_a_charge_told_ten_times_at_once_is_one_capture(site: RunningSite) -> None:
    """The provider sends one event ten times, and ten events about one charge, and its own besides."""
    buyer = site.person("Lin Yue")
    order = unpaid_order(site, buyer)
    site.sandbox.control(webhooks="hold")
    cashier(buyer, order).submit()
    (charge,) = site.sandbox.get(f"/api/charges/?reference={order.checkout.payment.reference}")["charges"]
    number = charge["id"]
    ids = [f"same-{number}"] * 10 + [f"{n}-{number}" for n in range(10)]
    assert ring_at_once(site, "charge.captured", charge, ids) == [200] * 20
    site.sandbox.control(webhooks="deliver", repeat=10, flush=True)
    site.until(lambda: ProviderEvent.objects.filter(body__data__id=number).count() == 12)
    site.settled()
    site.sandbox.control(repeat=1)
    assert Capture.objects.filter(payment=order.checkout.payment).count() == 1
    assert (make.read(order).hold.state, posted(order, "fund"), refunds(order)) == ("held", [1], [])


def _earner(site: RunningSite) -> tuple[Person, int]:
    """A seller with 125.00 or so available and a bank account, and their book."""
    order = shipped_order(site, site.person("Lin Yue"))
    confirm_receipt(order.pk, now=site.now, actor=make.buyer_of(order))
    book = order.shop.book_id
    owner = make.seller_of(order)
    account = {"bank": "ICBC", "holder": "Wang", "number": "6222000011114471"}
    set_payout_account(book_id=book, owner_id=order.shop.owner_id, **account, now=site.now, actor=owner)
    return seller_of(site, order), book


def test_a_payout_pressed_ten_times_is_one(site: RunningSite) -> None:
    seller, book = _earner(site)
    whole = available(book, "CNY")
    press = seller.open("/sell/money/").form("/payout/").fill(amount=f"{whole / 100:.2f}")
    pages = at_once(times(press, 10))
    assert {page.status for page in pages} == {200}
    site.settled()
    assert list(Payout.objects.filter(book_id=book).values_list("amount", "state")) == [(whole, "paid")]
    assert available(book, "CNY") == 0


def test_ten_tabs_cannot_take_more_than_is_there(site: RunningSite) -> None:
    seller, book = _earner(site)
    whole = available(book, "CNY")
    tabs = [seller.open("/sell/money/").form("/payout/") for _tab in range(10)]
    pages = at_once([times(tab.fill(amount=f"{whole / 100:.2f}"), 1)[0] for tab in tabs])
    assert sorted(page.status for page in pages) == [200] + [422] * 9
    site.settled()
    assert list(Payout.objects.filter(book_id=book).values_list("amount", "state")) == [(whole, "paid")]
    assert available(book, "CNY") == 0
