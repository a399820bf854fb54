"""A shop leaves a deposit, sells, is paid, closes; fifteen days after its last order it is back at its bank."""

import pytest

from core.models import Deadline
from escrow.payments.models import Payment, Payout
from escrow.payments.states import PayoutState
from escrow.queries import deposited
from tests.journeys.purchase import buy, confirm, deliver
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")


def _arrived(site: RunningSite, book: int, payouts: int) -> None:
    paid = Payout.objects.filter(book_id=book, state=PayoutState.PAID)
    site.until(lambda: paid.count() == payouts, why="the payout has arrived")
    site.settled()


def test_deposit_paid_and_returned(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    wang.name_account("6222020000001234")
    page = wang.money().follow(to="/sell/deposit/$").form("deposit").submit(amount="500.00")
    assert "/cashier/" in page.url, page.words
    assert page.form("/pay/").submit().path == "/sell/deposit/"
    site.until(lambda: deposited(wang.shop.pk, "CNY") == 50_000, why="the deposit is there")
    site.settled()
    assert wang.money().says("Your deposit: ¥500.00.")

    assert not Deadline.objects.filter(kind="pay", done_at=None).exists()
    payment, [order] = buy(site, lin, wang)
    closing = wang.seller.open("/sell/shop/").follow(to="/sell/closing/$")
    assert closing.form("closing").fill().send(422).says("Orders are still open.")
    deliver(site, order, wang.ship(order))
    confirm(lin, order)
    site.settled()
    wang.pay_out()
    _arrived(site, wang.shop.pk, 1)
    assert wang.seller.open("/sell/closing/").form("closing").submit().says("Your shop has closed")
    lin.open(f"/l/{wang.sku.listing_id}/goods/", status=404)
    site.clock.forward(days=14, hours=23)
    site.settled()
    assert deposited(wang.shop.pk, "CNY") == 50_000
    site.clock.forward(hours=2)
    _arrived(site, wang.shop.pk, 2)

    deposit = Payment.objects.get(purpose="deposit", book_id=wang.shop.pk)
    assert site.journal(deposit, payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 50_000),
        ("deposit:C1", "payment:P", "deposit:wang", 50_000),
        ("capture:sandbox:C2", "provider:sandbox", "payment:Q", 12_800),
        ("hold:A:fund", "payment:Q", "hold:A", 12_800),
        ("hold:A:release", "hold:A", "payable:wang", 12_505),
        ("hold:A:release", "hold:A", "income:fees", 295),
        ("payout:1:request", "payable:wang", "payout_due:1", 12_505),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 12_505),
        ("payout:2:request", "deposit:wang", "payout_due:2", 50_000),
        ("payout:2:paid", "payout_due:2", "provider:sandbox", 50_000),
    ]
    site.invariants()
