"""At each failpoint of a dispute a forked child is killed in the middle of an act; done again, it is done once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import failpoints
from core.errors import DomainError
from escrow.invariants import check_site
from escrow.models import Freeze, Hold
from escrow.payments.actions.chargebacks import lose_chargeback, win_chargeback
from marketplace.chargebacks.actions.dispute_orders import dispute_order
from marketplace.chargebacks.actions.end_disputes import free_order, take_share
from marketplace.chargebacks.actions.miss_evidence import miss_evidence
from marketplace.chargebacks.actions.send_evidence import answer_evidence
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.chargebacks.models import Evidence
from tests import make
from tests.conftest import CommittedDatabase
from tests.killing import killed_at

Act = Callable[[], object]
Seen = tuple[str, int, int]
Case = tuple[Callable[[datetime], Act], tuple[str, ...], Seen]
DAY = timedelta(days=1)


def _own(act: str) -> tuple[str, ...]:
    return (f"chargebacks.{act}.before_commit", f"chargebacks.{act}.after_commit")


def _dispute(now: datetime) -> Act:
    order = make.delivered_order(now=now)
    return partial(dispute_order, make.recorded_chargeback(order, now=now).pk, order.pk, now=now)


def _free(now: datetime) -> Act:
    order = make.delivered_order(now=now)
    disputed = make.chargeback(order, now=now)
    win_chargeback(disputed.pk, now=now)
    return partial(free_order, disputed.pk, order.pk, now=now)


def _take(now: datetime) -> Act:
    order = make.claim(make.delivered_order(now=now), now=now).order
    disputed = make.chargeback(order, now=now)
    lose_chargeback(disputed.pk, now=now)
    return partial(take_share, disputed.pk, order.pk, now=now)


def _submit(now: datetime) -> Act:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    return partial(submit_evidence, disputed.pk, statement="It came.", now=now, actor=make.desk())


def _answer(now: datetime) -> Act:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    made = submit_evidence(disputed.pk, statement="It came.", now=now, actor=make.desk())
    return partial(answer_evidence, made.pk, refused="", now=now)


def _miss(now: datetime) -> Act:
    disputed = make.chargeback(make.delivered_order(now=now), now=now)
    return partial(miss_evidence, disputed.pk, now=now + 7 * DAY)


#: name -> what prepares it and answers the act, where it is killed, and (state of the hold, open freezes, evidence).
CASES: dict[str, Case] = {
    "dispute_order": (_dispute, _own("dispute_order"), ("held", 1, 0)),
    "free_order": (_free, _own("free_order"), ("held", 0, 0)),
    "take_share": (_take, (*_own("take_share"), "claims.end_by_chargeback.before_commit"), ("refunded", 0, 0)),
    "end_by_chargeback": (_take, ("claims.end_by_chargeback.after_commit",), ("refunded", 0, 0)),
    "submit_evidence": (_submit, _own("submit_evidence"), ("held", 1, 1)),
    "answer_evidence": (_answer, _own("answer_evidence"), ("held", 1, 1)),
    "miss_evidence": (_miss, _own("miss_evidence"), ("held", 1, 0)),
}


@pytest.mark.parametrize(
    ("name", "point"), [(name, point) for name, (_prepare, points, _end) in CASES.items() for point in points]
)
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, point: str
) -> None:
    prepare, _points, end = CASES[name]
    act = prepare(now)
    killed_at(point, act)
    for _time in range(2):
        with suppress(DomainError):
            act()
    frozen = Freeze.objects.filter(lifted_at=None).count()
    assert (Hold.objects.get().state, frozen, Evidence.objects.count()) == end
    assert check_site(now + 8 * DAY) == []


def test_every_failpoint_of_chargebacks_is_tried() -> None:
    tried = {point for _prepare, points, _end in CASES.values() for point in points}
    assert {name for name in failpoints.names() if name.startswith("chargebacks.")} <= tried
