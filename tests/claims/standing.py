"""A claim in each state, made once for all tests of a face: what a test does to them is undone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from pytest_django import DjangoDbBlocker

from core import clock
from core.actor import Role
from marketplace.claims.models import Claim
from marketplace.claims.states import CLAIM_TRANSITIONS
from tests import make
from tests.access.asking import undone

SIDES = (Role.BUYER, Role.SELLER)
#: `countered`: the shop's offer was answered with one of the buyer's.
STATES: dict[str, Callable[..., Claim]] = {**make.IN_STATE, "countered": partial(make.offered_claim, by=Role.BUYER)}


@pytest.fixture(scope="module")
def claims(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Claim]]:
    """By state; three days have passed since they came to it."""
    with django_db_blocker.unblock(), undone():
        clock.set_offset(timedelta(0))
        clock.set_offset(make.catalog.NOW + timedelta(days=3) - clock.now())
        yield {state: build() for state, build in STATES.items()}


def verbs_ever(role: Role) -> set[str]:
    """What somebody may do in one state or another."""
    return {verb for _state, verb, who in CLAIM_TRANSITIONS if who == role}
