"""The sandbox provider as a real process, with the site's gateway pointed at it and a merchant hearing its webhooks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.sandbox.running import KEY, Merchant, Sandbox, wait_until


def _serving(sandbox: Sandbox) -> bool:
    assert sandbox.child is not None
    assert not sandbox.child.ended(), sandbox.log()
    return sandbox.call("GET", "/healthz").status == 200


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path_factory.mktemp("provider"))
    sandbox.start()
    wait_until(lambda: _serving(sandbox))
    yield sandbox
    sandbox.close()


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    merchant = Merchant()
    yield merchant
    merchant.close()


def _point_at(sandbox: Sandbox, merchant: Merchant, settings: Settings) -> Sandbox:
    settings.SANDBOX_URL = f"http://127.0.0.1:{sandbox.port}"
    settings.SANDBOX_KEY = KEY
    settings.SITE_URL = merchant.url.removesuffix("/hooks/sandbox")
    return sandbox


@pytest.fixture
def sandbox(running: Sandbox, merchant: Merchant, settings: Settings) -> Sandbox:
    """The shared process, emptied; what is sent is finished at once."""
    running.post("/control/reset/", {})
    running.control(settle_after_seconds=0)
    return _point_at(running, merchant, settings)


@pytest.fixture
def own_sandbox(tmp_path: Path, merchant: Merchant, settings: Settings) -> Iterator[Sandbox]:
    """A process of this test alone, to be killed."""
    sandbox = Sandbox(tmp_path)
    sandbox.start()
    wait_until(lambda: _serving(sandbox))
    yield _point_at(sandbox, merchant, settings)
    sandbox.close()
