"""Photograph the pages of a demo that runs, as people see them: narrow and wide, in both languages, light and dark.

Usage: python -m benchmarks.pages.looks http://127.0.0.1:8700 folder [word ...]

Only pages whose names hold one of the words are photographed, when there are any.
"""

import sys
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages.places import MORE, PLACES, Place, find
from benchmarks.pages.readers import LOCALES, Readers
from tests import browser

Theme = Literal["light", "dark"]

THEMES: tuple[Theme, ...] = ("light", "dark")
WIDTHS = (390, 1280)


class Look(NamedTuple):
    """How a page is looked at: `width` in CSS pixels."""

    language: str
    theme: Theme
    width: int


LOOKS = [Look(language, theme, width) for language, theme, width in product(LOCALES, THEMES, WIDTHS)]


def photograph(chromium: Browser, address: str, folder: Path, words: list[str]) -> int:
    """Answers how many pictures lie in `folder`, named after page, language, theme and width."""
    readers = Readers(chromium, address)
    readers.sign_in()
    folder.mkdir(parents=True, exist_ok=True)
    places = [place for place in (*PLACES, *MORE) if not words or any(word in place.name for word in words)]
    for place in places:
        with readers.fresh(place.seen_by or place.who) as context:
            path = find(place, context)
        for look in LOOKS:
            (folder / f"{_named(place, look)}.png").write_bytes(_seen(readers, place.who, path, look))
    return len(places) * len(LOOKS)


def _named(place: Place, look: Look) -> str:
    return "-".join([*place.name.replace(":", "").replace(",", "").split(), *map(str, look)])


def _seen(readers: Readers, who: str, path: str, look: Look) -> bytes:
    """The whole page, with what is otherwise fetched only when somebody comes near."""
    with readers.fresh(who, look.language, wide=True) as context:
        page = context.new_page()
        page.emulate_media(color_scheme=look.theme)
        page.set_viewport_size({"width": look.width, "height": 844})
        page.goto(path, wait_until="networkidle")
        page.evaluate("document.querySelectorAll('img[loading]').forEach(img => { img.loading = 'eager' })")
        page.wait_for_load_state("networkidle")
        return page.screenshot(full_page=True)


def main() -> int:
    """Answers 1 when there is no browser to look with."""
    address, folder, *words = sys.argv[1:]
    program = browser.found()
    if program is None:
        print(browser.NONE_HERE)
        return 1
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(browser.FLAGS))
        print(f"{photograph(chromium, address, Path(folder), words)} pictures")
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
