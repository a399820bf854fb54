"""Two at once, over real connections: a dispute against whatever else may move the money."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest

from core.actor import SYSTEM
from escrow.invariants import check_site
from escrow.models import Freeze, Reserve
from escrow.payments.actions.chargebacks import lose_chargeback, win_chargeback
from escrow.payments.actions.request_payout import request_payout
from escrow.queries import available, debt
from marketplace.chargebacks.actions.dispute_orders import dispute_orders
from marketplace.chargebacks.actions.end_disputes import free_orders, take_shares
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.chargebacks.models import Evidence
from marketplace.claims.actions.agree import agree
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.payments.provider_side import account

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_is_well(committed_db: CommittedDatabase, now: datetime) -> Iterator[None]:
    yield
    assert [broken for broken in check_site(now + 40 * DAY) if "chargeback" not in broken.name] == []


def test_disputing_against_confirming_freezes_or_keeps_back(now: datetime) -> None:
    order = make.delivered_order(now=now)
    disputed = make.recorded_chargeback(order, now=now)
    answers = at_once(
        [
            partial(dispute_orders, disputed.pk, now=now),
            partial(confirm_receipt, order.pk, now=now, actor=make.buyer_of(order)),
        ]
    )
    frozen = Freeze.objects.filter(cause="chargeback", lifted_at=None).exists()
    assert answers == ["done", "hold_frozen" if frozen else "done"]
    assert Freeze.objects.filter(lifted_at=None).count() + Reserve.objects.filter(lifted_at=None).count() == 1


def test_disputing_against_agreeing_to_a_claim(now: datetime) -> None:
    claim = make.claim(now=now)
    disputed = make.recorded_chargeback(claim.order, now=now)
    answers = at_once(
        [
            partial(dispute_orders, disputed.pk, now=now),
            partial(agree, claim.pk, now=now, actor=make.seller_of(claim.order)),
        ]
    )
    assert (answers[0], answers[1] in {"done", "claim_waits"}) == ("done", True)


def test_a_share_against_the_payout_of_all_of_it(now: datetime) -> None:
    order = make.completed_order(now=now)
    shop = order.shop_id
    account(now, book_id=shop)
    disputed = make.recorded_chargeback(order, now=now)
    lose_chargeback(disputed.pk, now=now)
    earned = available(shop, "CNY")
    answers = at_once(
        [
            partial(take_shares, disputed.pk, now=now),
            partial(request_payout, book_id=shop, amount=earned, currency="CNY", now=now, actor=SYSTEM),
        ]
    )
    assert (answers[0], answers[1] in {"done", "payout_too_much"}) == ("done", True)
    assert debt(shop, "CNY") == (earned if answers[1] == "done" else 0)


def test_five_workers_free_an_order_once(now: datetime) -> None:
    order = make.delivered_order(now=now)
    disputed = make.chargeback(order, now=now)
    win_chargeback(disputed.pk, now=now)
    assert at_once([partial(free_orders, disputed.pk, now=now)] * 5) == ["done"] * 5
    assert make.read(order).hold.freeze_count == 0


def test_two_operators_write_evidence_once(now: datetime) -> None:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    act = partial(submit_evidence, disputed.pk, statement="It came.", now=now)
    answers = at_once([partial(act, actor=make.desk()), partial(act, actor=make.desk())])
    assert (sorted(answers), Evidence.objects.count()) == (["done", "evidence_known"], 1)
