"""Columns over time: true to scale, with round lines, and labels that do not run into each other."""

from itertools import pairwise

import pytest

from marketplace.trade.columns import BASE, RIGHT, TOP, Column, draw_columns

YUAN = 100


def test_parts_stand_on_each_other_true_to_scale() -> None:
    chart = draw_columns([Column("23 Nov", (("avail", 20_000), ("held", 40_000)))], YUAN)
    assert [line.text for line in chart.lines] == ["0", "200", "400", "600"]
    available, held = chart.bars
    # A third and two thirds of the height, less a hair between them.
    assert float(available.height) == pytest.approx((BASE - TOP) / 3 - 1, abs=0.1)
    assert float(held.height) == pytest.approx((BASE - TOP) * 2 / 3 - 1, abs=0.1)
    assert float(held.y) == pytest.approx(TOP, abs=0.1)
    assert (available.kind, held.kind) == ("avail", "held")


@pytest.mark.parametrize("most", [0, 1, 99, 100, 101, 400, 401, 12_345, 1_284_306_50, 10**14])
def test_there_are_two_to_five_round_lines_and_the_highest_column_fits(most: int) -> None:
    chart = draw_columns([Column("a", (("paid", most),))], YUAN)
    values = [int(line.text.replace(",", "")) for line in chart.lines]
    assert 2 <= len(values) <= 5
    assert values[-1] * YUAN >= most
    assert str(values[1]).rstrip("0") in {"1", "2", "5"}
    assert [float(before.at) > float(after.at) for before, after in pairwise(chart.lines)] == [True] * (len(values) - 1)


@pytest.mark.parametrize(("count", "labels"), [(0, 0), (1, 1), (4, 4), (5, 3), (12, 4), (90, 4)])
def test_a_phone_has_room_for_four_labels_and_the_last_is_always_there(count: int, labels: int) -> None:
    chart = draw_columns([Column(str(n), (("paid", n),)) for n in range(count)], YUAN)
    assert len(chart.labels) == labels
    last = [(label.at, label.text) for label in chart.labels[-1:]]
    assert last == [(f"{RIGHT:.1f}", str(n)) for n in range(count)][-1:]
