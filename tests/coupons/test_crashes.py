"""At each failpoint a forked child is killed while a coupon is made or decided on; then it is done again: once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import pytest

from core import failpoints
from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord
from escrow.invariants import check_site
from marketplace.coupons.actions.make_coupon import make_coupon
from marketplace.coupons.actions.pause_coupon import pause_coupon, resume_coupon
from marketplace.coupons.actions.propose_promotion import agree_to_promotion, decline_promotion, propose_promotion
from marketplace.coupons.models import Coupon
from tests import make
from tests.conftest import CommittedDatabase
from tests.killing import killed_at
from tests.make.coupons import pay_in, terms

Act = Callable[[], object]
LARGE = 200_000


def _make(now: datetime) -> Act:
    shop = make.shop()
    return partial(make_coupon, shop, terms(now, code="ONE"), now=now, actor=Actor(Role.SELLER, shop.owner_id))


def _pause(now: datetime) -> Act:
    return partial(pause_coupon, make.coupon(make.shop()).pk, now=now, actor=make.desk())


def _resume(now: datetime) -> Act:
    made = make.coupon(make.shop())
    pause_coupon(made.pk, now=now, actor=make.desk())
    return partial(resume_coupon, made.pk, now=now, actor=make.desk())


def _propose(now: datetime) -> Act:
    pay_in(LARGE, now=now)
    given = terms(now, code="ONE", budget=LARGE)
    return partial(propose_promotion, given, "Spring", currency="CNY", now=now, actor=make.desk())


def _decide(act: Callable[..., object], now: datetime) -> Act:
    return partial(act, make.promotion(budget=LARGE, agree=False, now=now).pk, now=now, actor=make.desk())


#: name -> what prepares it and answers the act, and what is recorded about the coupon in the end.
CASES: dict[str, tuple[Callable[[datetime], Act], list[str]]] = {
    "make_coupon": (_make, ["made"]),
    "pause_coupon": (_pause, ["made", "paused"]),
    "resume_coupon": (_resume, ["made", "paused", "resumed"]),
    "propose_promotion": (_propose, ["proposed"]),
    "agree_to_promotion": (partial(_decide, agree_to_promotion), ["proposed", "agreed"]),
    "decline_promotion": (partial(_decide, decline_promotion), ["proposed", "declined"]),
}
PLACES = ("before_commit", "after_commit")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", list(CASES))
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, place: str
) -> None:
    prepare, end = CASES[name]
    act = prepare(now)
    killed_at(f"coupons.{name}.{place}", act)
    for _time in range(2):
        with suppress(DomainError):
            act()
    records = AuditRecord.objects.filter(subject_type="coupon").order_by("pk")
    assert list(records.values_list("action", flat=True)) == end
    assert Coupon.objects.count() == 1
    assert check_site(now) == []


def test_every_failpoint_of_coupons_is_tried() -> None:
    ours = {name for name in failpoints.names() if name.startswith("coupons.")}
    assert ours == {f"coupons.{name}.{place}" for name in CASES for place in PLACES}
