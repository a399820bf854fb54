"""At each failpoint of a deposit and of what closes a forked child is killed; then it is done again: once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest
from pytest_django import Settings

from core.deadlines import run_due
from core.errors import DomainError
from escrow.invariants import check_site
from escrow.payments.actions import payouts
from escrow.payments.models import Payment, Payout
from marketplace.catalog.actions.close_shop import ask_for_deposit, close_shop
from marketplace.catalog.models import Shop
from marketplace.deadlines import ACTIONS
from marketplace.trade.closing_account import close_account
from marketplace.users.models import User
from tests import make
from tests.catalog.test_deposits import owner, pay, with_deposit
from tests.conftest import CommittedDatabase
from tests.killing import killed_at

Act = Callable[[], object]
PLACES = ("before_commit", "after_commit")


def _pay(now: datetime) -> Act:
    return partial(pay, make.shop(now=now), 50_000, now)


def _close(now: datetime) -> Act:
    shop = with_deposit(now)
    return partial(close_shop, shop.pk, now=now, actor=owner(shop))


def _send_back(now: datetime) -> Act:
    _close(now)()
    moments = [now]

    def again() -> object:
        """As if the lease of whoever was killed had run out."""
        moments.append(moments[-1] + timedelta(minutes=5))
        return run_due({"return_deposit": ACTIONS["return_deposit"]}, now=moments[-1])

    return again


def _ask_again(now: datetime) -> Act:
    _send_back(now)()
    sent = Payout.objects.get()
    assert payouts._mark_sent(sent, now)
    payouts.return_payout(sent.pk, "closed", now=now)
    shop = Shop.objects.get(pk=sent.book_id)
    return partial(ask_for_deposit, shop.pk, now=now, actor=owner(shop))


def _leave(now: datetime) -> Act:
    return partial(close_account, make.user().pk, now=now)


#: name -> what prepares it and answers the act; payments, closed shops, payouts and closed accounts in the end.
CASES: dict[str, tuple[Callable[[datetime], Act], tuple[int, int, int, int]]] = {
    "catalog.pay_deposit": (_pay, (1, 0, 0, 0)),
    "catalog.close_shop": (_close, (1, 1, 0, 0)),
    "catalog.send_deposit_back": (_send_back, (1, 1, 1, 0)),
    "catalog.ask_for_deposit": (_ask_again, (1, 1, 2, 0)),
    "trade.close_account": (_leave, (0, 0, 0, 1)),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", list(CASES))
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, settings: Settings, name: str, place: str
) -> None:
    settings.GATEWAYS = ["sandbox"]
    prepare, end = CASES[name]
    act = prepare(now)
    killed_at(f"{name}.{place}", act)
    for _time in range(2):
        with suppress(DomainError):
            act()
    closed = Shop.objects.filter(closed_at__isnull=False)
    left = User.objects.filter(is_active=False)
    assert (Payment.objects.count(), closed.count(), Payout.objects.count(), left.count()) == end
    assert check_site(now + timedelta(hours=1)) == []
