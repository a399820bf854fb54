"""What failed is tried again: rarer each time, then as rarely as the last."""

from datetime import timedelta

import pytest

from core.retrying import KEPT, said_by, wait_after


@pytest.mark.parametrize(("failures", "seconds"), [(1, 5), (2, 30), (3, 600), (4, 600), (99, 600)])
def test_the_last_wait_stands_for_all_that_follow(failures: int, seconds: int) -> None:
    assert wait_after(failures, (5, 30, 600)) == timedelta(seconds=seconds)


def test_an_error_is_kept_in_as_many_characters_as_a_row_has() -> None:
    assert said_by(ValueError("no such day")) == "ValueError: no such day"
    assert len(said_by(ValueError("x" * 999))) == KEPT
