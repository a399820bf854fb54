"""The environment is explained before it fails."""

import math
import sys
from pathlib import Path

import pytest

from marketplace.demo import environment
from marketplace.demo.environment import EnvironmentProblem

LINUX = ("linux", "x86_64")


def test_an_old_python_is_explained() -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        environment.check_machine((3, 10), LINUX, has_ensurepip=True)
    assert str(refused.value) == "Python 3.11 or newer is needed, this is 3.10: try `make PYTHON3=python3.12`."


def test_a_missing_ensurepip_is_explained() -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        environment.check_machine((3, 12), LINUX, has_ensurepip=False)
    assert str(refused.value) == (
        "This Python makes no environments, ensurepip is missing: `apt install python3-venv` on Debian or Ubuntu."
    )


def test_an_unsupported_platform_is_explained() -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        environment.check_machine((3, 12), ("linux", "riscv64"), has_ensurepip=True)
    assert str(refused.value) == (
        "There is no embedded PostgreSQL for linux on riscv64: use Linux or macOS (on Windows: WSL)."
    )


def test_a_full_disk_is_explained() -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        environment.check_disk(5 * 2**20, Path("/srv"))
    assert str(refused.value) == "The disk of /srv is full: 5 MB are free and 700 MB are needed."


def test_a_machine_that_works_is_not_refused() -> None:
    environment.check_machine((3, 11), LINUX, has_ensurepip=True)
    environment.check_disk(2**30, Path("/srv"))


def test_a_folder_without_its_stamp_is_not_trusted(tmp_path: Path) -> None:
    assert not environment.is_ready(tmp_path, "dev")


def test_the_other_python_is_taken_only_where_it_is_clearly_quicker(tmp_path: Path) -> None:
    slow, alike, quick = (_python(tmp_path, name, took) for name, took in (("s", 0.4), ("a", 0.37), ("q", 0.3)))
    assert environment.quickest(slow, alike) == slow
    assert environment.quickest(slow, quick) == quick
    assert environment.quickest(quick, slow) == quick


def test_a_python_that_is_missing_fails_or_says_nothing_is_not_taken(tmp_path: Path) -> None:
    slow, unable = _python(tmp_path, "slow", 9.0), _python(tmp_path, "unable", math.inf)
    silent, broken = _program(tmp_path, "silent", "true"), _program(tmp_path, "broken", "echo 0.1; exit 1")
    for other in (unable, silent, broken, str(tmp_path / "missing")):
        assert environment.quickest(slow, other) == slow


def test_this_python_is_tried_by_work() -> None:
    assert 0 < environment.seconds_of(sys.executable) < 60


def _python(folder: Path, name: str, took: float) -> str:
    return _program(folder, name, f"echo {took}")


def _program(folder: Path, name: str, does: str) -> str:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize(
    ("larger", "smaller"), [("local", "run"), ("dev", "local"), ("bench", "dev"), ("mutants", "dev")]
)
def test_a_set_holds_all_of_the_set_it_is_built_on(larger: str, smaller: str) -> None:
    """Whoever locks one set anew locks those that contain it."""
    assert _pins(smaller).items() <= _pins(larger).items()


def test_the_demo_installs_no_test_packages() -> None:
    assert {"playwright", "pytest", "ruff", "mypy"} & _pins("local").keys() == set()


def _pins(name: str) -> dict[str, str]:
    lines = (environment.ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    return dict(line.split(" ")[0].split("==") for line in lines if "==" in line and not line.startswith((" ", "#")))
