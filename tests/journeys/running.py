"""Fixtures: the whole site with real web, worker, beat, sandbox and Valkey on a clone of the tests' database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker, Settings

from marketplace.demo import messages
from marketplace.demo.where import Where
from tests import databases
from tests.journeys.site import RunningSite

#: The account of the host, where its buyers may pay by bank transfer.
BANK = {"BANK_HOLDER": "Danbao Ltd", "BANK_NAME": "Farmers’ Bank", "BANK_NUMBER": "6222 0200 0000 0009"}

_running: list[RunningSite] = []


@contextmanager
def running(name: str, folder: Path) -> Iterator[RunningSite]:
    """A site of its own on the database `name`, ready; ended afterwards."""
    where = Where(
        folder,
        0,
        database_url=databases.server().url(name, "danbao_app"),
        database_owner_url=databases.server().url(name, "danbao_owner"),
        # One key on both sides: a test may let people in without signing in.
        extra={"STATIC_ROOT": str(databases.folder() / "static"), "SECRET_KEY": settings.SECRET_KEY, **BANK},
    )
    with RunningSite(where) as site:
        site.start_servers()
        with databases.once("static") as mine:
            if mine:
                messages.compile_stale()
                site.manage("collectstatic", "--noinput", "--verbosity=0")
        site.start_all()
        site.sandbox.control(settle_after_seconds=0)
        yield site


@pytest.fixture(scope="session")
def shared_site(django_db_setup: None, worker_id: str) -> Iterator[tuple[RunningSite, str]]:
    name = databases.clone()
    with running(name, databases.folder() / f"site-{worker_id}") as site:
        _running.append(site)
        yield site, name
        _running.clear()
    databases.drop(name)


def rest() -> None:
    """End the processes of the shared site, if there is one: even idle they look for work many times a second."""
    for site in _running:
        site.rest()


@pytest.fixture
def site(shared_site: tuple[RunningSite, str], django_db_blocker: DjangoDbBlocker) -> Iterator[RunningSite]:
    """The running site that this worker's journeys share; queries of the test go to its database.

    Its clock only moves forward, and others have bought there before: a journey makes its own people and shops.
    """
    running_site, name = shared_site
    running_site.start_all()
    with django_db_blocker.unblock(), databases.used(name):
        yield running_site
        running_site.forget_people()
    running_site.supervisor.check()


@pytest.fixture
def killed_site(site: RunningSite) -> Iterator[RunningSite]:
    """The running site, whose processes a test may kill: it is whole again afterwards, whatever became of the test."""
    yield site
    if not site.supervisor.runs("valkey"):
        site.start("valkey")
    site.start_all()


@pytest.fixture
def bank_site(site: RunningSite, settings: Settings) -> Iterator[RunningSite]:
    """The running site, whose buyers pay by bank transfer or choose the provider; afterwards it is as before."""
    before = site.where
    for name, value in BANK.items():
        setattr(settings, name, value)
    for where in (replace(before, extra={**before.extra, "GATEWAYS": "bank_transfer,sandbox"}), before):
        site.where = where
        site.supervisor.end("web")
        site.start_all()
        if where is not before:
            yield site
