"""One world for all tests of this folder; each works in a transaction above it that is rolled back."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from core import clock
from tests.access.asking import undone
from tests.access.scene import PATIENT, Scene, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), undone():
        yield build(clock.now())


@pytest.fixture
def scene(world: Scene, settings: Settings) -> Iterator[Scene]:
    """The world; what a test does in it is undone."""
    for name, value in PATIENT.items():
        setattr(settings, name, value)
    with undone():
        yield world
