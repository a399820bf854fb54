"""Each invariant of claims is broken on purpose, and is the one that is named."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from core.models import Deadline
from escrow.invariants import check_site
from escrow.models import Freeze, Reserve
from marketplace.claims import invariants
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.models import Claim, Ruling
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _one_of_each(now: datetime) -> None:
    """One that waits for the shop, one withdrawn, one with an offer, one after the sale, one ended by the default, one
    under appeal.
    """
    make.claim(now=now)
    make.closed_claim(now=now)
    make.offered_claim(now=now)
    make.claim(make.completed_order(now=now), now=now)
    late = make.claim_to_rule(now=now)
    pass_clock(late.pk, "ruling_latest", now=make.due_of(late, "ruling_latest"))
    appealed = make.appealed_claim(now=now)
    make.rule(appealed, 0, now=now + 4 * DAY)


def _first_rules_again() -> None:
    first = Ruling.objects.get(number=1, by_default=False)
    Ruling.objects.filter(number=2).update(operator=first.operator_id)


BREAKS: dict[str, Callable[[], object]] = {
    "open_claim_has_one_freeze": lambda: Freeze.objects.filter(lifted_at=None).update(cause_id=0),
    "open_freeze_has_its_claim": lambda: Freeze.objects.update(lifted_at=None),
    "an_open_after_sale_claim_keeps_back_what_it_asks": lambda: Reserve.objects.update(amount=1),
    "open_claim_has_a_next_step": lambda: Deadline.objects.filter(kind="claim_answer").delete(),
    "closed_claims_promise_nothing": lambda: Deadline.objects.filter(kind="ruling_latest").update(done_at=None),
    "order_clocks_stand_still_under_a_claim": lambda: Deadline.objects.filter(kind="release").update(remainder=None),
    "an_open_offer_is_waited_for": lambda: Claim.objects.filter(state="offered").update(state="asked"),
    "a_ruling_ends_as_the_hold_was_settled": lambda: Claim.objects.filter(outcome="default").update(outcome="agreed"),
    "whoever_rules_is_nobody_concerned": _first_rules_again,
}


def test_all_is_well_with_one_claim_of_each_kind(now: datetime) -> None:
    _one_of_each(now)
    assert check_site(now + 40 * DAY) == []


def test_every_invariant_has_a_test_that_breaks_it() -> None:
    assert tuple(BREAKS) == invariants.NAMES


@pytest.mark.parametrize("name", list(BREAKS))
def test_the_broken_invariant_is_named(name: str, now: datetime) -> None:
    _one_of_each(now)
    BREAKS[name]()
    assert name in {broken.name for broken in invariants.check_all(now)}
