"""The browser of the tests: Debian's Chromium by Playwright, one for all tests of a worker."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NONE_HERE = "No browser here: `apt install chromium` lets these tests run."


def found() -> str | None:
    """Where Chromium is on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running browser. Without one on the machine the test is skipped; with CI=true it fails."""
    program = found()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NONE_HERE)
        pytest.skip(NONE_HERE)
    # Playwright keeps an event loop in this thread; the queries that tests make beside it are synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()
