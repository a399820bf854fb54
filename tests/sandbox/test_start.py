from pathlib import Path

import pytest

from tests.sandbox.running import Sandbox


def test_healthz_answers(sandbox: Sandbox) -> None:
    assert sandbox.call("GET", "/healthz").status == 200


def test_the_file_is_in_wal_mode(sandbox: Sandbox) -> None:
    """Bytes 18 and 19 of a SQLite file in WAL mode are 2 (sqlite.org/fileformat2.html, 1.3.3)."""
    assert (sandbox.folder / "sandbox.sqlite3").read_bytes()[18:20] == b"\x02\x02"


@pytest.mark.parametrize("missing", ["DEMO", "SANDBOX_KEY", "SANDBOX_DB"])
def test_it_refuses_to_start_without(missing: str, tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    child = sandbox.start(**{missing: ""})
    code = child.process.wait(20)
    sandbox.close()
    assert code == 3
    assert "DEMO=1" in sandbox.log() if missing == "DEMO" else missing in sandbox.log()


@pytest.mark.parametrize("demo", ["0", "true", "2"])
def test_demo_must_be_exactly_one(demo: str, tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path)
    code = sandbox.start(DEMO=demo).process.wait(20)
    sandbox.close()
    assert code == 3


def test_a_strange_host_is_refused(sandbox: Sandbox) -> None:
    assert sandbox.call("GET", "/courier/", headers={"Host": "bank.example"}).status == 400


def test_unknown_addresses_are_404(sandbox: Sandbox) -> None:
    assert sandbox.call("GET", "/api/").status == 404
    assert sandbox.call("GET", "/nothing?lang=zh-hans").status == 404
