"""The environment is explained before it fails."""

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


def test_the_set_for_tests_holds_the_set_of_the_demo() -> None:
    demo = _pins("local")
    assert demo.items() <= _pins("dev").items()
    assert _pins("run").items() <= demo.items()


def test_the_demo_installs_no_test_packages() -> None:
    assert {"playwright", "pytest", "ruff", "mypy"} & _pins("local").keys() == set()


def _pins(name: str) -> dict[str, str]:
    lines = (environment.ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    return dict(line.split(" ")[0].split("==") for line in lines if "==" in line and not line.startswith((" ", "#")))
