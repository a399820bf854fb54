"""A receiver, and the look of the clock for those who send."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from marketplace.webhooks.models import Endpoint
from tests import make
from tests.webhooks.receiver import Receiver

Clock = Callable[[], datetime]
DAY = timedelta(days=1)


def at(moment: datetime) -> Clock:
    """A clock that stands still."""
    return lambda: moment


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    listening = Receiver()
    yield listening
    listening.close()


@pytest.fixture
def another() -> Iterator[Receiver]:
    listening = Receiver()
    yield listening
    listening.close()


@pytest.fixture
def at_now(now: datetime) -> Clock:
    return at(now)


@pytest.fixture
def listening(db: None, receiver: Receiver, now: datetime) -> Endpoint:
    """An endpoint that wants everything, with the receiver behind it."""
    return make.endpoint(url=receiver.url, now=now)
