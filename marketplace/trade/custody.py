"""The custody line: where an order's money stands now, what happens next, when, and what a person can do about it.

`CustodyLine` holds words already translated for one reader and is drawn by `templates/_partials/custody.html`; pages,
API, mail and SMS say its `title` and `sentence`. `draw` turns it into the pieces of the drawing, in per cent of the
line's width.
Nothing here knows the database: `marketplace.trade` fills the line from an order.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from django.utils.safestring import SafeString

State = Literal["unpaid", "held", "counting", "frozen", "released", "claimed", "refunded", "settled", "void"]
#: "claimed": the shop has it, and a part of it is asked back.
Place = Literal["buyer", "held", "seller"]
Style = Literal["main", "alt", "link"]

PLACES: tuple[Place, Place, Place] = ("buyer", "held", "seller")

#: Where the window of a counting line begins and ends, in per cent: from the square to the seller's circle.
WINDOW_START, WINDOW_END = 52.0, 98.0
#: More marks than this run into each other on a phone; then the window has none.
MOST_TICKS = 16


@dataclass(frozen=True, slots=True)
class Stand:
    """An amount and where it stands. `firm` is false for what is not paid yet or only proposed: a dashed box."""

    place: Place
    text: str
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Station:
    """One of the three: a person's or the counter's name, a few words below it. `here`: the money stands here."""

    name: str
    note: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class OfferedAction:
    """Something this reader can do now: until `due_at`, with `consequence` as a whole sentence.

    `style` main is the one filled button of the page, alt the outlined one, link the third. A post becomes a form with
    an idempotency key.
    """

    name: str
    label: str
    url: str
    style: Style = "link"
    method: Literal["get", "post"] = "get"
    due_at: datetime | None = None
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """All that one reader is told about the money of one order.

    `corner` stands above the line's end ("6 days left", "clock stopped"). `progress` is the part of the window that has
    passed, 0 to 1; `ticks` how many parts (days) the window has. `may` are pairs of (if you ..., then ...), both whole.
    """

    state: State
    title: str
    sentence: SafeString
    amounts: tuple[Stand, ...]
    stations: tuple[Station, Station, Station]
    corner: str = ""
    progress: float | None = None
    ticks: int = 0
    actions: tuple[OfferedAction, ...] = ()
    may: tuple[tuple[str, str], ...] = ()


class Stroke(NamedTuple):
    """A horizontal stroke of the line: its CSS class and both ends, written in per cent."""

    kind: str
    start: str
    end: str


class Sign(NamedTuple):
    """Something that stands on the line: `gate`, `back` (arrow to the buyer) or `forth`, and where."""

    kind: Literal["gate", "back", "forth"]
    at: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The pieces of one drawn line. `nodes` are the CSS classes of circle, square, circle."""

    strokes: tuple[Stroke, ...]
    ticks: tuple[str, ...]
    signs: tuple[Sign, ...]
    nodes: tuple[str, str, str]


def draw(line: CustodyLine) -> Drawing:
    """The drawing of `line`; right-to-left is left to the stylesheet, which turns it round."""
    return Drawing(
        strokes=_strokes(line),
        ticks=_ticks(line.ticks) if line.state == "counting" else (),
        signs=_signs(line),
        nodes=_nodes(line),
    )


def _percent(value: float) -> str:
    return f"{value:.1f}%"


def _strokes(line: CustodyLine) -> tuple[Stroke, ...]:
    if line.state in {"unpaid", "void"}:
        return Stroke("k-gap", "1%", "50%"), Stroke("k-gap", "50%", "99%")
    if line.state in {"released", "claimed", "settled"}:
        return (Stroke("k-done", "1%", "99%"),)
    paid = Stroke("k-done", "1%", "50%")
    if line.state == "counting":
        past = WINDOW_START + (WINDOW_END - WINDOW_START) * min(max(line.progress or 0.0, 0.0), 1.0)
        return paid, Stroke("k-base", "50%", _percent(WINDOW_END)), Stroke("k-past", "50%", _percent(past))
    return paid, Stroke("k-gap", "50%", "99%")


def _ticks(parts: int) -> tuple[str, ...]:
    if not 1 < parts <= MOST_TICKS:
        return ()
    step = (WINDOW_END - WINDOW_START) / parts
    return tuple(_percent(WINDOW_START + step * part) for part in range(1, parts))


def _signs(line: CustodyLine) -> tuple[Sign, ...]:
    if line.state in {"unpaid", "void"}:
        return ()
    if line.state == "frozen":
        return Sign("gate", "25%"), Sign("gate", "75%")
    if line.state == "claimed":
        return Sign("gate", "25%"), Sign("forth", "75%")
    moved = {stand.place for stand in line.amounts}
    back = (Sign("back", "25%"),) if "buyer" in moved else ()
    forth = (Sign("forth", "75%"),) if "seller" in moved else ()
    return back + forth


def _nodes(line: CustodyLine) -> tuple[str, str, str]:
    firm = {stand.place for stand in line.amounts if stand.firm}
    classes = ["k-here" if place in firm else "k-node" for place in PLACES]
    preview = any(not stand.firm for stand in line.amounts)
    if classes[0] == "k-node" and line.state not in {"unpaid", "void"} and not preview:
        classes[0] = "k-node k-full"
    return classes[0], classes[1], classes[2]


def unpaid_line(text: str, stations: tuple[Station, Station, Station]) -> CustodyLine:
    """The line of an empty page: nothing is paid, `text` (a currency sign) waits in its dashed box."""
    return CustodyLine("unpaid", "", SafeString(""), (Stand("buyer", text, firm=False),), stations)
