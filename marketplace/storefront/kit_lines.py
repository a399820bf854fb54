"""The custody line in every state, as buyer, seller and operator read it: samples for the page of pieces.

A sample is not a page of the site, so its words stand here in both languages and not in the catalogue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString

from marketplace.trade.custody import CustodyLine, OfferedAction, Place, Stand, State, Station, Style

Reader = Literal["buyer", "seller", "operator"]
READERS: tuple[Reader, ...] = ("buyer", "seller", "operator")

#: A sample's words: title, sentence, then label and style of each action. Amounts are marked with *, times with ^.
Words = tuple[str, str, tuple[tuple[str, Style], ...]]


@dataclass(frozen=True, slots=True)
class Sample:
    """One state: the drawing, the notes below the stations, and what each reader is told, English and Chinese."""

    state: State
    name: tuple[str, str]
    stands: tuple[tuple[Place, str, bool], ...]
    notes: tuple[tuple[str, str, str], tuple[str, str, str]]
    words: tuple[tuple[Words, Words, Words], tuple[Words, Words, Words]]
    corner: tuple[str, str] = ("", "")
    progress: float | None = None
    ticks: int = 0


def marked(text: str) -> SafeString:
    """Amounts (*¥1.00*) and times (^3 December^) become elements that never wrap."""
    html = re.sub(r"\*(.+?)\*", r'<span class="num">\1</span>', escape(text))
    return SafeString(re.sub(r"\^(.+?)\^", r"<time>\1</time>", html))


def line(sample: Sample, reader: Reader, *, chinese: bool) -> CustodyLine:
    """The line of `sample` as `reader` sees it."""
    which = int(chinese)
    title, sentence, actions = sample.words[which][READERS.index(reader)]
    buyer, held, shop = sample.notes[which]
    here = {place for place, _text, firm in sample.stands if firm}
    you, lin, wang = ("您", "林月", "王家茶园") if chinese else ("You", "Lin Yue", "Wang’s Tea")
    keeping = (
        ("由担保代管" if chinese else "Held") if reader != "operator" else ("H-90412" if chinese else "Hold H-90412")
    )
    return CustodyLine(
        state=sample.state,
        title=title,
        sentence=marked(sentence),
        amounts=tuple(Stand(place, text, firm) for place, text, firm in sample.stands),
        stations=(
            Station(you if reader == "buyer" else lin, buyer, "buyer" in here),
            Station(keeping, held, "held" in here),
            Station(you if reader == "seller" else wang, shop, "seller" in here),
        ),
        corner=sample.corner[which],
        progress=sample.progress,
        ticks=sample.ticks,
        actions=tuple(OfferedAction(f"act-{n}", label, "#", style) for n, (label, style) in enumerate(actions)),
    )


def sections(samples: tuple[Sample, ...], *, chinese: bool) -> Iterator[tuple[str, list[tuple[str, CustodyLine]]]]:
    """Each state's name, and its three lines with who reads them."""
    readers = (
        ("买家看到", "卖家看到", "客服看到")
        if chinese
        else ("The buyer reads", "The seller reads", "The operator reads")
    )
    for sample in samples:
        lines = [line(sample, reader, chinese=chinese) for reader in READERS]
        yield sample.name[int(chinese)], list(zip(readers, lines, strict=True))


def arabic() -> CustodyLine:
    """The right-to-left proof."""
    return CustodyLine(
        state="counting",
        title="¥128.00 محفوظة لدينا",
        sentence=marked(
            "إذا لم تؤكد الاستلام ولم تبلغ عن مشكلة، تنتقل إلى شاي وانغ في ^3 ديسمبر، 14:20^ (بعد 6 أيام)."
        ),
        amounts=(Stand("held", "¥128.00"),),
        stations=(
            Station("أنت", "دفعت 19 نوفمبر"),
            Station("محفوظة", "منذ 19 نوفمبر", here=True),
            Station("شاي وانغ", "3 ديسمبر، 14:20"),
        ),
        corner="بقي 6 أيام",
        progress=0.488,
        ticks=12,
        actions=(OfferedAction("a", "استلمته وهو سليم", "#", "alt"), OfferedAction("b", "أبلغ عن مشكلة", "#")),
    )


def stress(*, chinese: bool) -> CustodyLine:
    """A long amount and a long name."""
    shop = (
        "清远后山原木干香菇种植农民专业合作社联合社"
        if chinese
        else "Qingyuan Back Hill Dried Mushroom Growers’ Cooperative"
    )
    return CustodyLine(
        state="held",
        title="¥128,460.00 由担保代管" if chinese else "¥128,460.00 is held",
        sentence=SafeString(
            "金额很长，店名很长，照样站得住。" if chinese else "A long amount and a long name still stand."
        ),
        amounts=(Stand("held", "¥128,460.00"),),
        stations=(
            Station("您" if chinese else "You", "11 月 19 日付款" if chinese else "paid 19 Nov"),
            Station(
                "由担保代管" if chinese else "Held by Danbao",
                "11 月 19 日 09:12 起" if chinese else "since 19 Nov, 09:12",
                here=True,
            ),
            Station(shop, "11 月 22 日前发货" if chinese else "ships by 22 Nov"),
        ),
    )
