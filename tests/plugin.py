"""Loaded before Django's settings: a throw-away PostgreSQL and Valkey for this run of the tests, ended with it."""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from marketplace.demo import children, cluster, messages, servers

FOLDER = "DANBAO_TEST_FOLDER"
ROOT = Path(__file__).resolve().parent.parent
#: Compiled Python of whoever wants none beside the sources.
BYTECODE = ROOT / ".pytest_cache" / "bytecode"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run what is marked `long` as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests unless they were asked for, and begin with those on a running site.

    Each worker takes a part of the list in order, and what is left at the end of another's when it has done: so one
    worker alone starts a site and waits for its processes, while the others compute, and what is left last is short.
    """
    if not config.getoption("--long"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    items.sort(key=lambda item: "shared_site" not in getattr(item, "fixturenames", ()))


def pytest_configure() -> None:
    """What is collected stays: the collector of garbage finds nothing in it."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was collected stays until the end: the collector of garbage need not look at it again after every test.

    Seven hundred new objects are nothing to a page that is rendered: it looks once for ten thousand.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 10)
    gc.enable()


def start_servers() -> None:
    """Start both servers and point the environment at them; a worker of xdist finds them running."""
    if FOLDER in os.environ:
        return
    _keep_bytecode()
    messages.compile_stale()
    folder = Path(tempfile.mkdtemp(prefix="danbao-test-"))
    folder.chmod(0o711)
    (folder / "static").mkdir()
    started: list[children.Child] = []
    atexit.register(_end, started, folder)
    postgres = servers.Postgres(cluster.home(folder), quick=True)
    valkey = servers.Valkey(folder / "valkey")
    for server in (postgres, valkey):
        log = folder / f"{server.__class__.__name__.lower()}.log"
        child = children.start(server.prepare(), log)
        started.append(child)
        servers.wait_until(server.ready, child, log)
    os.environ.update(
        {
            FOLDER: str(folder),
            "SECRET_KEY": "a-key-of-the-tests-and-of-nothing-else-0123456789abcdef",
            "SANDBOX_KEY": "a-key-between-the-tests-and-their-sandbox",
            "STATE_DIR": str(folder / "state"),
            "STATIC_ROOT": str(folder / "static"),
            "DEMO": "1",
            "DATABASE_URL": postgres.url("template_danbao", "danbao_app"),
            "DATABASE_OWNER_URL": postgres.url("template_danbao", "danbao_owner"),
            "REDIS_URL": valkey.url,
        }
    )
    # The tables are made while the workers still read the tests.
    template = children.Spec("template", (sys.executable, "-m", "tests.databases"), env=dict(os.environ), cwd=str(ROOT))
    started.append(children.start(template, folder / "template.log"))


def _keep_bytecode() -> None:
    """Dozens of processes start here: let none compile again what another has compiled."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(BYTECODE)
        sys.dont_write_bytecode = False


def _end(started: list[children.Child], folder: Path) -> None:
    children.stop(reversed(started))
    shutil.rmtree(folder, ignore_errors=True)


start_servers()
