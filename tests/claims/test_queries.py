"""What pages ask about claims."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core.actor import Role
from core.money import Money
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.asking import Offered
from marketplace.claims.models import Claim
from marketplace.claims.queries import (
    RulingNumbers,
    Tally,
    clocks_of,
    desk_queue,
    lines_open_to_claim,
    open_claim_of,
    public_numbers,
    record_of_buyer,
    record_of_shop,
    to_buyer,
    verbs_open_to,
)
from tests import make
from tests.claims.verbs import propose_by_hand

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_open_claim_of_an_order(now: datetime) -> None:
    claim = make.claim(now=now)
    assert open_claim_of(claim.order) == claim
    assert [row.kind for row in clocks_of(claim)] == ["remind_claim", "claim_answer", "custody_ruling", "custody_cap"]
    agree(claim.pk, now=now, actor=make.seller_of(claim.order))
    assert open_claim_of(claim.order) is None


def test_what_can_still_be_asked_for(now: datetime) -> None:
    order = make.delivered_order(now=now)
    assert [(one.line, one.most) for one in lines_open_to_claim(order)] == [(order.lines.get(), 11_800), (None, 1000)]
    claim = make.closed_claim(now=now)
    assert [(one.line, one.most) for one in lines_open_to_claim(claim.order)] == [(None, 1000)]


def test_what_a_side_may_do_follows_the_table_and_the_facts(now: datetime) -> None:
    claim = make.offered_claim(now=now)
    assert verbs_open_to(claim, Role.BUYER) == ("accept_offer", "refuse_offer", "offer", "withdraw")
    assert verbs_open_to(claim, Role.SELLER) == ("agree",)
    for who in (make.buyer_of, make.seller_of, make.buyer_of):
        make_offer(claim.pk, Offered("refund", 2500), now=now, actor=who(claim.order))
    assert verbs_open_to(make.reread(claim), Role.SELLER) == ("accept_offer", "refuse_offer", "agree")
    ruled = make.ruled_claim(now=now)
    assert verbs_open_to(ruled, Role.BUYER) == ("accept_ruling", "appeal")


def test_what_the_buyer_would_get(now: datetime) -> None:
    claim = make.claim(now=now)
    assert to_buyer(claim, claim) == Money(4000, "CNY")


def test_the_desk_sees_the_nearest_deadline_first(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    later = make.claim_to_rule(now=now + DAY)
    first = make.claim_to_rule(now=now)
    proposal = propose_by_hand(first, now + 4 * DAY)
    make.claim(now=now)
    with django_assert_num_queries(3):
        queue = desk_queue(Claim.objects.all(), now + 5 * DAY)
    assert [(one.claim, one.promised_at, one.amount.minor, one.proposal) for one in queue] == [
        (first, now + 10 * DAY, 12_800, proposal),
        (later, now + 11 * DAY, 12_800, None),
    ]
    pass_clock(first.pk, "ruling_promise", now=now + 10 * DAY)
    overdue = desk_queue(Claim.objects.all(), now + 11 * DAY)[-1]
    assert (overdue.claim, overdue.promised_at, overdue.latest_at) == (first, None, now + 33 * DAY)


def test_records_of_a_buyer_and_of_a_shop(now: datetime) -> None:
    agreed = make.claim(now=now)
    agree(agreed.pk, now=now, actor=make.seller_of(agreed.order))
    assert record_of_buyer(agreed.order.buyer) == Tally(opened=1, agreed=1, upheld=0, rejected=0, dropped=0)
    for goods, upheld in ((0, 0), (4000, 1)):
        appealed = make.appealed_claim(goods=9000, now=now)
        make.rule(appealed, goods, now=now + 4 * DAY)
        tally = record_of_shop(appealed.order.shop, 30, now + 5 * DAY)
        assert tally == Tally(opened=1, agreed=0, upheld=upheld, rejected=1 - upheld, dropped=0)
        assert record_of_shop(appealed.order.shop, 30, now + 31 * DAY).opened == 0
    assert record_of_buyer(make.closed_claim(now=now).order.buyer).dropped == 1


def test_the_public_numbers_of_rulings(now: datetime) -> None:
    assert public_numbers(now) == RulingNumbers(0, None, 0, 0, 0, 0)
    overturned = make.appealed_claim(goods=4000, now=now)
    make.rule(overturned, 0, now=now + 5 * DAY)
    late = make.claim_to_rule(now=now)
    pass_clock(late.pk, "ruling_latest", now=make.due_of(late, "ruling_latest"))
    waiting = make.claim_to_rule(now=now)
    pass_clock(waiting.pk, "ruling_promise", now=now + 10 * DAY)
    assert public_numbers(now + 40 * DAY) == RulingNumbers(
        given=2, median_hours=0, overturned=1, by_default=1, waiting=1, overdue=1
    )
