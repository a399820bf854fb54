"""The template database of a test run, migrated once, and its clones. Run as a program it makes the template."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.db import connections

from core import ids
from marketplace.demo import cluster, servers
from tests.plugin import FOLDER, ROOT

TEMPLATE = "template_danbao"


def folder() -> Path:
    """The throw-away folder of this run."""
    return Path(os.environ[FOLDER])


def server() -> servers.Postgres:
    """The throw-away server of this run."""
    return servers.Postgres(cluster.home(folder()))


def current() -> str:
    """The database that connections go to."""
    return str(connections.settings["default"]["NAME"])


def use(name: str) -> None:
    """Make every connection of this process, and of the processes it starts, go to the database `name`."""
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    ids.forget_block()
    os.environ["DATABASE_URL"] = server().url(name, "danbao_app")
    os.environ["DATABASE_OWNER_URL"] = server().url(name, "danbao_owner")


@contextmanager
def used(name: str) -> Iterator[None]:
    """Use the database `name` inside, and afterwards the one that was used before."""
    before = current()
    use(name)
    try:
        yield
    finally:
        connections.close_all()
        use(before)


@contextmanager
def once(step: str) -> Iterator[bool]:
    """Hold the lock of a step that one worker does for all; True for the one that does it."""
    done = folder() / f"{step}-is-done"
    with (folder() / f"{step}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


def make_template() -> None:
    """Migrate the template as the owner of the tables, once for all workers."""
    with once("template") as mine:
        if not mine:
            return
        server().create_database(TEMPLATE)
        command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0"]
        ran = subprocess.run(
            command,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "marketplace.settings.test"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


def clone() -> str:
    """A new database like the template; answers its name."""
    name = f"clone_{uuid4().hex[:16]}"
    server().clone(name, TEMPLATE)
    return name


def drop(name: str) -> None:
    """Drop a clone and whoever is still connected to it."""
    server().drop(name)


if __name__ == "__main__":
    make_template()
