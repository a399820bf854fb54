"""The running site of the journeys; and after every race nothing is left to do and nothing is broken."""

from collections.abc import Iterator

import pytest

from tests.journeys.site import RunningSite


@pytest.fixture(autouse=True)
def _all_is_well(site: RunningSite) -> Iterator[None]:
    yield
    site.settled()
    site.invariants()
