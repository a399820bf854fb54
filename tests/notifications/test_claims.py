"""What both sides and the desk are told about claims, and what that proves."""

from datetime import datetime, timedelta

import pytest

from core.actor import Role
from core.models import Deadline, OutboxMessage
from core.outbox import deliver_due
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.change_claim import change_claim
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.models import Claim
from marketplace.claims.states import Outcome
from marketplace.notifications.claim_topics import CLAIM_TOPICS
from marketplace.notifications.models import Notification
from marketplace.notifications.proof import record_notices_read, record_reading
from marketplace.notifications.reading import notices_of, read
from marketplace.notifications.topics import tellings
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def _told(user: User, now: datetime) -> list[str]:
    """Everything new, latest first."""
    OutboxMessage.objects.exclude(topic__startswith="claim.").update(delivered_at=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    return [notice.text for notice in read(list(notices_of(user)), now)]


def _proven(claim: Claim, kind: str) -> datetime | None:
    row = Deadline.objects.filter(subject_type="claim", subject_id=claim.pk, kind=kind).latest("pk")
    return row.noticed_at


def test_the_shop_is_told_and_reading_it_proves_its_clock(now: datetime) -> None:
    claim = make.claim(now=now)
    seller = claim.order.shop.owner
    words = f"Lin Yue asks for ¥40.00 back for order {claim.order.reference}. Please answer."
    assert _told(seller, now) == [words]
    assert (_told(claim.order.buyer, now), _proven(claim, "claim_answer")) == ([], None)
    record_notices_read(Notification.objects.filter(user=seller), now + HOUR)
    assert _proven(claim, "claim_answer") == now + HOUR


def test_opening_the_page_of_the_order_proves_the_clocks_of_that_side(now: datetime) -> None:
    claim = make.refused_claim(now=now)
    order = claim.order
    record_reading(order.shop.owner, order, now + HOUR)
    record_reading(make.user(), order, now + HOUR)
    assert _proven(claim, "after_refusal") is None
    record_reading(order.buyer, order, now + HOUR)
    assert _proven(claim, "after_refusal") == now + HOUR


def test_old_news_of_a_claim_proves_nothing_of_the_changed_one(now: datetime) -> None:
    claim = make.claim(now=now)
    seller = claim.order.shop.owner
    _told(seller, now)
    old = list(Notification.objects.filter(user=seller))
    refuse_claim(claim.pk, words="No.", now=now, actor=make.seller_of(claim.order))
    asked = make.asked_of(claim.order, 3000)
    change_claim(claim.pk, asked, words="Then this.", now=now + HOUR, actor=make.buyer_of(claim.order))
    record_notices_read(old, now + 2 * HOUR)
    assert _proven(claim, "claim_answer") is None


def test_the_end_is_told_to_both_in_money(now: datetime) -> None:
    claim = make.claim(now=now)
    agree(claim.pk, now=now + HOUR, actor=make.seller_of(claim.order))
    order = claim.order
    shop = order.shop.name
    assert _told(order.buyer, now + HOUR) == [f"{shop} agreed: ¥40.00 of order {order.reference} goes back to you."]
    told = f"¥40.00 of order {order.reference} goes back to Lin Yue, as you agreed."
    assert _told(order.shop.owner, now + HOUR)[0] == told


@pytest.mark.parametrize(
    ("offers", "buyer_reads", "seller_reads"),
    [
        (
            Role.SELLER,
            "You accepted the offer of {shop}: ¥20.00 of order {0} goes back to you.",
            "{buyer} accepted your offer: ¥20.00 of order {0} goes back to {buyer}.",
        ),
        (
            Role.BUYER,
            "{shop} accepted your offer: ¥30.00 of order {0} goes back to you.",
            "You accepted the offer of {buyer}: ¥30.00 of order {0} goes back to {buyer}.",
        ),
    ],
)
def test_whoever_accepted_an_offer_is_named(now: datetime, offers: Role, buyer_reads: str, seller_reads: str) -> None:
    claim = make.offered_claim(by=offers, now=now)
    order = claim.order
    accepts = make.buyer_of(order) if offers == Role.SELLER else make.seller_of(order)
    accept_offer(claim.pk, now=now + HOUR, actor=accepts)
    names = {"shop": order.shop.name, "buyer": order.buyer.name}
    for reader, words in ((order.buyer, buyer_reads), (order.shop.owner, seller_reads)):
        assert _told(reader, now + HOUR)[0] == words.format(order.reference, **names)


def test_the_desk_is_told_what_waits_for_it(now: datetime) -> None:
    operator = make.operator()
    claim = make.claim_to_rule(now=now)
    assert _told(operator, now + timedelta(days=3)) == [f"Order {claim.order.reference} waits for a ruling."]


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("amount", [0, 4000])
def test_each_end_is_told_in_one_sentence_a_side_at_most(outcome: Outcome, amount: int) -> None:
    by = "buyer" if outcome == Outcome.OFFER_ACCEPTED else "system"
    payload = {"outcome": outcome.value, "amount": amount, "by": by}
    roles = [row.role for row in tellings("claim.closed", payload)]
    assert len(roles) == len(set(roles))
    if outcome in {Outcome.RULED, Outcome.DEFAULT, Outcome.AGREED, Outcome.SILENCE, Outcome.OFFER_ACCEPTED}:
        assert set(roles) == {Role.BUYER, Role.SELLER}


def test_every_topic_of_claims_that_is_written_is_told(now: datetime) -> None:
    for state in ("to_send_back", "inspecting", "offered", "appealed", "closed"):
        make.IN_STATE[state]()
    written = set(OutboxMessage.objects.filter(topic__startswith="claim.").values_list("topic", flat=True))
    assert written - set(CLAIM_TOPICS) == set()
