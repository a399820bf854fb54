"""The template database of a test run, migrated once, and its clones."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from marketplace.demo import cluster, servers
from tests.plugin import FOLDER

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "template_danbao"


def folder() -> Path:
    """The throw-away folder of this run."""
    return Path(os.environ[FOLDER])


def server() -> servers.Postgres:
    """The throw-away server of this run."""
    return servers.Postgres(cluster.home(folder()))


def make_template() -> None:
    """Migrate the template as the owner of the tables, once for all workers."""
    done = folder() / "template-is-migrated"
    with (folder() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
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
        done.touch()


def clone() -> str:
    """A new database like the template; answers its name."""
    name = f"clone_{uuid4().hex[:16]}"
    server().execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE} OWNER danbao_owner')
    return name


def drop(name: str) -> None:
    """Drop a clone and whoever is still connected to it."""
    server().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
