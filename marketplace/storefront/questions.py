"""What an address asks for: every part is read as far as it makes sense, and what makes none is said in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from core import words
from core.errors import Invalid
from core.money import parse_money
from marketplace.catalog.models import Category
from marketplace.catalog.queries import SORTS, Wish

LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Question:
    """A wish, what was typed (shown again in the form), and `notes` on what was left out."""

    wish: Wish
    typed: dict[str, str]
    notes: tuple[str, ...]


def read(query: QueryDict, shelves: Sequence[Category]) -> Question:
    """Read `q`, `category`, `region`, `from`, `to` and `sort`. Nothing a person can type makes it fail."""
    typed = {name: _one_line(query.get(name, "")) for name in ("q", "category", "region", "from", "to", "sort")}
    notes: list[str] = []
    sort = next((sort for sort in SORTS if sort == typed["sort"]), SORTS[0])
    category = next((shelf for shelf in shelves if shelf.slug == typed["category"]), None)
    if typed["category"] and category is None:
        notes.append(_("There is no such shelf, so all shelves were searched."))
    wish = Wish(
        text=typed["q"],
        category=category,
        region=typed["region"],
        price_from=_price(typed["from"], notes),
        price_to=_price(typed["to"], notes),
        sort=sort,
    )
    return Question(_in_order(wish), typed, tuple(notes))


def _one_line(text: str) -> str:
    # Composing characters may lengthen a text a little.
    return words.line(text[:LONGEST_TEXT], field="q", at_most=4 * LONGEST_TEXT)


def _price(text: str, notes: list[str]) -> int | None:
    if not text:
        return None
    try:
        return max(parse_money(text, settings.CURRENCY).minor, 0)
    except Invalid:
        notes.append(_("“%(text)s” is not a price, so it was left out.") % {"text": text})
        return None


def _in_order(wish: Wish) -> Wish:
    """Whoever writes the higher price first means the same."""
    if wish.price_from is not None and wish.price_to is not None and wish.price_from > wish.price_to:
        return replace(wish, price_from=wish.price_to, price_to=wish.price_from)
    return wish
