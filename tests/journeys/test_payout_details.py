"""Another bank account: undone by a click in the letter, without a password; then it is meant, and waits a day."""

import pytest

from core.models import Deadline
from escrow.payments.models import Payout
from escrow.payments.states import PayoutState
from tests.journeys.letters import letter_to
from tests.journeys.purchase import buy, confirm, deliver
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall, stall

pytestmark = pytest.mark.usefixtures("told")
THEIRS, ANOTHER = "6222020000004471", "6222020000009999"


def _name(wang: Stall, number: str) -> None:
    page = wang.seller.open("/sell/money/account/").form("/sell/money/account/$")
    page.submit(bank="Builders’ Bank", holder="Wang Hong", number=number)


def _told(site: RunningSite) -> Deadline:
    """The letter is out: the promise is known to its owner."""
    site.settled()
    return Deadline.objects.exclude(noticed_at=None).get(subject_type="payout_account", done_at=None)


def test_payout_details_changed_and_undone(site: RunningSite) -> None:
    wang, lin = stall(site, "Wang Hong"), site.person("Lin Yue")
    payment, [order] = buy(site, lin, wang)
    deliver(site, order, wang.ship(order))
    confirm(lin, order)
    wang.name_account(THEIRS)

    _name(wang, ANOTHER)
    assert not wang.money().forms("payout")
    _told(site)
    somebody = site.visitor("en")
    page = somebody.open(letter_to(site, wang.seller, "/undo/"))
    assert page.says("Builders’ Bank …9999")
    assert page.form("/undo/").submit().says("goes to Farmers’ Bank …4471, as before")
    assert wang.money().forms("payout")

    _name(wang, ANOTHER)
    due_at = _told(site).due_at
    site.clock.forward_to(due_at)
    site.until(lambda: bool(wang.money().forms("payout", "Builders’ Bank …9999")), why="the day is over")
    wang.pay_out()
    payout = Payout.objects.get(book_id=wang.shop.pk)
    assert payout.account.number == ANOTHER
    site.until(lambda: Payout.objects.get(pk=payout.pk).state == PayoutState.PAID)
    site.settled()

    assert site.journal(payment, wang=wang.shop) == [
        ("capture:sandbox:C1", "provider:sandbox", "payment:P", 12_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:A:release", "hold:A", "payable:wang", 12_505),
        ("hold:A:release", "hold:A", "income:fees", 295),
        ("payout:1:request", "payable:wang", "payout_due:1", 12_505),
        ("payout:1:paid", "payout_due:1", "provider:sandbox", 12_505),
    ]
    site.invariants()
