"""The buyer's bank takes a payment back: before the release and after it, won and lost, over two shops."""

import pytest

from escrow.payments.models import Capture, Chargeback, Payment
from escrow.payments.states import ChargebackState
from escrow.queries import debt
from escrow.states import HoldState
from marketplace.chargebacks.models import Evidence
from tests.journeys.complaint import released
from tests.journeys.person import Person
from tests.journeys.purchase import buy, confirm, deliver, order_page, state
from tests.journeys.site import RunningSite
from tests.journeys.stall import stall

pytestmark = pytest.mark.usefixtures("told")

TAKEN = [
    ("chargeback:X1:open", "chargeback:X1", "provider:sandbox", 17_800),
    ("chargeback:X1:open", "expense:provider", "provider:sandbox", 1_500),
]


def _disputed(site: RunningSite, payment: Payment) -> Chargeback:
    """The buyer's bank disputes all of the payment; everybody has been told."""
    charge = Capture.objects.get(payment=payment)
    site.sandbox.control(open_chargeback=charge.reference)
    found = Chargeback.objects.filter(capture=charge)
    site.until(found.exists, why="the chargeback is recorded")
    site.settled()
    return found.get()


def _decided(site: RunningSite, disputed: Chargeback, **switch: str) -> None:
    site.sandbox.control(**switch)
    ended = Chargeback.objects.filter(pk=disputed.pk, ended_at__isnull=False)
    site.until(ended.exists, why="the chargeback has ended")
    site.settled()


def _shown(site: RunningSite, operator: Person, disputed: Chargeback) -> None:
    """The desk shows the provider what it knows."""
    page = operator.open("/staff/chargebacks/").follow(to=f"/staff/chargebacks/{disputed.pk}/$")
    page.form(button="Send our evidence").submit(statement="Both parcels were sent, one has arrived.")
    site.until(lambda: Evidence.objects.filter(chargeback=disputed, sent_at__isnull=False).exists())
    assert operator.open(f"/staff/chargebacks/{disputed.pk}/").says("The provider has our evidence and decides")


def test_won_over_two_shops_before_and_after_the_release(site: RunningSite) -> None:
    wang, chen, lin = stall(site, "Wang Hong"), stall(site, "Chen Bo", price=4_000), site.person("Lin Yue")
    zhou = site.person("Officer Zhou", is_staff=True)
    payment, [tea, bowl] = buy(site, lin, wang, chen)
    deliver(site, tea, wang.ship(tea))
    confirm(lin, tea)
    site.settled()

    disputed = _disputed(site, payment)
    assert chen.order(bowl).says("Do not ship")
    assert not chen.order(bowl).forms("packing")
    assert wang.order(tea).says("What it may take back is not paid out until it has decided.")
    assert order_page(lin, bowl).says("Your bank disputes this payment.")
    _shown(site, zhou, disputed)
    _decided(site, disputed, win_chargeback=disputed.reference)

    assert (state(tea), state(bowl)) == (HoldState.RELEASED, HoldState.HELD)
    deliver(site, bowl, chen.ship(bowl))
    confirm(lin, bowl)
    site.settled()
    assert site.journal(payment, wang=wang.shop, chen=chen.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 17_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:B:fund", "payment:P", "hold:B", 5_000),
        *released(12_505, 295),
        *TAKEN,
        ("chargeback:X1:won", "provider:sandbox", "chargeback:X1", 17_800),
        ("hold:B:release", "hold:B", "payable:chen", 4_900),
        ("hold:B:release", "hold:B", "income:fees", 100),
    ]
    site.invariants()


def test_lost_over_two_shops_before_and_after_the_release(site: RunningSite) -> None:
    wang, chen, lin = stall(site, "Wang Hong"), stall(site, "Chen Bo", price=4_000), site.person("Lin Yue")
    payment, [tea, bowl] = buy(site, lin, wang, chen)
    deliver(site, tea, wang.ship(tea))
    confirm(lin, tea)
    site.settled()

    disputed = _disputed(site, payment)
    site.clock.forward(days=7, hours=1)  # nothing is shown, so the provider decides for the buyer
    site.until(lambda: Chargeback.objects.get(pk=disputed.pk).state == ChargebackState.LOST)
    site.until(lambda: Chargeback.objects.get(pk=disputed.pk).ended_at is not None)
    site.settled()

    assert (state(tea), state(bowl), debt(wang.shop.pk, "CNY")) == (HoldState.RELEASED, HoldState.REFUNDED, 0)
    assert order_page(lin, bowl).says("¥50.00 is back with you through your bank")
    assert wang.order(tea).says("¥128.00 was taken back by the buyer’s bank")
    assert chen.left() == (10, 0)
    assert site.journal(payment, wang=wang.shop, chen=chen.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 17_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:B:fund", "payment:P", "hold:B", 5_000),
        *released(12_505, 295),
        *TAKEN,
        ("chargeback:X1:hold:A", "income:fees", "chargeback:X1", 295),
        ("chargeback:X1:hold:A", "payable:wang", "chargeback:X1", 12_505),
        ("chargeback:X1:hold:B", "hold:B", "chargeback:X1", 5_000),
    ]
    site.invariants()
