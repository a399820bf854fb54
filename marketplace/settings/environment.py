"""How settings read the environment."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent


def text(name: str, default: str = "") -> str:
    """The variable's text; an empty one counts as missing."""
    return os.environ.get(name, "") or default


def flag(name: str) -> bool:
    """True for `1`, False for `0` or nothing; anything else is refused."""
    value = text(name, "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder, absolute."""
    return Path(text(name, str(default))).resolve()


#: The joins of one row with what it names are planned as they are written, four at a time: to weigh every order
#: of the eight tables behind the page of an order takes 4.5 ms, to read them 0.5 ms; the plan is the same.
PLANNER = "-c join_collapse_limit=4"


def database() -> dict[str, Any]:
    """The database of the role that runs: the owner of the tables with `DB_ROLE=owner`, else the site's own."""
    url = text("DATABASE_URL", "postgresql://danbao_app@127.0.0.1:5432/danbao")
    if text("DB_ROLE") == "owner":
        url = text("DATABASE_OWNER_URL", url)
    parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    # A socket folder may be written as ?host=/folder, as libpq does.
    options = parsed.setdefault("OPTIONS", {})
    parsed["HOST"] = options.pop("host", parsed["HOST"])
    options["options"] = f"{PLANNER} {options.get('options', '')}".rstrip()
    return parsed
