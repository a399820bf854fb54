"""Where a site on one machine keeps everything, and the environment its processes get."""

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from marketplace.demo import cluster
from marketplace.demo.servers import Postgres, Valkey

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
DATABASE = "danbao"
#: The account of the demo's host, for who pays by bank transfer; there is no such bank.
ACCOUNT = {
    "BANK_HOLDER": "Danbao Demo, money of others",
    "BANK_NAME": "Demo Bank 演示银行",
    "BANK_NUMBER": "6200 0000 0000 0042",
    "BANK_CODE": "DEMOCNBJ",
}


@dataclass(frozen=True)
class Where:
    """What a site is made of. `port` 0 takes two free ones; addresses left empty are served by embedded servers.

    `extra` is added to the environment of every process; `quick` gives up safety against a power cut.
    """

    state: Path
    port: int = 8700
    database_url: str = ""
    database_owner_url: str = ""
    redis_url: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    quick: bool = False

    @property
    def postgres(self) -> Postgres:
        return Postgres(cluster.home(self.state), quick=self.quick)

    @property
    def valkey(self) -> Valkey:
        return Valkey(self.state / "valkey")

    def environment(self, web: int, sandbox: int) -> dict[str, str]:
        """The environment of every process, with the ports that were taken. Makes the secrets when there are none."""
        own = {
            "DATABASE_URL": self.database_url or self.postgres.url(DATABASE, "danbao_app"),
            "DATABASE_OWNER_URL": self._owner_url(),
            "DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "marketplace.settings",
            "EMAIL_DIR": str(self.state / "mail"),
            "MEDIA_ROOT": str(self.state / "media"),
            "PORT": str(web),
            "PRIVATE_ROOT": str(self.state / "private"),
            "PYTHONUNBUFFERED": "1",
            "REDIS_URL": self.redis_url or self.valkey.url,
            "SANDBOX_DB": str(self.state / "sandbox.sqlite3"),
            "SANDBOX_URL": f"http://{HOST}:{sandbox}",
            "SITE_URL": f"http://{HOST}:{web}",
            "STATE_DIR": str(self.state),
            "STATIC_ROOT": str(self.state / "static"),
        }
        inherited = {name: value for name, value in os.environ.items() if name != "DB_ROLE"}
        return {**inherited, **own, **self._secrets(), **self.extra}

    def forget_contents(self) -> None:
        """Replace the embedded database by an empty one, and remove what the sandbox, mail and photos left."""
        self.postgres.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)')
        self.postgres.create_database(DATABASE)
        for path in self.state.glob("sandbox.sqlite3*"):
            path.unlink()
        for name in ("mail", "media", "private"):
            shutil.rmtree(self.state / name, ignore_errors=True)

    def _owner_url(self) -> str:
        if self.database_url:
            return self.database_owner_url or self.database_url
        return self.postgres.url(DATABASE, "danbao_owner")

    def _secrets(self) -> dict[str, str]:
        """The keys of this state folder, made once, readable by its owner alone."""
        path = self.state / "secrets.json"
        if not path.exists():
            made = {name: secrets.token_urlsafe(50) for name in ("SECRET_KEY", "SANDBOX_KEY")}
            making = path.with_suffix(".new")
            making.touch(mode=0o600)
            making.write_text(json.dumps(made))
            making.replace(path)
        kept: dict[str, str] = json.loads(path.read_text())
        return kept


def from_environment() -> Where:
    """What whoever typed `make demo` chose: PORT, STATE_DIR, DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL.

    Raises ValueError when PORT is no port.
    """
    port = int(os.environ.get("PORT") or "8700")
    if not 0 <= port < 2**16 - 1:
        raise ValueError(port)
    return Where(
        state=Path(os.environ.get("STATE_DIR") or ROOT / ".state").resolve(),
        port=port,
        database_url=os.environ.get("DATABASE_URL", ""),
        database_owner_url=os.environ.get("DATABASE_OWNER_URL", ""),
        redis_url=os.environ.get("REDIS_URL", ""),
        extra={name: os.environ.get(name) or made_up for name, made_up in ACCOUNT.items()},
    )
