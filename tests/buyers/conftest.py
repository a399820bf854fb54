"""Somebody who has signed in, at a site whose provider need not run."""

import pytest
from django.test import Client

from marketplace.users.models import User
from tests import make


@pytest.fixture
def buyer(db: None) -> User:
    return make.user("Lin Yue")


@pytest.fixture
def signed_in(buyer: User) -> Client:
    """The buyer's browser."""
    client = Client()
    client.force_login(buyer)
    return client
