"""A buyer chooses how to pay. By bank transfer there is nobody between us and the bank: two operators copy and book the
statement, and what goes out stands on their list until they have sent it.
"""

import csv
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest

from escrow.bank.models import Arrival, Transfer
from escrow.payments.models import Payment, Payout, Refund
from escrow.states import HoldState
from marketplace.orders.models import Order
from tests.journeys.person import Page, Person
from tests.journeys.purchase import confirm, deliver, order_page, put_in_basket, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall, stall
from tests.make import DESTINATION

pytestmark = pytest.mark.usefixtures("told")

NUMBER = "6222020000001234"


def place(buyer: Person, way: str, *stalls: Stall) -> tuple[Page, Payment, list[Order]]:
    """Order one piece at each stall, choosing how to pay; the page that says where, the payment, the orders as the
    stalls.
    """
    for one in stalls:
        put_in_basket(buyer, one.sku)
    told = buyer.open("/checkout/").form("checkout").submit(button="Buy", **asdict(DESTINATION), gateway=way)
    orders = [Order.objects.get(buyer=buyer.user, shop=one.shop) for one in stalls]
    return told, orders[0].checkout.payment, orders


def _is_held(order: Order) -> bool:
    return state(order) == HoldState.HELD


def book(operator: Person, arrival: Arrival) -> None:
    """The second pair of eyes."""
    operator.open(f"/staff/bank/arrivals/{arrival.pk}/").form("booking", "Book it").submit()


def tick_off(site: RunningSite, operator: Person, reference: str, named: str) -> Transfer:
    """Find it on the list, send it, say so."""
    listed = Transfer.objects.filter(reference=reference)
    site.until(listed.exists, why="it stands on the list")
    assert operator.open("/staff/bank/transfers/").says(reference)
    page = operator.open(f"/staff/bank/transfers/{listed.get().pk}/")
    page.form(button="Tick it off").submit(bank_reference=named, button="Tick it off")
    return listed.get()


def test_two_ways_to_pay_and_bank_transfer(bank_site: RunningSite) -> None:
    site = bank_site
    wang, chen, lin = stall(site, "Wang Hong"), stall(site, "Chen Bo", price=4_000), site.person("Lin Yue")
    zhou, qian = (site.person(name, is_staff=True) for name in ("Officer Zhou", "Officer Qian"))
    zhao = stall(site, "Zhao Min")
    cashier, at_once, [cup] = place(lin, "sandbox", zhao)
    assert cashier.form("/pay/").submit().path == f"/buy/payments/{at_once.reference}/"
    site.until(partial(_is_held, cup), why="the money is held")

    told, payment, [tea, bowl] = place(lin, "bank_transfer", wang, chen)
    windows = [paid.expires_at - order.placed_at for paid, order in ((at_once, cup), (payment, tea))]
    assert windows == [timedelta(days=1), timedelta(days=7)]
    assert told.path == f"/buy/payments/{payment.reference}/"
    assert all(told.says(words) for words in ("Danbao Ltd", "6222 0200 0000 0009", payment.reference, "¥178.00"))

    slip = payment.reference[:-1]
    line = f"2026-11-23,178.00,Lin Yue,{NUMBER},tea {slip},N-{payment.pk}"
    statement = f"date,amount,payer,account,text,bank reference\n{line}\n"
    page = zhou.open("/staff/bank/statement/").form("statement").submit(text=statement)
    assert page.says("1 line entered.")
    arrival = Arrival.objects.get(bank_reference=f"N-{payment.pk}")
    assert (arrival.claimed, arrival.state) == ("", "entered")
    right = zhou.open(f"/staff/bank/arrivals/{arrival.pk}/").forms(button="It is for this")[0]
    right.submit(button="It is for this")
    assert not zhou.open("/staff/bank/arrivals/").forms("booking")
    book(qian, arrival)
    for order in (tea, bowl):
        site.until(partial(_is_held, order), why="the money is held")
    assert lin.open(told.url).says("is paid")

    order_page(lin, bowl).follow(to="cancellation").form("cancellation").submit()
    site.until(partial(Refund.objects.filter(hold_id=bowl.hold_id).exists), why="the bowl is refunded")
    refund = Refund.objects.get(hold_id=bowl.hold_id)
    back = tick_off(site, zhou, refund.reference, "T-1")
    assert (back.holder, back.number, back.amount) == ("Lin Yue", NUMBER, 5_000)
    site.until(lambda: Refund.objects.get(pk=refund.pk).state == "succeeded", why="the refund arrived")

    deliver(site, tea, wang.ship(tea))
    confirm(lin, tea)
    wang.name_account("6222 0200 0000 5678")
    wang.pay_out()
    payout = Payout.objects.get(book_id=wang.shop.pk)
    site.until(Transfer.objects.filter(reference=payout.reference).exists, why="the payout stands on the list")
    _heading, *rows = csv.reader(StringIO(zhou.download("/staff/bank/transfers/transfers.csv").lstrip("\ufeff")))
    mine = [row for row in rows if row[0] == payout.reference]
    assert [row[1:7] for row in mine] == [["payout", "Wang Hong", "Farmers’ Bank", "6222020000005678", "CNY", "125.05"]]
    tick_off(site, qian, payout.reference, "T-2")
    site.until(lambda: Payout.objects.get(pk=payout.pk).state == "paid", why="the payout was paid")
    site.settled()

    assert site.journal(at_once, zhao=zhao.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
    ]
    assert (wang.left(), chen.left()) == ((9, 0), (10, 0))
    assert site.journal(payment, wang=wang.shop, chen=chen.shop) == [
        ("capture:bank_transfer:C1", "provider:bank_transfer", "payment:P", 17_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:B:fund", "payment:P", "hold:B", 5_000),
        ("hold:B:refund:1", "hold:B", "refund_due:1", 5_000),
        ("refund:1:done", "refund_due:1", "provider:bank_transfer", 5_000),
        ("hold:A:release", "hold:A", "payable:wang", 12_505),
        ("hold:A:release", "hold:A", "income:fees", 295),
        ("payout:1:request", "payable:wang", "payout_due:1", 12_505),
        ("payout:1:paid", "payout_due:1", "provider:bank_transfer", 12_505),
    ]
    site.invariants()
