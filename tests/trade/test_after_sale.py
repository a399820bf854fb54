"""An order that was released, while a part of it is asked back and afterwards: what each side is told and offered."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.actor import Role
from core.money import Money, format_money
from marketplace.claims.actions.after_sale import open_after_sale
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.models import Claim
from marketplace.claims.queries import verbs_open_to
from marketplace.claims.states import ClaimState
from marketplace.orders.models import Order
from marketplace.trade.custody import Stand
from marketplace.trade.facts import with_facts
from marketplace.trade.representation import OrderView, describe
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
READERS = (Role.BUYER, Role.SELLER, Role.OPERATOR)
every_state = pytest.mark.parametrize("state", list(make.IN_STATE))


def _view(order_id: int, reader: Role, now: datetime) -> OrderView:
    order = with_facts(Order.objects.filter(pk=order_id)).get()
    order.shop.name, order.buyer.name = "Wang’s Tea", "Lin Yue"
    return describe(order, reader, now)


def _told(claim: Claim, now: datetime) -> list[tuple[str, str]]:
    views = [_view(claim.order_id, reader, now) for reader in READERS]
    return [(view.title, view.sentence) for view in views]


@every_state
def test_each_side_is_offered_what_the_same_table_allows_with_one_main_act(state: str, now: datetime) -> None:
    claim = make.IN_STATE[state](order=make.completed_order(now=now), now=now)
    for role in READERS[:2]:
        offers = [offer for offer in _view(claim.order_id, role, now).offers if offer.action not in {"review", "claim"}]
        assert sorted(offer.action for offer in offers) == sorted(verbs_open_to(claim, role))
        assert all(offer.label and offer.if_you and offer.consequence for offer in offers)
        assert len([one for one in _view(claim.order_id, role, now).offers if one.style == "main"]) <= 1


@every_state
def test_every_state_is_told_to_each_reader_and_nothing_is_frozen(state: str, now: datetime) -> None:
    claim = make.IN_STATE[state](order=make.completed_order(now=now), now=now)
    for title, sentence in _told(claim, now):
        told = f"{title} {sentence}"
        assert [word for word in ("{", "  ", "frozen", "order runs on", "goods runs on") if word in told] == []
    view = _view(claim.order_id, Role.BUYER, now)
    assert view.line.state == ("released" if state == ClaimState.CLOSED else "claimed")


def test_a_question_after_the_release(now: datetime) -> None:
    claim = make.claim(make.completed_order(now=now), now=now)
    assert _told(claim, now) == [
        (
            "¥128.00 went to Wang’s Tea, and you ask for ¥40.00 back",
            (
                "You asked for ¥40.00 back (damaged). Wang’s Tea answers by 28 November, 04:00 (in 5 days). "
                "If it does not, ¥40.00 goes back to you."
            ),
        ),
        (
            "¥128.00 is yours, and ¥40.00 of it is asked back",
            (
                "Lin Yue asks for ¥40.00 back (damaged). Answer by 28 November, 04:00 (in 5 days). "
                "If you do not, you have agreed and ¥40.00 goes back."
            ),
        ),
        (
            "¥128.00 was released, and ¥40.00 of it is asked back",
            (
                "Lin Yue asks for ¥40.00 back (damaged). The shop answers by 28 November, 04:00 (in 5 days). "
                "Its silence is agreement: ¥40.00 is refunded."
            ),
        ),
    ]
    line = _view(claim.order_id, Role.BUYER, now).line
    assert line.amounts == (Stand("buyer", "¥40.00", firm=False), Stand("seller", "¥128.00"))
    assert [station.note for station in line.stations] == ["asks ¥40.00 back", "nothing left", "has until 28 Nov"]


def test_a_ruling_after_the_release_says_what_stays(now: datetime) -> None:
    claim = make.ruled_claim(make.completed_order(now=now), now=now)
    (_title, buyer), (_title, seller), (_title, desk) = _told(claim, now)
    assert buyer.startswith("We ruled: ¥40.00 goes back to you, ¥88.00 stays with Wang’s Tea. Accept it, or appeal")
    assert seller.startswith("We ruled: ¥40.00 goes back to Lin Yue, ¥88.00 stays with you.")
    assert desk.startswith("Ruled: ¥40.00 back to Lin Yue, ¥88.00 stays with Wang’s Tea.")


def test_what_was_taken_back_is_told_to_both(now: datetime) -> None:
    claim = make.claim(make.completed_order(now=now), now=now)
    agree(claim.pk, now=now, actor=make.seller_of(claim.order))
    told = _told(claim, now)
    assert [title for title, _sentence in told] == [
        "¥40.00 goes back to you, ¥88.00 went to Wang’s Tea",
        "¥88.00 is yours, ¥40.00 goes back to Lin Yue",
        "Divided: ¥40.00 to Lin Yue, ¥88.00 to Wang’s Tea",
    ]
    assert told[0][1] == "Wang’s Tea agreed to the request on 23 November, 04:00."
    line = _view(claim.order_id, Role.BUYER, now).line
    assert line.amounts == (Stand("buyer", "¥40.00", firm=False), Stand("seller", "¥88.00"))


def test_all_of_it_taken_back_is_told_while_it_is_on_its_way_and_when_it_has_arrived(now: datetime) -> None:
    order = make.completed_order(now=now)
    claim = make.claim(order, make.asked_of(order, shipping=1000), now=now)
    agree(claim.pk, now=now, actor=make.seller_of(claim.order))
    going = [title for title, _sentence in _told(claim, now)]
    make.refunds_arrive(now)
    assert going == ["¥128.00 goes back to you", *["¥128.00 goes back to Lin Yue"] * 2]
    arrived = ["¥128.00 is back with you", *["¥128.00 went back to Lin Yue"] * 2]
    assert [title for title, _sentence in _told(claim, now)] == arrived


def test_one_that_came_to_nothing_leaves_the_release_as_it_was(now: datetime) -> None:
    claim = make.claim(make.completed_order(now=now), now=now)
    withdraw(claim.pk, now=now, actor=make.buyer_of(claim.order))
    assert _told(claim, now)[0] == ("¥128.00 went to Wang’s Tea", "You confirmed on 23 November, 04:00.")


def test_the_shop_reads_until_when_it_may_be_asked(now: datetime) -> None:
    order = make.completed_order(now=now)
    open_after_sale(order.pk, now=now)
    words = "Lin Yue may ask for money back until 8 December, 04:00 (in 15 days)."
    assert _view(order.pk, Role.SELLER, now).sentence.endswith(words)
    assert [promise.kind for promise in _view(order.pk, Role.BUYER, now).promises] == ["after_sale"]


def test_a_shop_that_agrees_reads_what_of_our_charge_comes_back_to_it(now: datetime) -> None:
    claim = make.claim(make.completed_order(now=now), now=now)
    before = claim.order.hold.fee
    told = {offer.action: offer.consequence for offer in _view(claim.order_id, Role.SELLER, now).offers}["agree"]
    agree(claim.pk, now=now, actor=make.seller_of(claim.order))
    came = before - make.read(claim.order).hold.fee
    assert came > 0
    assert told.endswith(f" Of our charge, {format_money(Money(came, 'CNY'), 'en')} comes back to you.")


def test_of_money_that_is_held_no_charge_was_taken_that_could_come_back(now: datetime) -> None:
    claim = make.claim(now=now)
    told = {offer.action: offer.consequence for offer in _view(claim.order_id, Role.SELLER, now).offers}["agree"]
    assert "charge" not in told


@pytest.mark.parametrize("role", READERS[:2])
def test_a_request_page_says_what_follows_of_nothing_that_it_has_no_button_for(
    role: Role, now: datetime, client: Client
) -> None:
    claim = make.claim(make.completed_order(now=clock.now()), now=clock.now())
    person, face = (claim.order.buyer, "buyers") if role is Role.BUYER else (claim.order.shop.owner, "sellers")
    assert "review" in [offer.action for offer in describe(make.read(claim.order), role, clock.now()).offers]
    client.force_login(person)
    page = client.get(reverse(f"{face}:claim", args=[claim.order.reference, claim.pk]))
    rows = [if_you for if_you, _then in page.context["line"].may]
    assert (len(rows) > 0, "If you review" in rows) == (True, False)
