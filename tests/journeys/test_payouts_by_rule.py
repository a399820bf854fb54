"""Money that is paid out by itself once it is enough, and a sum so large that two operators look at it first."""

import pytest

from core.models import Deadline
from escrow.payments.models import Decision, Payout
from escrow.payments.states import Agreement, PayoutState
from tests.journeys.purchase import buy, confirm, deliver
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall, stall

pytestmark = pytest.mark.usefixtures("told")


def _arrived(site: RunningSite, wang: Stall) -> None:
    paid = Payout.objects.filter(book_id=wang.shop.pk, state=PayoutState.PAID)
    site.until(paid.exists, why="the payout has arrived")
    site.settled()


def _day_passes(site: RunningSite, wang: Stall) -> None:
    """Until it has been looked whether there is enough."""
    promise = Deadline.objects.get(subject_type="book", subject_id=wang.shop.pk, done_at=None)
    site.clock.forward_to(promise.due_at)
    site.until(lambda: Deadline.objects.get(pk=promise.pk).done_at, why="the schedule was looked at")
    site.settled()


def test_the_schedule_pays_out_by_itself_when_it_is_enough(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    wang.name_account("6222020000001234")
    page = wang.money().follow(to="/sell/money/schedule/$").form("schedule").submit(rhythm="day", minimum="200.00")
    assert page.path == "/sell/money/"
    payments = []
    for sold in (1, 2):
        payment, [order] = buy(site, lin, wang)
        payments.append(payment)
        deliver(site, order, wang.ship(order))
        confirm(lin, order)
        site.settled()
        _day_passes(site, wang)
        assert Payout.objects.filter(book_id=wang.shop.pk).count() == sold - 1
    _arrived(site, wang)

    assert site.journal(*payments, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:release", "hold:A", "payable:wang", 12_505),
        ("hold:A:release", "hold:A", "income:fees", 295),
        ("capture:sandbox:C2", "provider:sandbox", "payment:Q", 12_800),
        ("hold:B:fund", "payment:Q", "hold:B", 12_800),
        ("hold:B:release", "hold:B", "payable:wang", 12_505),
        ("hold:B:release", "hold:B", "income:fees", 295),
        ("payout:1:request", "payable:wang", "payout_due:1", 25_010),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 25_010),
    ]
    site.invariants()


def test_a_large_payout_leaves_when_two_operators_agree(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong", price=5_200_000), site.person("Lin Yue")
    wu, zhou = (site.person(name, is_staff=True) for name in ("Operator Wu", "Operator Zhou"))
    wang.name_account("6222020000001234")
    payment, [order] = buy(site, lin, wang)
    deliver(site, order, wang.ship(order))
    confirm(lin, order)
    site.settled()
    wang.pay_out()
    site.settled()
    payout = Payout.objects.get(book_id=wang.shop.pk)
    assert (payout.state, payout.agreement) == (PayoutState.REQUESTED, Agreement.NEEDED)

    place = f"/staff/payouts/{payout.pk}/"
    proposed = wu.open("/staff/payouts/").follow(to=f"{place}$").form(f"{place}$")
    assert proposed.submit(reason="We called the shop.", button="Propose sending it").path == "/staff/decisions/"
    made = Decision.objects.get(subject_id=payout.pk)
    agreement = f"/staff/decisions/{made.pk}/agreement/$"
    assert not wu.open("/staff/decisions/").forms(agreement)
    site.settled()
    assert Payout.objects.get(pk=payout.pk).state == PayoutState.REQUESTED
    assert zhou.open("/staff/decisions/").form(agreement).submit().says("Carried out")
    _arrived(site, wang)

    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 5_201_000),
        ("hold:A:fund", "payment:P", "hold:A", 5_201_000),
        ("hold:A:release", "hold:A", "payable:wang", 5_071_000),
        ("hold:A:release", "hold:A", "income:fees", 130_000),
        ("payout:1:request", "payable:wang", "payout_due:1", 5_071_000),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 5_071_000),
    ]
    site.invariants()
