"""What a host may set, and what a site with real money refuses."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from pytest_django import Settings

from core import clock
from marketplace import guard
from marketplace.cache import QuietRedisCache
from marketplace.settings import environment
from tests.plugin import ROOT

PRODUCTION = {
    "ALLOWED_HOSTS": "shop.example",
    "DEMO": "0",
    "DJANGO_SETTINGS_MODULE": "marketplace.settings",
    "SANDBOX_KEY": "",
    "SECRET_KEY": "production-9d8c7b6a5f4e3d2c1b0a-production-9d8c7b6a5f4e3d2c1b0a",
    "SITE_URL": "https://shop.example",
}


def _check_deploy(**changed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environ = os.environ | PRODUCTION | changed
    # The browser's tests set it for themselves; a deployment must not have it.
    environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def test_a_site_with_real_money_passes_every_check() -> None:
    checked = _check_deploy()
    found = (checked.returncode, checked.stderr, checked.stdout)
    assert found == (0, "", "System check identified no issues (0 silenced).\n")


def test_the_demo_is_no_deployment() -> None:
    checked = _check_deploy(DEMO="1")
    assert checked.returncode == 1
    assert "(demo.E001) DEMO=1 is set." in checked.stderr


def test_the_sandbox_is_refused_without_the_demo() -> None:
    checked = _check_deploy(SANDBOX_KEY="a-key")
    assert checked.returncode == 1
    assert "SANDBOX_KEY is set without DEMO=1: the sandbox mints money" in checked.stderr


def test_a_site_without_a_key_does_not_start() -> None:
    assert "Set SECRET_KEY to a long random text" in _check_deploy(SECRET_KEY="").stderr


def test_a_moved_clock_is_refused_without_the_demo(db: None, settings: Settings, client: Client) -> None:
    clock.set_offset(timedelta(days=3))
    guard.refuse_moved_clock()
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="was moved by 3 days"):
        guard.refuse_moved_clock()
    assert client.get("/readyz").status_code == 503


def test_a_clock_put_right_is_not_refused(db: None, settings: Settings, client: Client) -> None:
    clock.set_offset(timedelta(days=3))
    clock.set_offset(timedelta(0))
    settings.DEMO = False
    guard.refuse_moved_clock()
    assert client.get("/readyz").status_code == 200


def test_every_answer_carries_the_headers_that_keep_strangers_out(client: Client) -> None:
    headers = client.get("/livez").headers
    assert {name: headers[name] for name in ("X-Frame-Options", "Referrer-Policy", "X-Content-Type-Options")} == {
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    policy = headers["Content-Security-Policy"].split("; ")
    assert {rule for rule in policy if rule.startswith(("default-src", "script-src", "style-src"))} == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
    }
    assert headers["Permissions-Policy"].startswith("browsing-topics=(), camera=()")


def test_a_cache_without_its_server_remembers_by_itself_and_raises_nothing(tmp_path: os.PathLike[str]) -> None:
    cache = QuietRedisCache(f"unix://{tmp_path}/gone.sock", {})
    cache.set("tea", 1)
    assert cache.add("tea", 1) is False
    assert cache.incr("tea") == 2
    assert cache.incr("bowls") == 1
    assert cache.set_many({"cups": 3}) == []
    assert cache.get_many(["tea", "cups", "pots"]) == {"tea": 2, "cups": 3}
    assert cache.delete("tea") is True
    assert cache.get("tea", "none") == "none"
    assert "tea" not in cache
    assert QuietRedisCache(f"unix://{tmp_path}/gone.sock", {}).get("cups") == 3


def test_a_cache_with_its_server_holds_what_it_was_given() -> None:
    caches["default"].set("tea", 7)
    assert caches["default"].get("tea") == 7
    assert caches["default"].incr("tea") == 8


def test_the_address_of_a_database_may_name_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://danbao_app@%2Frun%2Fpg/shop")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://danbao_owner@/shop?host=/run/pg")
    monkeypatch.setenv("DB_ROLE", "")
    site = environment.database()
    assert (site["USER"], site["HOST"], site["NAME"]) == ("danbao_app", "/run/pg", "shop")
    monkeypatch.setenv("DB_ROLE", "owner")
    owner = environment.database()
    assert (owner["USER"], owner["HOST"], owner["NAME"]) == ("danbao_owner", "/run/pg", "shop")
    assert owner["OPTIONS"] == {"options": environment.PLANNER}


def test_what_else_a_connection_shall_begin_with_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_ROLE", "")
    monkeypatch.setenv("DATABASE_URL", "postgresql://danbao_app@/shop?sslmode=require&options=-c%20work_mem%3D8MB")
    assert environment.database()["OPTIONS"] == {
        "sslmode": "require",
        "options": f"{environment.PLANNER} -c work_mem=8MB",
    }


@pytest.mark.django_db
def test_the_joins_of_an_order_are_planned_as_they_are_written() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        assert cursor.fetchone() == ("4",)


@pytest.mark.parametrize("value", ["yes", "true", "2"])
def test_a_flag_is_0_or_1(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEMO", value)
    with pytest.raises(ImproperlyConfigured, match=f"DEMO must be 0 or 1, not '{value}'"):
        environment.flag("DEMO")
