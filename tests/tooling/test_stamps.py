"""A step that was done is skipped until what it was made from changes."""

from pathlib import Path

import pytest

from marketplace.demo.stamps import Stamps
from marketplace.demo.where import Where


@pytest.mark.parametrize("step", ["migrate", "static", "fill"])
def test_a_step_is_stale_until_it_is_done(tmp_path: Path, step: str) -> None:
    stamps = Stamps(Where(tmp_path))
    assert stamps.stale(step)
    stamps.set(step)
    assert not Stamps(Where(tmp_path)).stale(step)


def test_another_database_is_filled_again(tmp_path: Path) -> None:
    Stamps(Where(tmp_path)).set("fill")
    assert Stamps(Where(tmp_path, database_url="postgresql://app@db/shop")).stale("fill")


def test_a_new_cluster_keeps_the_static_files_alone(tmp_path: Path) -> None:
    stamps = Stamps(Where(tmp_path))
    for step in ("migrate", "static", "fill"):
        stamps.set(step)
    stamps.forget()
    assert [step for step in ("migrate", "static", "fill") if stamps.stale(step)] == ["migrate", "fill"]
