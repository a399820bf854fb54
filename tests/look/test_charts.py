"""Charts: true to scale, with round lines, and labels that do not run into each other."""

from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from marketplace.trade.charts import Column, Point, count_axis, draw_columns, draw_line, money_axis, stars_axis

YUAN = money_axis("CNY")
STARS = stars_axis()


def per(text: str) -> float:
    return float(text.removesuffix("%"))


def test_parts_stand_on_each_other_true_to_scale() -> None:
    chart = draw_columns([Column("23 Nov", (("avail", 20_000), ("held", 40_000)))], YUAN)
    assert [line.text for line in chart.lines] == ["¥600", "¥400", "¥200", "¥0"]
    assert [line.base for line in chart.lines] == [False, False, False, True]
    available, held = chart.bars
    # A third and two thirds of the height, less a hair between them.
    assert per(available.height) == pytest.approx(100 / 3 - 0.6, abs=0.01)
    assert per(held.height) == pytest.approx(200 / 3 - 0.6, abs=0.01)
    assert (per(available.y), per(held.y)) == pytest.approx((200 / 3, 0), abs=0.01)
    assert (available.kind, held.kind) == ("avail", "held")
    assert chart.highest == ("23 Nov", "¥600")


@pytest.mark.parametrize("most", [0, 1, 99, 100, 101, 400, 401, 12_345, 1_284_306_50, 10**14])
def test_there_are_two_to_five_round_lines_and_the_highest_column_fits(most: int) -> None:
    chart = draw_columns([Column("a", (("paid", most),))], count_axis())
    values = [int(line.text.replace(",", "")) for line in reversed(chart.lines)]
    assert 2 <= len(values) <= 5
    assert values[-1] >= most
    assert str(values[1]).rstrip("0") in {"1", "2", "5"}
    assert [per(before.at) < per(after.at) for before, after in pairwise(chart.lines)] == [True] * (len(values) - 1)


@pytest.mark.parametrize(("count", "labels"), [(0, 0), (1, 1), (4, 4), (5, 3), (12, 4), (90, 4)])
def test_a_phone_has_room_for_four_labels_and_the_last_is_always_there(count: int, labels: int) -> None:
    chart = draw_columns([Column(str(n), (("paid", n),)) for n in range(count)], YUAN)
    assert len(chart.labels) == labels
    last = [(label.at, label.text) for label in chart.labels[-1:]]
    assert last == [("100.00%", str(n)) for n in range(count)][-1:]


def test_a_line_goes_through_what_was_read_off_and_leaves_gaps() -> None:
    chart = draw_line([Point(str(n), value) for n, value in enumerate([None, 300, 500, None, 400])], STARS)
    assert [line.text for line in chart.lines] == ["5", "4", "3", "2", "1"]
    (stroke,) = chart.strokes
    assert tuple(per(at) for at in stroke) == (30, 50, 50, 0)
    # A point without neighbours is seen as well, and so is the last.
    assert [(per(x), per(y)) for x, y in chart.dots] == [(90, 25)]
    assert chart.highest == ("2", "5")


def test_a_line_goes_below_nothing_where_something_is_missing() -> None:
    chart = draw_line([Point("a", 10_000), Point("b", -5_000)], YUAN)
    assert [(line.text, line.base) for line in chart.lines] == [
        ("¥100", False),
        ("¥50", False),
        ("¥0", True),
        ("-¥50", False),
    ]


@pytest.mark.parametrize(
    "chart", [draw_columns([], YUAN), draw_columns([Column("a", (("held", 0),))], YUAN), draw_line([], YUAN)]
)
def test_where_nothing_happened_nothing_is_drawn_and_that_is_said(chart: object) -> None:
    html = render_to_string("_partials/chart.html", {"chart": chart, "id": "c", "says": "Held"})
    assert "Nothing yet." in html
    assert "<rect" not in html
    assert "<circle" not in html
