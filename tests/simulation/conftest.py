from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import LazySettings
from pytest_django import DjangoDbBlocker

from marketplace.simulation.replay import Fresh
from tests import databases


@pytest.fixture
def fresh(django_db_setup: None, django_db_blocker: DjangoDbBlocker, settings: LazySettings) -> Iterator[Fresh]:
    """Databases of one world each."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    @contextmanager
    def one() -> Iterator[None]:
        name = databases.clone()
        try:
            with databases.used(name):
                yield
        finally:
            databases.drop(name)

    with django_db_blocker.unblock():
        yield one
