"""What each side is offered, until when, and in which words it is refused beforehand."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.actor import Role
from escrow.payments.models import Refund
from escrow.payments.states import RefundState
from escrow.states import HoldState
from marketplace.orders.models import Order
from marketplace.trade.actions_table import available_actions
from marketplace.trade.times import absolute
from tests.trade import rows

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def _offered(order: Order, role: Role, now: datetime) -> dict[str, str]:
    """Action -> why it is not possible now ("" when it is)."""
    return {offer.action: offer.blocked_reason for offer in available_actions(order, role, now)}


def test_an_unpaid_order_may_be_paid_or_cancelled_by_its_buyer_alone(now: datetime) -> None:
    order = rows.order(now, HoldState.AWAITING_PAYMENT, deadlines={"pay": now + DAY})
    pay, cancel = available_actions(order, Role.BUYER, now)
    assert (pay.action, pay.label, pay.due_at, pay.style) == ("pay", "Pay ¥128.00", now + DAY, "main")
    assert pay.consequence == "The money is held here. It goes to Wang’s Tea only after the goods arrived."
    assert (cancel.action, cancel.due_at) == ("cancel", now + DAY)
    assert available_actions(order, Role.SELLER, now) == ()
    assert available_actions(order, Role.OPERATOR, now) == ()


def test_until_packing_a_buyer_cancels_freely(now: datetime) -> None:
    order = rows.order(now, deadlines={"ship_promise": now + 3 * DAY, "ship_latest": now + 10 * DAY})
    cancel, claim = available_actions(order, Role.BUYER, now)
    assert (claim.action, claim.label) == ("claim", "Ask for money back")
    assert cancel.consequence == "The order closes at once and ¥128.00 goes back the way it was paid."
    assert (cancel.action, cancel.blocked_reason, cancel.due_at) == ("cancel", "", now + 10 * DAY)


def test_between_packing_and_the_promise_a_buyer_asks_the_shop_to_cancel(now: datetime) -> None:
    order = rows.order(now, packed=True, deadlines={"ship_promise": now + 3 * DAY, "ship_latest": now + 10 * DAY})
    ask = available_actions(order, Role.BUYER, now)[0]
    assert (ask.action, ask.label, ask.due_at) == ("ask_to_cancel", "Ask the shop to cancel", now + 3 * DAY)
    words = "Wang’s Tea is packing it and is asked. Without an answer in 2 days, ¥128.00 goes back."
    assert ask.consequence == words
    assert _offered(order, Role.BUYER, now) == {"ask_to_cancel": "", "claim": ""}
    assert _offered(order, Role.BUYER, now + 3 * DAY) == {"cancel": "", "claim": ""}


def test_a_seller_ships_packs_or_cancels_until_it_is_shipped(now: datetime) -> None:
    order = rows.order(now, deadlines={"ship_promise": now + 3 * DAY})
    assert _offered(order, Role.SELLER, now) == {"ship": "", "start_packing": "", "cancel": ""}
    assert available_actions(order, Role.SELLER, now)[0].due_at == now + 3 * DAY
    assert _offered(rows.order(now, packed=True), Role.SELLER, now) == {"ship": "", "cancel": ""}


def test_a_shipped_order_is_confirmed_or_extended_once_by_the_buyer(now: datetime) -> None:
    order = rows.order(now, shipped=True, deadlines={"release": now + 7 * DAY})
    confirm, claim, extend = available_actions(order, Role.BUYER, now)
    assert [confirm.style, claim.style, extend.style] == ["main", "alt", "link"]
    assert (claim.action, claim.label, claim.due_at) == ("claim", "Report a problem", now + 7 * DAY)
    assert claim.consequence == (
        "The clock stops and nothing moves. Wang’s Tea has 5 days to answer; silence means yes."
    )
    assert (confirm.action, confirm.label, confirm.due_at) == ("confirm", "I have it. Pay Wang’s Tea", now + 7 * DAY)
    assert extend.consequence == "Once, 3 days more: the new date is 3 December, 04:00."
    again = rows.order(now, shipped=True, deadlines={"release": now + 7 * DAY}, extended_at=now)
    assert _offered(again, Role.BUYER, now) == {"confirm": "", "extend": "You have had your extra days.", "claim": ""}
    assert _offered(again, Role.SELLER, now) == {"extend": ""}


def test_no_clock_is_moved_that_does_not_run(now: datetime) -> None:
    order = rows.order(now, shipped=True)
    words = "No clock is running that could be moved."
    assert _offered(order, Role.SELLER, now) == {"extend": words}
    assert _offered(order, Role.BUYER, now) == {"confirm": "", "extend": words, "claim": ""}


def test_no_time_is_offered_that_the_provider_would_not_hold_the_money_for(now: datetime) -> None:
    limit = now + timedelta(seconds=rows.CAP) - 7 * DAY
    near = rows.order(now, shipped=True, deadlines={"release": limit - DAY})
    _confirm, _claim, extend = available_actions(near, Role.BUYER, now)
    assert (extend.consequence.endswith(f"the new date is {absolute(limit, now)}."), extend.blocked_reason) == (
        True,
        "",
    )
    at_limit = rows.order(now, shipped=True, deadlines={"release": limit})
    words = "The money cannot be held any longer than that."
    assert _offered(at_limit, Role.BUYER, now) == {"confirm": "", "extend": words, "claim": ""}
    assert _offered(at_limit, Role.SELLER, now) == {"extend": words}


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER])
def test_nothing_is_offered_while_the_money_is_frozen(now: datetime, role: Role) -> None:
    order = rows.order(now, shipped=True, freeze_count=1, deadlines={"release": now + DAY})
    assert available_actions(order, role, now) == ()


def test_after_the_release_only_the_buyer_may_ask_and_for_fifteen_days(now: datetime) -> None:
    order = rows.order(now, HoldState.RELEASED)
    assert available_actions(order, Role.SELLER, now) == ()
    (asking,) = available_actions(order, Role.BUYER, now)
    assert (asking.action, asking.due_at, asking.consequence) == (
        "claim",
        now + 15 * DAY,
        (
            "You can until 8 December, 04:00. What you ask for is kept back from Wang’s Tea, which has 5 days to "
            "answer; silence means yes."
        ),
    )
    assert available_actions(order, Role.BUYER, now + 15 * DAY) == ()


@pytest.mark.parametrize("state", [HoldState.REFUNDED, HoldState.SETTLED, HoldState.VOID])
def test_nothing_is_offered_when_the_money_has_ended(now: datetime, state: HoldState) -> None:
    order = rows.order(now, state)
    assert [available_actions(order, role, now) for role in Role] == [()] * len(Role)


def test_a_parcel_that_came_back_may_be_sent_again(now: datetime) -> None:
    due = {"handed_over_again": now + 7 * DAY}
    order = rows.order(now, shipped=True, parcel={"returned_at": now}, deadlines=due)
    ship, extend = available_actions(order, Role.SELLER, now)
    assert (ship.action, ship.label, ship.due_at) == ("ship", "I have sent it again", now + 7 * DAY)
    assert extend.blocked_reason == "No clock is running that could be moved."


def test_a_buyer_whose_refund_was_rejected_may_name_a_bank_account(now: datetime) -> None:
    order = rows.order(now, HoldState.REFUNDED, refund=RefundState.REJECTED)
    (offer,) = available_actions(order, Role.BUYER, now)
    assert (offer.action, offer.style, offer.due_at) == ("name_account", "main", None)
    assert available_actions(rows.order(now, HoldState.REFUNDED, refund=RefundState.SENT), Role.BUYER, now) == ()


@pytest.mark.parametrize(
    "order",
    [
        {"state": HoldState.HELD},
        {"state": HoldState.HELD, "packed": True},
        {"state": HoldState.HELD, "shipped": True},
        {"state": HoldState.HELD, "shipped": True, "freeze_count": 1},
        {"state": HoldState.RELEASED, "shipped": True},
        {"state": HoldState.SETTLED, "shipped": True},
    ],
    ids=["to ship", "packing", "shipped", "frozen", "completed", "settled"],
)
@pytest.mark.parametrize("whole", ["a part of the order", "a second payment for it"])
def test_whatever_the_order_waits_for_a_rejected_part_asks_for_an_account(
    now: datetime, order: dict[str, Any], whole: str
) -> None:
    found = rows.order(now, **order, refund=RefundState.REJECTED)
    if whole == "a second payment for it":
        Refund.objects.update(hold_id=None, reason="second")
    name = {"name_account": ""}
    assert _offered(rows.read(found), Role.BUYER, now).items() >= name.items()
    assert "name_account" not in _offered(rows.read(found), Role.SELLER, now)
    Refund.objects.update(state=RefundState.SENT)
    assert "name_account" not in _offered(rows.read(found), Role.BUYER, now)
