"""The real site's processes: ended with their keeper, started again, and explained when they cannot be."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from marketplace.demo import run, site, stamps
from marketplace.demo.servers import ServerError
from marketplace.demo.where import Where, from_environment
from tests.plugin import ROOT
from tests.tooling import family


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder that any user may walk into: pytest's own is closed, and PostgreSQL never runs as root."""
    with tempfile.TemporaryDirectory(prefix="danbao-site-") as folder:
        yield Path(folder)


def _free_port() -> int:
    """The first of two neighbours that nobody has, below those that the system gives away by itself."""
    for port in range(20_000 + os.getpid() % 1_000 * 10, 32_000, 2):
        with socket.socket() as first, socket.socket() as second, suppress(OSError):
            first.bind(("127.0.0.1", port))
            second.bind(("127.0.0.1", port + 1))
            return port
    raise AssertionError


def _keep_site(state: Path, port: int) -> tuple[subprocess.Popen[str], list[int]]:
    command = [sys.executable, "-m", "tests.tooling.keep_site", str(state), str(port)]
    keeper = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert keeper.stdout is not None
    sessions = [int(word) for word in keeper.stdout.readline().split()]
    keeper.stdout.close()
    return keeper, sessions


def test_after_kill_9_nothing_is_left_and_the_next_start_works(state: Path) -> None:
    port = _free_port()
    keeper, sessions = _keep_site(state, port)
    assert len(sessions) == 6
    keeper.kill()
    keeper.wait()
    again, sessions_again = _keep_site(state, port)
    assert family.gone(sessions)
    assert site.answers(f"http://127.0.0.1:{port}/readyz")
    again.terminate()
    again.wait()
    assert family.gone(sessions_again)


def test_a_busy_port_is_explained(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "PATIENCE_FOR_A_PORT", 0.0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(site.PortTakenError) as refused:
            site.Site(Where(state, port))
    assert str(refused.value) == (f"Port {port} cannot be had (address already in use): try `make demo PORT=8800`.")
    site.Site(Where(state, 0)).stop()


def test_a_wrong_port_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(SystemExit) as ended:
        run.main([])
    assert str(ended.value) == (
        "Danbao: PORT must be a number from 0 to 65534 (invalid literal for int() with base 10: 'eighty')."
    )


def test_a_full_disk_is_explained(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BYTES_NEEDED", 2**62)
    monkeypatch.setenv("STATE_DIR", str(state))
    with pytest.raises(SystemExit) as ended:
        run.main([])
    assert str(ended.value) == "Danbao: The disk is full; make room and start again, nothing is lost."


def test_a_folder_that_is_no_demo_is_not_removed(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (state / "letters.txt").write_text("keep me")
    monkeypatch.setenv("STATE_DIR", str(state))
    with pytest.raises(SystemExit) as ended:
        run.main(["reset"])
    assert str(ended.value) == f"Danbao: {state} was not made by `make demo`; nothing was removed."
    assert (state / "letters.txt").read_text() == "keep me"


def test_reset_removes_the_folder_of_a_demo(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = state / "demo"
    site.Site(Where(demo, 0)).stop()
    monkeypatch.setenv("STATE_DIR", str(demo))
    run.main(["reset"])
    assert not demo.exists()


def test_port_moves_the_site_and_the_sandbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORT", "9100")
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    where = from_environment()
    environment = where.environment(where.port, where.port + 1)
    assert (environment["SITE_URL"], environment["SANDBOX_URL"]) == ("http://127.0.0.1:9100", "http://127.0.0.1:9101")


def test_addresses_of_other_servers_are_used_as_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/shop")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/shop")
    monkeypatch.setenv("REDIS_URL", "redis://queue/3")
    environment = from_environment().environment(8700, 8701)
    assert [environment[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")] == [
        "postgresql://app@db/shop",
        "postgresql://owner@db/shop",
        "redis://queue/3",
    ]


def test_keys_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = Where(tmp_path).environment(1, 2)
    second = Where(tmp_path).environment(1, 2)
    assert first["SECRET_KEY"] == second["SECRET_KEY"] != first["SANDBOX_KEY"]
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_fill_that_was_broken_off_is_begun_again_in_an_empty_site(state: Path) -> None:
    where = Where(state, 0, quick=True)
    with site.Site(where) as running:
        assert running.start_servers()
        where.postgres.execute("CREATE TABLE half_a_site ()", "danbao")
        (state / "sandbox.sqlite3").touch()
        marks = stamps.Stamps(where)
        assert not run.start_over_after_a_broken_fill(running, marks)
        marks.set("filling")
        assert run.start_over_after_a_broken_fill(running, marks)
        where.postgres.execute("CREATE TABLE half_a_site ()", "danbao")
        marks.set("fill")
        assert not run.start_over_after_a_broken_fill(running, marks)
    assert not (state / "sandbox.sqlite3").exists()


def test_a_broken_fill_of_a_database_that_is_not_ours_is_explained(state: Path) -> None:
    where = Where(state, 0, database_url="postgresql://app@db/shop")
    with site.Site(where) as running:
        marks = stamps.Stamps(where)
        marks.set("filling")
        with pytest.raises(ServerError) as refused:
            run.start_over_after_a_broken_fill(running, marks)
    assert str(refused.value) == "The last fill of this database was broken off: give an empty one."
