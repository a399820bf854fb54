"""One browser window and one world for all pages that a worker looks at; what a page does in it is undone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from core import clock
from tests.access.asking import undone
from tests.axe.reader import Reader
from tests.axe.world import World, built


@pytest.fixture(scope="session")
def reader(browser: Browser) -> Iterator[Reader]:
    made = Reader.of(browser)
    yield made
    made.page.close()


@pytest.fixture(scope="module")
def whole_world(
    reader: Reader,  # first: Playwright's loop has a database connection of its own, and the world must be in that one
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    with django_db_blocker.unblock(), built(tmp_path_factory.mktemp("axe"), clock.now()) as world:
        yield world


@pytest.fixture
def world(whole_world: World) -> Iterator[World]:
    with undone():
        yield whole_world
