"""Each invariant of chargebacks is broken on purpose, and is the one that is named."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from core.models import Deadline
from escrow.invariants import check_site
from escrow.models import Freeze
from escrow.payments.models import Chargeback
from marketplace.chargebacks import invariants
from tests import make

pytestmark = pytest.mark.django_db

BREAKS: dict[str, Callable[[], object]] = {
    "a_disputed_payment_moves_nothing": lambda: Freeze.objects.filter(cause="chargeback").update(cause="claim"),
    "only_an_open_chargeback_binds": lambda: Chargeback.objects.update(ended_at=make.catalog.NOW),
    "a_claim_waits_while_its_payment_is_disputed": lambda: Deadline.objects.filter(kind="claim_answer").update(
        remainder=None
    ),
}


def test_every_invariant_has_a_test_that_breaks_it() -> None:
    assert tuple(BREAKS) == invariants.NAMES


@pytest.mark.parametrize("name", list(BREAKS))
def test_the_broken_invariant_is_named(name: str, now: datetime) -> None:
    make.chargeback(make.claim(make.delivered_order(now=now), now=now).order, now=now)
    assert check_site(now + timedelta(hours=1)) == []
    BREAKS[name]()
    assert name in {broken.name for broken in invariants.check_all(now)}
