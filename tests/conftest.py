"""Fixtures of every test. The servers were started by `tests/plugin.py`."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests import clones, databases, one_chain
from tests.access.standing import kept_world
from tests.browser import browser
from tests.journeys.running import bank_site, killed_site, rest, shared_site, site

__all__ = ["bank_site", "browser", "kept_world", "killed_site", "shared_site", "site"]

# A busy machine draws slowly; that says nothing about the code.
settings.register_profile("danbao", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("danbao")
one_chain.share()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """The running site rests as soon as this worker's next test does without it."""
    yield
    if "shared_site" not in getattr(nextitem, "fixturenames", ()):
        rest()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One clone of the migrated template for this worker, in place of the database pytest-django would create."""
    databases.make_template()
    name = databases.clone()
    with django_db_blocker.unblock():
        databases.use(name)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    databases.drop(name)
    clones.drop_spare()


@dataclass(frozen=True)
class CommittedDatabase:
    """A database of this test alone. `url` is for processes that the test starts."""

    name: str
    url: str
    owner_url: str


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[CommittedDatabase]:
    """A clone with real commits and no rows, for several connections, threads or processes; emptied afterwards."""
    name, likeness = clones.lend()
    with django_db_blocker.unblock(), databases.used(name):
        yield CommittedDatabase(name, os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"])
    clones.take_back(name, likeness)


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen: 12:00 in Shanghai."""
    return datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins and ends in English, whatever language its pages were read in."""
    translation.activate("en")
    yield
    translation.activate("en")
