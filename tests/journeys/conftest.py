"""How a story is told: over HTTP; and in `make test-all` by the same hands in a real browser."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.journeys.at_a_screen import PersonAtAScreen
from tests.journeys.browsing import pictures
from tests.journeys.person import Person
from tests.journeys.site import RunningSite


@pytest.fixture(
    params=[
        pytest.param(None, id="http"),
        pytest.param((390, True), id="phone", marks=pytest.mark.long),
        pytest.param((1280, False), id="desk-without-javascript", marks=pytest.mark.long),
    ]
)
def told(request: pytest.FixtureRequest, site: RunningSite) -> Iterator[None]:
    """People sit before nothing, or before a screen so many CSS pixels wide, with JavaScript or without."""
    if request.param is not None:
        width, javascript = request.param
        folder = pictures(request.node.name)
        browser = request.getfixturevalue("browser")
        site.seat = partial(PersonAtAScreen, browser, folder=folder, width=width, javascript=javascript)
    yield
    site.seat = Person
