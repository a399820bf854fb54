"""The running site is whole again after each kill, whatever became of the test."""

from collections.abc import Iterator

import pytest

from tests.journeys.site import RunningSite
from tests.payments.conftest import merchant, running, sandbox

__all__ = ["merchant", "running", "sandbox"]


@pytest.fixture
def killed_site(site: RunningSite) -> Iterator[RunningSite]:
    """The running site; its processes may be killed."""
    yield site
    if not site.supervisor.runs("valkey"):
        site.start("valkey")
    site.start_all()
