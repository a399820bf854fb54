"""One sandbox for all tests of a worker, emptied before each; tests that kill it start their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.running import Merchant, Sandbox, wait_until


def serving(sandbox: Sandbox) -> bool:
    """Whether healthz answers 200; fails with the log when the process has ended."""
    assert sandbox.child is not None
    assert not sandbox.child.ended(), sandbox.log()
    return sandbox.call("GET", "/healthz").status == 200


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"))
    sandbox.start()
    wait_until(lambda: serving(sandbox))
    yield sandbox
    sandbox.close()


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.post("/control/reset/", {})
    running.control(settle_after_seconds=0)
    return running


@pytest.fixture
def own_sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    sandbox = Sandbox(tmp_path)
    sandbox.start()
    wait_until(lambda: serving(sandbox))
    yield sandbox
    sandbox.close()


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    merchant = Merchant()
    yield merchant
    merchant.close()
