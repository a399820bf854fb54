"""What each side is offered about reviewing an order, and what the story of an order tells of it."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core.actor import Role
from core.models import AuditRecord
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from marketplace.trade import review_rules
from marketplace.trade.actions_table import available_actions
from marketplace.trade.facts import gather, with_facts
from marketplace.trade.representation import describe
from marketplace.trade.review_page import of_order, short_name
from reviews.actions.open_reviews import open_review_window
from reviews.actions.write_review import write_review
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SIDES = (Role.BUYER, Role.SELLER)


def _read(order: Order) -> Order:
    read: Order = with_facts(Order.objects.filter(pk=order.pk)).get()
    return read


def _offered(order: Order, now: datetime) -> list[tuple[str, ...]]:
    """What each side is offered besides asking after the sale."""
    found = [available_actions(_read(order), role, now) for role in SIDES]
    return [tuple(offer.action for offer in offers if offer.action != "claim") for offers in found]


def test_both_sides_are_offered_a_review_at_once_when_the_money_has_ended(now: datetime) -> None:
    order = make.completed_order(now=now)
    buyer, seller = (available_actions(_read(order), role, now)[0] for role in SIDES)
    assert (buyer.action, buyer.label, buyer.due_at) == ("review", f"Review {order.shop.name}", now + 15 * DAY)
    assert (seller.action, seller.label, seller.style) == ("review", "Review the buyer", "main")
    assert buyer.consequence == (
        f"It stays sealed until {order.shop.name} has reviewed you as well, or until 8 December, 04:00. "
        "If you write nothing until then, there is no review."
    )
    assert seller.consequence.startswith("It stays sealed until Lin Yue has reviewed you as well,")
    open_review_window(order.pk, now=now)
    assert _offered(order, now + DAY) == [("review",), ("review",)]


def test_whoever_has_written_is_not_offered_it_again_and_nobody_when_the_time_is_over(now: datetime) -> None:
    order = make.review(now=now).order
    assert _offered(order, now + DAY) == [(), ("review",)]
    assert _offered(order, now + 15 * DAY) == [(), ()]
    write_review(order.pk, stars=5, now=now + DAY, actor=make.seller_of(order))
    assert _offered(order, now + DAY) == [(), ()]


def test_what_was_called_off_in_time_is_not_offered_and_costs_no_query(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now + DAY, actor=make.buyer_of(order), reason="")
    (facts,) = gather([_read(order)])
    with django_assert_num_queries(0):
        assert [review_rules.may(role)(facts, now + DAY) for role in SIDES] == [False, False]
    assert _offered(order, now + DAY) == [(), ()]


@pytest.mark.parametrize("wrote", SIDES)
def test_the_story_tells_only_the_author_of_what_is_sealed(now: datetime, wrote: Role) -> None:
    order = make.completed_order(now=now)
    actors = {Role.BUYER: make.buyer_of(order), Role.SELLER: make.seller_of(order)}
    write_review(order.pk, stars=5, now=now + DAY, actor=actors[wrote])
    assert AuditRecord.objects.filter(action="review_written").count() == 1
    told = {role: [event.text for event in describe(_read(order), role, now + DAY).timeline] for role in SIDES}
    assert {role: "You reviewed the order." in events for role, events in told.items()} == {
        role: role is wrote for role in SIDES
    }
    assert [len(told[role]) for role in SIDES if role is not wrote] == [5]


def test_the_link_and_the_page_show_a_side_only_what_it_may_read(now: datetime) -> None:
    order = make.review(now=now).order

    def shown(role: Role) -> tuple[str, bool, bool]:
        read = _read(order)
        both = of_order(read, role)
        return review_rules.link(gather([read])[0], role), both.mine is not None, both.theirs is not None

    assert shown(Role.BUYER) == ("Your review, sealed for now", True, False)
    assert shown(Role.SELLER) == ("", False, False)
    write_review(order.pk, stars=5, now=now, actor=make.seller_of(order))
    assert [shown(role) for role in SIDES] == [("What was written about this order", True, True)] * 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Lin Yue", "Lin Y."),
        ("Ana Maria de Souza", "Ana M. d. S."),
        ("Feng", "Feng"),
        ("林悦", "林*"),
        ("欧阳修远", "欧**"),
        ("林", "林"),
        ("", ""),
    ],
)
def test_names_are_cut_short_in_public(name: str, shown: str) -> None:
    assert short_name(name) == shown
