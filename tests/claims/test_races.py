"""Two at once, over real connections: one wins, the other gets the refusal in words, and every invariant holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest

from core.actor import SYSTEM
from core.deadlines import give_notice
from escrow.actions.release_due import release_due
from escrow.invariants import check_site
from escrow.models import Freeze
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Refund
from escrow.queries import available, debt
from marketplace.claims.actions.accept_offer import accept_offer
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.ask_to_cancel import ask_to_cancel
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.propose_ruling import propose_ruling
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.asking import Divided
from marketplace.claims.models import Claim, Ruling
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.release_by_silence import effects_of
from marketplace.orders.actions.ship_order import ship_order
from tests import make
from tests.claims import seen
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.payments.provider_side import account

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_is_well(committed_db: CommittedDatabase, now: datetime) -> Iterator[None]:
    yield
    assert check_site(now + 40 * DAY) == []


def test_five_presses_open_one_claim(now: datetime) -> None:
    order = make.delivered_order(now=now)
    act = partial(
        open_claim,
        order.pk,
        make.asked_of(order, 4000),
        reason="damaged",
        words="Mouldy.",
        now=now,
        actor=make.buyer_of(order),
    )
    assert sorted(at_once([act] * 5)) == ["claim_open_already"] * 4 + ["done"]
    assert (Claim.objects.count(), Freeze.objects.count()) == (1, 1)


def test_confirming_against_claiming_against_the_timer_against_more_time(now: datetime) -> None:
    order = make.delivered_order(now=now)
    buyer = make.buyer_of(order)
    later = now + 8 * DAY
    give_notice("hold", order.hold_id, ["release"], at=now)
    asked = make.asked_of(order, 4000)
    answers = at_once(
        [
            partial(confirm_receipt, order.pk, now=later, actor=buyer),
            partial(open_claim, order.pk, asked, reason="damaged", words="Mouldy.", now=later, actor=buyer),
            partial(release_due, now=later, effects_of=effects_of),
            partial(extend_window, order.pk, now=later, actor=buyer),
        ]
    )
    hold = make.read(order).hold
    # Whoever asks a moment after the release asks after the sale.
    claims = [claim.after_sale for claim in Claim.objects.all()]
    assert (hold.state, hold.freeze_count) == (("held", 1) if claims == [False] else ("released", 0))
    # Of four at once somebody may be overtaken twice.
    assert answers[1] == ("done" if claims else "changed_meanwhile")
    assert answers[0] == "done" or answers[0] in {"hold_ended", "hold_frozen", "changed_meanwhile"}


def test_shipping_against_asking_to_cancel(now: datetime) -> None:
    order = make.packed_order(now=now)
    asked = make.asked_of(order, 4000)
    answers = at_once(
        [
            partial(ship_order, order.pk, "SF", "SF-77777", now=now, actor=make.seller_of(order)),
            partial(open_claim, order.pk, asked, reason="other", words="Stop.", now=now, actor=make.buyer_of(order)),
        ]
    )
    claim = Claim.objects.get()
    assert answers == ["done" if claim.shipped else "claim_open", "done"]


def test_shipping_against_the_cancellation_that_asks(now: datetime) -> None:
    order = make.packed_order(now=now)
    answers = at_once(
        [
            partial(ship_order, order.pk, "SF", "SF-77778", now=now, actor=make.seller_of(order)),
            partial(ask_to_cancel, order.pk, now=now, actor=make.buyer_of(order)),
        ]
    )
    assert answers in (["done", "shipped"], ["claim_open", "done"])


def test_agreeing_against_withdrawing_against_silence(now: datetime) -> None:
    claim = make.claim(now=now)
    due = make.run_out(claim, "claim_answer")
    answers = at_once(
        [
            partial(agree, claim.pk, now=due, actor=make.seller_of(claim.order)),
            partial(withdraw, claim.pk, now=due, actor=make.buyer_of(claim.order)),
            partial(pass_clock, claim.pk, "claim_answer", now=due),
        ]
    )
    after = make.reread(claim)
    assert answers[2] == "done"
    assert sorted(answers[:2]) in (["claim_closed", "claim_closed"], ["claim_closed", "done"])
    assert Refund.objects.count() == (0 if after.outcome == "withdrawn" else 1)


def test_an_offer_accepted_against_withdrawn(now: datetime) -> None:
    claim = make.offered_claim(now=now)
    buyer = make.buyer_of(claim.order)
    answers = at_once([partial(act, claim.pk, now=now, actor=buyer) for act in (accept_offer, withdraw)])
    assert sorted(answers) == ["claim_closed", "done"]
    assert seen.refunds() == ([(2000, "claim_offer_accepted")] if answers[0] == "done" else [])


def test_ten_agreements_give_back_once(now: datetime) -> None:
    claim = make.claim(now=now)
    act = partial(agree, claim.pk, now=now, actor=make.seller_of(claim.order))
    assert sorted(at_once([act] * 10)) == ["claim_closed"] * 9 + ["done"]
    assert seen.refunds() == [(4000, "claim_agreed")]


def test_asking_after_the_release_against_the_payout_of_all_of_it(now: datetime) -> None:
    order = make.completed_order(now=now)
    shop = order.shop_id
    account(now, book_id=shop)
    asked, earned = make.asked_of(order, 11_800, 1000), available(shop, "CNY")
    answers = at_once(
        [
            partial(
                open_claim, order.pk, asked, reason="damaged", words="It broke.", now=now, actor=make.buyer_of(order)
            ),
            partial(request_payout, book_id=shop, amount=earned, currency="CNY", now=now, actor=SYSTEM),
        ]
    )
    assert (answers[0], answers[1] in {"done", "payout_too_much"}) == ("done", True)
    agree(Claim.objects.get().pk, now=now, actor=make.seller_of(order))
    assert debt(shop, "CNY") == (earned if answers[1] == "done" else 0)


def test_asking_against_confirming_is_asked_before_or_after_the_release(now: datetime) -> None:
    order = make.delivered_order(now=now)
    asked, buyer = make.asked_of(order, 4000), make.buyer_of(order)
    answers = at_once(
        [
            partial(open_claim, order.pk, asked, reason="damaged", words="Mouldy.", now=now, actor=buyer),
            partial(confirm_receipt, order.pk, now=now, actor=buyer),
        ]
    )
    claim = Claim.objects.get()
    assert answers == ["done", "done" if claim.after_sale else "hold_frozen"]
    assert seen.reserves() == ([("claim", 4_000, False)] if claim.after_sale else [])


def test_ten_agreements_after_the_release_take_back_once(now: datetime) -> None:
    claim = make.claim(make.completed_order(now=now), now=now)
    act = partial(agree, claim.pk, now=now, actor=make.seller_of(claim.order))
    assert sorted(at_once([act] * 10)) == ["claim_closed"] * 9 + ["done"]
    assert seen.refunds() == [(4000, "after_sale_agreed")]


def test_two_rulings(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    answers = at_once(
        [
            partial(propose_ruling, claim.pk, Divided(goods), reasons="So.", now=now + 3 * DAY, actor=make.desk())
            for goods in (1000, 2000)
        ]
    )
    assert sorted(answers) == ["claim_not_now", "done"]
    assert list(Ruling.objects.values_list("goods", flat=True)) == [1000 if answers[0] == "done" else 2000]


def test_two_rulings_on_an_appeal_move_the_money_once(now: datetime) -> None:
    claim = make.appealed_claim(now=now)
    answers = at_once(
        [
            partial(propose_ruling, claim.pk, Divided(goods), reasons="So.", now=now + 4 * DAY, actor=make.desk())
            for goods in (1000, 2000)
        ]
    )
    assert sorted(answers) == ["claim_closed", "done"]
    assert seen.refunds() == [(1000 if answers[0] == "done" else 2000, "settled")]


def test_the_last_second_of_the_default_against_a_ruling(now: datetime) -> None:
    claim = make.claim_to_rule(now=now)
    latest = make.due_of(claim, "ruling_latest")
    answers = at_once(
        [
            partial(pass_clock, claim.pk, "ruling_latest", now=latest),
            partial(propose_ruling, claim.pk, Divided(0), reasons="So.", now=latest, actor=make.desk()),
        ]
    )
    after = make.reread(claim)
    assert answers == ["done", "done" if after.state == "ruled" else "claim_closed"]
    assert after.outcome == ("" if after.state == "ruled" else "default")
