"""Times in words: absolute in the reader's zone, relative beside."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from marketplace.trade import times

NOW = datetime(2026, 11, 26, 6, 20, tzinfo=UTC)


def test_a_moment_is_told_in_the_readers_zone() -> None:
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        assert times.absolute(datetime(2026, 12, 3, 6, 20, tzinfo=UTC), NOW) == "3 December, 14:20"
        assert times.short(datetime(2026, 12, 3, 6, 20, tzinfo=UTC), NOW) == "3 Dec, 14:20"


def test_another_year_is_named() -> None:
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        # 17:00 UTC on the last day of the year is the next year in Shanghai.
        assert times.absolute(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), NOW) == "1 January 2027, 01:00"
        assert times.short(datetime(2026, 12, 31, 15, 0, tzinfo=UTC), NOW) == "31 Dec, 23:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "now"),
        (59, "now"),
        (60, "in 1 minute"),
        (7199, "in 119 minutes"),
        (7200, "in 2 hours"),
        (172799, "in 47 hours"),
        (172800, "in 2 days"),
        (604799, "in 6 days"),
        (-60, "1 minute ago"),
        (-54000, "15 hours ago"),
        (-864000, "10 days ago"),
    ],
)
def test_what_is_left_is_rounded_down(seconds: int, words: str) -> None:
    assert times.relative(NOW + timedelta(seconds=seconds), NOW) == words


def test_a_window_says_what_is_left_of_it() -> None:
    assert times.left(timedelta(days=6, hours=23)) == "6 days left"
    assert times.left(timedelta(hours=24)) == "24 hours left"
    assert times.left(timedelta(0)) == "no time left"
    assert times.left(timedelta(days=-1)) == "no time left"


def test_a_broken_promise_says_by_how_much() -> None:
    assert times.late(timedelta(hours=15, minutes=40)) == "15 hours late"
    assert times.late(timedelta(minutes=1)) == "1 minute late"
