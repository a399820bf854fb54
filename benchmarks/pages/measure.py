"""Every page in every way it is looked at; of all ways the worst counts."""

import statistics
from collections.abc import Callable, Iterator, Sequence

from playwright.sync_api import BrowserContext

from benchmarks.pages import visit
from benchmarks.pages.budgets import DISTURBED, EVERYWHERE, Found, Kind, Row, What, judge, worst
from benchmarks.pages.places import PLACES, Place, find
from benchmarks.pages.readers import LOCALES, Readers

#: Where pictures are, a wide screen shows more of them at once.
WITH_PICTURES = {Kind.LIST, Kind.PRODUCT}
TIMES = 3
IN_BASKET = 3

Looks = Callable[[BrowserContext, str], Found]


def measure(readers: Readers, words: Sequence[str] = ()) -> Iterator[list[Row]]:
    """The rows of one page after the other; of those alone whose names hold one of `words`, when there are any."""
    readers.sign_in()
    addresses = _find_all(readers)
    for place in PLACES:
        if words and not any(word in place.name for word in words):
            continue
        address = addresses[place.name]
        seen = [found for language in LOCALES for found in _weighed(readers, place, address, language)]
        seen += [_timed(readers, place, address, look) for look in (visit.on_slow_line, visit.on_good_line)]
        yield judge(place.name, place.kind, worst(seen))


def _find_all(readers: Readers) -> dict[str, str]:
    """The address of every place, and something in the buyer's basket."""
    found = {}
    for place in PLACES:
        with readers.fresh(place.seen_by or place.who) as context:
            found[place.name] = find(place, context)
    readers.put_into_basket("buyer", _some_goods(readers))
    return found


def _some_goods(readers: Readers) -> list[str]:
    with readers.fresh() as context:
        page = context.new_page()
        page.goto("/search/")
        links = page.locator(".goods .card a").all()[:IN_BASKET]
        return [link.get_attribute("href") or "" for link in links]


def _weighed(readers: Readers, place: Place, address: str, language: str) -> Iterator[Found]:
    for wide in (False, True) if place.kind in WITH_PICTURES else (False,):
        with readers.fresh(place.who, language, wide=wide) as context:
            first, again = visit.weigh(context, address)
            yield {**visit.first_view(first), What.REPEAT_VIEW: again.bytes.total()}


def _timed(readers: Readers, place: Place, address: str, look: Looks) -> Found:
    """What `look` sees. Late, it looks twice more and the median counts: other programs of the machine took time."""
    seen = [_once(readers, place, address, look)]
    if any(what in DISTURBED and amount > EVERYWHERE[what] for what, amount in seen[0].items()):
        seen += [_once(readers, place, address, look) for _again in range(TIMES - 1)]
    return {what: statistics.median(found[what] for found in seen) for what in seen[0]}


def _once(readers: Readers, place: Place, address: str, look: Looks) -> Found:
    with readers.fresh(place.who) as context:
        return look(context, address)
