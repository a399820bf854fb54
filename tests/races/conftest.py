"""The running site of the journeys; and after every race nothing is left to do and nothing is broken."""

from collections.abc import Iterator

import pytest

from tests.journeys.site import RunningSite

#: How often `make test-all` runs every race: who wins is chance.
ROUNDS = 5


@pytest.fixture(
    autouse=True,
    params=[
        pytest.param(number, id=f"round-{number}", marks=() if number == 1 else pytest.mark.long)
        for number in range(1, ROUNDS + 1)
    ],
)
def _all_is_well(site: RunningSite) -> Iterator[None]:
    yield
    site.settled()
    site.invariants()
