"""What a page may weigh and how long it may take; whether it does; and the table that says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

KB = 1024


class What(StrEnum):
    """Something measured at every page. What is weighed in KB counts bytes on the line, headers included."""

    HTML = "HTML"
    CSS = "CSS"
    JS = "JS"
    FIRST_VIEW = "first view"
    REQUESTS = "requests"
    REPEAT_VIEW = "repeat view"
    QUERIES = "queries"
    FIRST_PAINT = "first paint, slow line"
    USABLE = "usable, slow line"
    LCP = "LCP, good line"
    CLS = "CLS, good line"


class Kind(StrEnum):
    """Pages with a budget of their own."""

    PLAIN = "plain"
    LIST = "list"
    PRODUCT = "product"
    CHECKOUT = "checkout"


#: Bytes, pieces, seconds; CLS is a share of the screen.
EVERYWHERE: Mapping[What, float] = {
    What.HTML: 14 * KB,
    What.CSS: 15 * KB,
    What.JS: 25 * KB,
    What.REPEAT_VIEW: 30 * KB,
    What.QUERIES: 15,
    What.FIRST_PAINT: 2.5,
    What.USABLE: 5.0,
    What.LCP: 1.5,
    What.CLS: 0.05,
}
OF_A_KIND: Mapping[Kind, Mapping[What, float]] = {
    Kind.PLAIN: {},
    Kind.LIST: {What.FIRST_VIEW: 150 * KB, What.REQUESTS: 20},
    Kind.PRODUCT: {What.FIRST_VIEW: 170 * KB},
    Kind.CHECKOUT: {What.FIRST_VIEW: 70 * KB},
}
IN_KB = {What.HTML, What.CSS, What.JS, What.FIRST_VIEW, What.REPEAT_VIEW}
IN_SECONDS = {What.FIRST_PAINT, What.USABLE, What.LCP}
#: What another program on the machine can slow down; a page that is late is looked at again.
DISTURBED = IN_SECONDS

#: Stands above `table`.
HEAD = f"{'page':<28}{'what':<24}{'measured':>10}{'budget':>10}  ok"

Found = Mapping[What, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of one page: what it was, and the most it may be (None: nobody has said)."""

    page: str
    what: What
    found: float
    most: float | None

    @property
    def is_kept(self) -> bool:
        return self.most is None or self.found <= self.most


def judge(page: str, kind: Kind, found: Found) -> list[Row]:
    """A row for everything there is to measure. Raises KeyError when something was not measured."""
    most = {**EVERYWHERE, **OF_A_KIND[kind]}
    return [Row(page, what, found[what], most.get(what)) for what in What]


def table(rows: Iterable[Row]) -> str:
    """A line a row, below `HEAD`: page, what, measured, budget, ok."""
    lines = []
    for row in rows:
        budget = "" if row.most is None else said(row.what, row.most)
        ok = ("yes" if row.is_kept else "NO") if budget else ""
        lines.append(f"{row.page:<28}{row.what:<24}{said(row.what, row.found):>10}{budget:>10}  {ok}".rstrip())
    return "\n".join(lines)


def passed(rows: Iterable[Row]) -> list[str]:
    """A sentence for every budget that was passed."""
    return [
        f"{row.page}: {row.what} is {said(row.what, row.found)}, at most {said(row.what, row.most)}."
        for row in rows
        if row.most is not None and not row.is_kept
    ]


def markdown(rows: Iterable[Row]) -> str:
    """The same with a line a page, as `docs/pages.md` keeps it; what passes its budget is bold."""
    lines = [["page", *What], ["---", *("--:" for _what in What)]]
    lines.append(["*at most*", *(said(what, EVERYWHERE[what]) if what in EVERYWHERE else "" for what in What)])
    for row in rows:
        if row.what is next(iter(What)):
            lines.append([row.page])
        words = said(row.what, row.found)
        lines[-1].append(words if row.is_kept else f"**{words}**")
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def said(what: What, amount: float) -> str:
    """An amount with its unit, as it stands in a table."""
    if what in IN_KB:
        return f"{amount / KB:.1f} KB"
    if what in IN_SECONDS:
        return f"{amount:.2f} s"
    return f"{amount:.3f}" if what is What.CLS else f"{amount:.0f}"


def worst(all_found: Iterable[Found]) -> dict[What, float]:
    """Of the same page seen in several ways, the most of everything."""
    result: dict[What, float] = {}
    for found in all_found:
        for what, amount in found.items():
            result[what] = max(amount, result.get(what, 0))
    return result
