"""Charts, drawn by the server: columns for what stands or flows, a line for what is read off at moments.

What stands (held, available) may share a column, what flows (paid out) never does. Everything is in per cent of the
drawing, so that it is as wide as its place and its words keep their size. The table beside a chart has its numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from core.money import Money, digits, format_whole

Kind = Literal["held", "avail", "paid"]

#: At most so many labels below the columns, or they run into each other on a phone.
MOST_LABELS = 4
#: How much of its room a column takes, and the hair of paper between two parts, in per cent of the height.
FILLED, HAIR = 0.64, 0.6


@dataclass(frozen=True, slots=True)
class Axis:
    """What the height of a chart counts: lines stand at multiples of `unit`, `written` says one of them.

    `least` and `most` are on the axis whatever the numbers are.
    """

    written: Callable[[int], str]
    unit: int = 1
    least: int = 0
    most: int = 0


def money_axis(currency: str) -> Axis:
    """Minor units of `currency`, written without their fraction as the reader writes them."""
    return Axis(lambda minor: format_whole(Money(minor, currency)), 10 ** digits(currency))


def count_axis() -> Axis:
    """Whole things."""
    return Axis(lambda number: f"{number:,}")


def stars_axis() -> Axis:
    """Hundredths of a star, from one star to five."""
    return Axis(lambda hundredths: str(hundredths // 100), 100, 100, 500)


class Column(NamedTuple):
    """One column: its label, and its parts from the base upwards in the axis's numbers, each >= 0."""

    label: str
    parts: tuple[tuple[Kind, int], ...]


class Point(NamedTuple):
    """One moment of a line: its label, and what was read off, or None when there was nothing to read."""

    label: str
    value: int | None


class Bar(NamedTuple):
    """A rectangle of the drawing, in per cent, written for SVG."""

    kind: Kind
    x: str
    y: str
    width: str
    height: str


class Stroke(NamedTuple):
    """A piece of a line between two points, in per cent."""

    x1: str
    y1: str
    x2: str
    y2: str


class Mark(NamedTuple):
    """A line across, or a label below: where, and its text. `base` is the line columns stand on."""

    at: str
    text: str
    base: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The pieces of one chart, for `templates/_partials/chart.html`.

    `highest` is the label and the height of what stands highest, for those who do not see it; empty when nothing does.
    """

    lines: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    highest: tuple[str, str]
    bars: tuple[Bar, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    dots: tuple[tuple[str, str], ...] = ()

    @property
    def hatched(self) -> bool:
        """Whether anything held is drawn, so that the page needs the hatching."""
        return any(bar.kind == "held" for bar in self.bars)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see but lines."""
        return not self.bars and not self.dots


def draw_columns(columns: Sequence[Column], axis: Axis) -> Chart:
    """The chart of `columns`, oldest first."""
    sums = [sum(value for _kind, value in column.parts) for column in columns]
    height = _Height(axis, sums)
    room = 100 / max(len(columns), 1)
    bars: list[Bar] = []
    for place, column in enumerate(columns):
        x, width = room * (place + (1 - FILLED) / 2), room * FILLED
        below = 0
        for kind, value in column.parts:
            if value:
                top, tall = height.at(below + value), height.at(below) - height.at(below + value)
                bars.append(Bar(kind, _per(x), _per(top), _per(width), _per(max(tall - HAIR, 0.3))))
            below += value
    return Chart(
        lines=height.lines(),
        labels=_labels([column.label for column in columns]),
        highest=_highest(zip([column.label for column in columns], sums, strict=True), axis),
        bars=tuple(bars),
    )


def draw_line(points: Sequence[Point], axis: Axis) -> Chart:
    """The chart of what was read off at `points`, oldest first; where nothing was, the line has a gap."""
    values = [point.value for point in points if point.value is not None]
    height = _Height(axis, values)
    room = 100 / max(len(points), 1)
    placed = [
        None if point.value is None else (_per(room * (place + 0.5)), _per(height.at(point.value)))
        for place, point in enumerate(points)
    ]
    return Chart(
        lines=height.lines(),
        labels=_labels([point.label for point in points]),
        highest=_highest([(point.label, point.value) for point in points if point.value is not None], axis),
        strokes=tuple(Stroke(*one, *other) for one, other in pairwise(placed) if one and other),
        dots=_dots(placed),
    )


class _Height:
    """Where a number stands, in per cent from the top, on an axis with two to six round lines."""

    def __init__(self, axis: Axis, values: Sequence[int]) -> None:
        low, high = min([axis.least, *values]), max([axis.most, *values])
        self.axis, self.step = axis, _step(high - low, axis.unit)
        self.low = low // self.step * self.step
        self.high = max(-(-high // self.step) * self.step, self.low + self.step)

    def at(self, value: int) -> float:
        return 100 * (self.high - value) / (self.high - self.low)

    def lines(self) -> tuple[Mark, ...]:
        """From the top downwards, as their labels stand beside the drawing."""
        return tuple(
            Mark(_per(self.at(value)), self.axis.written(value), value == max(0, self.low))
            for value in range(self.high, self.low - 1, -self.step)
        )


def _step(span: int, unit: int) -> int:
    """A round distance between lines, so that there are at most four from end to end."""
    step = unit
    while span > 4 * step:
        # 1, 2, 5, 10, 20, 50 ...
        step = step * 5 // 2 if str(step // unit).startswith("2") else step * 2
    return step


def _labels(names: Sequence[str]) -> tuple[Mark, ...]:
    """The last is always there; it ends at the edge, the others are centred."""
    room = 100 / max(len(names), 1)
    every = max(1, -(-len(names) // MOST_LABELS))
    last = len(names) - 1
    return tuple(
        Mark(_per(100 if place == last else room * (place + 0.5)), name)
        for place, name in enumerate(names)
        if (last - place) % every == 0
    )


def _highest(sums: Iterable[tuple[str, int]], axis: Axis) -> tuple[str, str]:
    label, most = max(sums, key=lambda one: one[1], default=("", 0))
    return (label, axis.written(most)) if most else ("", "")


def _dots(placed: Sequence[tuple[str, str] | None]) -> tuple[tuple[str, str], ...]:
    """The last point, and those that no line goes through."""
    alone = [
        one
        for place, one in enumerate(placed)
        if one and not any(placed[other] for other in (place - 1, place + 1) if 0 <= other < len(placed))
    ]
    ends = [one for one in placed if one][-1:]
    return tuple(dict.fromkeys([*alone, *ends]))


def _per(value: float) -> str:
    return f"{value:.2f}%"
