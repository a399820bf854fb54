"""The world of the matrix stands in a database of its own, made once; each test works in a transaction above it."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from core import clock
from tests import databases
from tests.access.asking import undone
from tests.access.scene import PATIENT, Scene, build


@pytest.fixture(scope="session")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, Scene]]:
    """The database, and the world that stands there, for all folders of a worker."""
    name = databases.clone()
    with django_db_blocker.unblock(), databases.used(name):
        made = build(clock.now())
    yield name, made
    databases.drop(name)


@pytest.fixture(scope="module")
def world(kept_world: tuple[str, Scene], django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """The world; what the tests of a file do in it is undone."""
    name, made = kept_world
    with django_db_blocker.unblock(), databases.used(name), undone():
        yield made


@pytest.fixture
def scene(world: Scene, settings: Settings) -> Iterator[Scene]:
    """The world; what a test does in it is undone."""
    for setting, value in PATIENT.items():
        setattr(settings, setting, value)
    with undone():
        yield world
