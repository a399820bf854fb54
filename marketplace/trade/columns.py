"""Columns over time, drawn by the server: what stands (held and available) stacked, what flows (paid out) apart.

Amounts that stand and amounts that flow never share a column. The table beside a chart has its numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["held", "avail", "paid"]

WIDTH, HEIGHT = 364, 182
LEFT, RIGHT, TOP, BASE = 40, 360, 12, 158
#: At most so many labels below the columns, or they run into each other on a phone.
MOST_LABELS = 4


class Column(NamedTuple):
    """One column: its label, and its parts from the base upwards in any one unit, each >= 0."""

    label: str
    parts: tuple[tuple[Kind, int], ...]


class Bar(NamedTuple):
    """A rectangle of the drawing, in its own pixels, written for SVG."""

    kind: Kind
    x: str
    y: str
    width: str
    height: str


class Mark(NamedTuple):
    """A line across, or a label below: where, and its text. The last label ends at the edge, the others are centred."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The pieces of one chart, for `templates/_partials/columns.html`."""

    bars: tuple[Bar, ...]
    lines: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def hatched(self) -> bool:
        """Whether anything held is drawn, so that the page needs the hatching."""
        return any(bar.kind == "held" for bar in self.bars)


def draw_columns(columns: Sequence[Column], unit: int) -> Chart:
    """The chart of `columns`; the axis counts in `unit` (100 minor units of CNY: yuan)."""
    most = max((sum(value for _kind, value in column.parts) for column in columns), default=0)
    step = _step(most, unit)
    top = max(step, -(-most // step) * step)
    scale = (BASE - TOP) / top
    room = (RIGHT - LEFT) / max(len(columns), 1)
    bars: list[Bar] = []
    for place, column in enumerate(columns):
        y = float(BASE)
        for kind, value in column.parts:
            height = value * scale
            y -= height
            if value:
                # A hair of paper between two parts.
                x, width = LEFT + room * place + room * 0.18, room * 0.64
                bars.append(Bar(kind, _px(x), _px(y), _px(width), _px(max(height - 1, 0.5))))
    return Chart(
        bars=tuple(bars),
        lines=tuple(Mark(_px(BASE - value * scale), f"{value // unit:,}") for value in range(0, top + 1, step)),
        labels=tuple(
            Mark(_px(RIGHT if place == len(columns) - 1 else LEFT + room * (place + 0.5)), column.label)
            for place, column in enumerate(columns)
            if (len(columns) - 1 - place) % max(1, -(-len(columns) // MOST_LABELS)) == 0
        ),
    )


def _step(most: int, unit: int) -> int:
    """A round distance between lines, so that there are at most five."""
    step = unit
    while most > 4 * step:
        # 1, 2, 5, 10, 20, 50 ...
        step = step * 5 // 2 if str(step // unit).startswith("2") else step * 2
    return step


def _px(value: float) -> str:
    return f"{value:.1f}"
