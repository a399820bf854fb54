"""An order under a claim, and after one: what each side is told and offered, in every state of the claims' table."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core.actor import Role
from core.errors import DomainError
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.models import Claim
from marketplace.claims.queries import verbs_open_to
from marketplace.claims.states import ClaimState
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from marketplace.trade.custody import Stand
from marketplace.trade.facts import Facts, gather, with_facts
from marketplace.trade.representation import OrderView, describe
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
READERS = (Role.BUYER, Role.SELLER, Role.OPERATOR)
every_state = pytest.mark.parametrize("state", list(make.IN_STATE))


def _view(claim: Claim, reader: Role, now: datetime) -> OrderView:
    order = with_facts(Order.objects.filter(pk=claim.order_id)).get()
    order.shop.name, order.buyer.name = "Wang’s Tea", "Lin Yue"
    return describe(order, reader, now)


def _told(claim: Claim, now: datetime) -> list[str]:
    return [_view(claim, reader, now).sentence for reader in READERS]


def _facts(order: Order) -> Facts:
    return gather(with_facts(Order.objects.filter(pk=order.pk)))[0]


@every_state
def test_each_side_is_offered_what_the_claims_table_allows_and_nobody_else_anything(state: str, now: datetime) -> None:
    claim = make.IN_STATE[state]()
    for role in (Role.BUYER, Role.SELLER):
        offers = _view(claim, role, now).offers
        if state != ClaimState.CLOSED:
            assert sorted(offer.action for offer in offers) == sorted(verbs_open_to(claim, role))
        assert all(offer.label and offer.if_you and offer.consequence for offer in offers)
        assert len([offer for offer in offers if offer.style == "main"]) <= 1
    assert _view(claim, Role.OPERATOR, now).offers == ()


@every_state
def test_every_state_is_told_to_each_reader_without_a_gap(state: str, now: datetime) -> None:
    claim = make.IN_STATE[state]()
    for reader in READERS:
        view = _view(claim, reader, now)
        assert "{" not in view.sentence
        assert "  " not in view.sentence
        assert (view.title == "¥128.00 is frozen") is (state != ClaimState.CLOSED)


def test_a_question_says_who_answers_until_when_and_what_silence_means(now: datetime) -> None:
    claim = make.claim(now=now)
    assert _told(claim, now) == [
        (
            "You asked for ¥40.00 back (damaged). Wang’s Tea answers by 28 November, 04:00 (in 5 days). "
            "If it does not, ¥40.00 goes back to you."
        ),
        (
            "Lin Yue asks for ¥40.00 back (damaged). Answer by 28 November, 04:00 (in 5 days). "
            "If you do not, you have agreed and ¥40.00 goes back."
        ),
        (
            "Lin Yue asks for ¥40.00 back (damaged). The shop answers by 28 November, 04:00 (in 5 days). "
            "Its silence is agreement: ¥40.00 is refunded."
        ),
    ]


def test_silence_about_a_return_means_something_else_when_the_shop_has_an_address(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, wish="return"), now=now)
    assert _told(claim, now)[0].endswith("If it does not, ¥118.00 goes back to you.")
    make.return_address(order.shop, now=now)
    words = "If it does not, it has agreed: you send the goods back and are paid back."
    assert _told(claim, now)[0].endswith(words)


def test_what_is_proposed_stands_in_dashed_boxes(now: datetime) -> None:
    asked = _view(make.claim(now=now), Role.BUYER, now).line
    assert asked.amounts == (Stand("buyer", "¥40.00", firm=False), Stand("held", "¥128.00"))
    assert [station.note for station in asked.stations] == ["asks ¥40.00 back", "frozen", "has until 28 Nov"]
    assert (asked.state, asked.corner) == ("frozen", "clock stopped")
    offered = _view(make.offered_claim(now=now), Role.BUYER, now).line
    assert (offered.amounts[0].text, offered.stations[2].note) == ("¥20.00", "offers ¥20.00")
    ruled = _view(make.ruled_claim(now=now), Role.BUYER, now).line
    assert ruled.amounts == (
        Stand("buyer", "¥40.00", firm=False),
        Stand("held", "¥128.00"),
        Stand("seller", "¥88.00", firm=False),
    )
    assert ruled.corner == ""


def test_a_return_without_an_address_says_what_is_missing(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, wish="return"), now=now)
    (agreeing,) = [offer for offer in _view(claim, Role.SELLER, now).offers if offer.action == "agree"]
    assert agreeing.blocked_reason == "Say first where goods are to be sent back to."
    with pytest.raises(DomainError) as refusal:
        agree(claim.pk, now=now, actor=make.seller_of(order))
    assert refusal.value.code == "return_address_missing"


def test_the_story_tells_the_claim(now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    accept_ruling(claim.pk, now=now + 3 * DAY, actor=make.buyer_of(claim.order))
    told = [event.text for event in _view(claim, Role.BUYER, now + 3 * DAY).timeline]
    assert told[:6] == [
        "You accepted the ruling.",
        "We ruled: ¥40.00 goes to Lin Yue.",
        "The time to show something ended. We rule now.",
        "You asked us to rule.",
        "Wang’s Tea refused the request.",
        "You asked for ¥40.00 back.",
    ]
    words = "Wang’s Tea may still appeal until 3 December, 04:00 (in 7 days). Otherwise it is final."
    assert _told(claim, now + 3 * DAY)[0].endswith(words)


def test_an_order_refunded_after_a_claim_says_how(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, shipping=1000), now=now)
    agree(claim.pk, now=now + DAY, actor=make.seller_of(order))
    view = _view(claim, Role.SELLER, now + DAY)
    assert (view.line.state, view.title) == ("refunded", "¥128.00 is on its way back to Lin Yue")
    assert view.sentence.startswith("You agreed to the request on 24 November, 04:00.")
    assert _told(claim, now + DAY)[0].startswith("Wang’s Tea agreed to the request on 24 November, 04:00.")


def test_a_part_given_back_is_told_while_the_order_runs_on(now: datetime) -> None:
    claim = make.offered_claim(now=now)
    accept_offer(claim.pk, now=now, actor=make.buyer_of(claim.order))
    view = _view(claim, Role.BUYER, now)
    assert (view.title, view.line.state) == ("¥108.00 is held", "counting")
    assert view.sentence.endswith("¥20.00 goes back to you after your request.")
    make.refunds_arrive(now)
    told = [_view(claim, reader, now).sentence for reader in READERS]
    assert told[0].endswith("¥20.00 is back with you after your request.")
    assert {words.endswith("¥20.00 went back to Lin Yue after a request.") for words in told[1:]} == {True}


def test_the_story_of_a_confirmed_order_names_no_sum_that_did_not_go_to_the_shop(now: datetime) -> None:
    claim = make.offered_claim(now=now)
    accept_offer(claim.pk, now=now, actor=make.buyer_of(claim.order))
    confirm_receipt(claim.order_id, now=now + DAY, actor=make.buyer_of(claim.order))
    view = _view(claim, Role.BUYER, now + DAY)
    assert (view.title, view.timeline[0].text) == (
        "¥108.00 went to Wang’s Tea",
        "You confirmed. What was held went to Wang’s Tea.",
    )


def test_a_ruling_divides_the_money_and_says_so(now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    for side in (make.buyer_of(claim.order), make.seller_of(claim.order)):
        accept_ruling(claim.pk, now=now + 3 * DAY, actor=side)
    views = [_view(claim, reader, now + 3 * DAY) for reader in READERS]
    assert [view.title for view in views] == [
        "¥40.00 goes back to you, ¥88.00 went to Wang’s Tea",
        "¥88.00 is yours, ¥40.00 goes back to Lin Yue",
        "Divided: ¥40.00 to Lin Yue, ¥88.00 to Wang’s Tea",
    ]
    assert views[0].line.amounts == (Stand("buyer", "¥40.00", firm=False), Stand("seller", "¥88.00"))
    assert views[0].sentence == "We ruled; that is final since 26 November, 04:00."
    make.refunds_arrive(now + 3 * DAY)
    assert [_view(claim, reader, now + 3 * DAY).title for reader in READERS] == [
        "¥40.00 is back with you, ¥88.00 went to Wang’s Tea",
        "¥88.00 is yours, ¥40.00 went back to Lin Yue",
        "Divided: ¥40.00 to Lin Yue, ¥88.00 to Wang’s Tea",
    ]


def test_silence_that_gave_everything_back_is_told(now: datetime) -> None:
    order = make.delivered_order(now=now)
    claim = make.claim(order, make.asked_of(order, shipping=1000), now=now)
    due = make.run_out(claim, "claim_answer")
    pass_clock(claim.pk, "claim_answer", now=due)
    assert _told(claim, due)[1].startswith("You did not answer the request, so it counts as agreed since 28 November")


def test_before_shipping_a_shop_is_asked_once(now: datetime) -> None:
    order = make.packed_order(now=now)
    claim = make.claim(order, make.asked_of(order, 1000), reason="no_longer_wanted", now=now)
    assert _facts(order).asked_unshipped
    pass_clock(claim.pk, "claim_answer", now=make.run_out(claim, "claim_answer"))
    offers = {offer.action: offer.blocked_reason for offer in _view(claim, Role.BUYER, now).offers}
    words = "You have asked the shop once. You can cancel from {} if it has not been shipped by then."
    assert set(offers) == {"ask_to_cancel", "claim"}
    assert offers["claim"] == offers["ask_to_cancel"]
    assert offers["claim"].startswith(words.split("{}", maxsplit=1)[0])


@pytest.mark.parametrize("count", [1, 3])
def test_the_facts_of_claims_take_five_queries_however_many_there_are(
    count: int, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        make.offered_claim(now=now)
    orders = with_facts(Order.objects.all())
    with django_assert_num_queries(5):
        found = gather(orders)
    assert [facts.claim.state for facts in found if facts.claim] == ["offered"] * count
