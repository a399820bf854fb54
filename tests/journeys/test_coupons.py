"""A shop's coupon and a promotion of the platform on a basket from two shops; a part of it goes back."""

from dataclasses import asdict

import pytest

from escrow.states import HoldState
from marketplace.coupons.models import Coupon
from marketplace.orders.models import Order
from tests import make
from tests.journeys.complaint import complain
from tests.journeys.purchase import confirm, deliver, order_page, put_in_basket, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def test_coupon_on_two_shops_and_a_part_refund(site: RunningSite) -> None:
    wang, chen, lin = stall(site, "Wang Hong"), stall(site, "Chen Bo", price=4_000), site.person("Lin Yue")
    desk = site.person("Operator Wu", is_staff=True)
    make.coupons.pay_in(100_000, now=site.now)  # what other journeys cost the host is covered
    new = wang.seller.open("/sell/shop/").follow(to="/sell/coupons/$").follow(to="/sell/coupons/new/$")
    assert new.form("coupons/new").submit(code="ten-off", amount="10").says("TEN-OFF")
    new = desk.open("/staff/decisions/").follow(to="/staff/promotions/$").follow(to="/staff/promotions/new/$")
    assert (
        new.form("promotions/new").submit(code="spring-9", amount="20", budget="50", reason="Spring").says("SPRING-9")
    )

    for shop in (wang, chen):
        put_in_basket(lin, shop.sku)
    page = (
        lin.open("/checkout/")
        .form("checkout")
        .submit(button="Use this code", coupon="ten-off, spring-9", **asdict(make.DESTINATION))
    )
    for words in ("-¥10.00", "-¥20.00", "Buy, ¥148.00"):
        assert page.says(words), page.words
    page.form("checkout").submit(button="Buy").form("/pay/").submit()
    tea, bowl = Order.objects.filter(buyer=lin.user).select_related("hold", "shop", "checkout__payment").order_by("pk")
    site.until(lambda: state(tea) == state(bowl) == HoldState.HELD)
    site.settled()
    assert order_page(lin, tea).says("Shop’s discount")

    for shop, order in ((wang, tea), (chen, bowl)):
        deliver(site, order, shop.ship(order))
    asked = complain(site, lin, wang, tea, goods="40.00")
    asked.shop_does("agreement")
    asked.until("closed:agreed")
    confirm(lin, tea)
    site.settled()
    confirm(lin, bowl)
    site.settled()

    payment = tea.checkout.payment
    assert site.journal(payment, wang=wang.shop, chen=chen.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 14_800),
        ("hold:A:fund", "payment:P", "hold:A", 10_341),
        ("hold:A:fund", "expense:promotions", "hold:A", 1_459),
        ("hold:B:fund", "payment:P", "hold:B", 4_459),
        ("hold:B:fund", "expense:promotions", "hold:B", 541),
        ("hold:A:refund:1", "hold:A", "expense:promotions", 494),
        ("hold:A:refund:1", "hold:A", "refund_due:1", 3_506),
        ("refund:1:done", "refund_due:1", "provider:sandbox", 3_506),
        ("hold:A:release", "hold:A", "payable:wang", 7_630),
        ("hold:A:release", "hold:A", "income:fees", 170),
        ("hold:B:release", "hold:B", "payable:chen", 4_900),
        ("hold:B:release", "hold:B", "income:fees", 100),
    ]
    assert set(Coupon.objects.values_list("code", "used", "spent")) == {("TEN-OFF", 1, 1_000), ("SPRING-9", 1, 2_000)}
    site.invariants()
