"""One page of the tests' browser, shown what the site answered, and what axe has to say about it."""

from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Literal

import axe_playwright_python
from django.conf import settings
from django.http import HttpResponseBase
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from marketplace.settings import BASE_DIR

Look = tuple[str, Literal["light", "dark"], int]
#: Every combination of language, theme and width in CSS pixels.
LOOKS: list[Look] = list(product(("zh-hans", "en"), ("light", "dark"), (320, 1280)))

SITE = "https://danbao.test"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
#: What is shown for each picture that only a view may read.
PICTURE = BASE_DIR / "marketplace" / "demo" / "pictures" / "gaiwan.webp"
# Every rule for WCAG A and AA and of good practice; `target-size` of WCAG 2.2 AA is off unless it is asked for. Nobody
# reads the selectors, and no rule looks into stylesheets.
RUN = """axe.run(document, {
    resultTypes: ['violations'], selectors: false, preload: false, rules: {'target-size': {enabled: true}}
}).then(found => found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.html])))"""


def look_of(number: int, turn: int = 0) -> Look:
    """The combination of the page with this number: neighbours differ, and eight turns give each page all eight."""
    return LOOKS[(number + turn) % len(LOOKS)]


@dataclass
class Reader:
    """A browser window that asks nobody: pages are what they are given, files come from where they lie."""

    page: Page
    answer: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Browser) -> "Reader":
        reader = cls(knowing_axe(browser.new_page()))
        reader.page.route("**/*", reader._fulfil)
        reader.page.on("console", reader._note)
        return reader

    def open(self, answer: HttpResponseBase, place: str, look: Look) -> Page:
        """The answer to `place` in the window, as wide and as dark as `look` says."""
        _language, scheme, width = look
        self.answer, self.headers = b"".join(answer), dict(answer.headers)
        self.errors = []
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.goto(f"{SITE}{place}")
        return self.page

    def _note(self, message: ConsoleMessage) -> None:
        # The browser itself reports a page whose status is an error; a file that fails to load is another matter.
        of_the_page = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        if message.type == "error" and not of_the_page:
            self.errors.append(message.text)

    def _fulfil(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        if path.startswith("/static/"):
            file = BASE_DIR / "marketplace" / path.lstrip("/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "application/json"))
        elif path.startswith("/media/"):
            route.fulfill(path=Path(settings.MEDIA_ROOT) / path.removeprefix("/media/"))
        elif "/photos/" in path and not route.request.is_navigation_request():
            route.fulfill(path=PICTURE)
        elif route.request.is_navigation_request():
            route.fulfill(body=self.answer, headers=self.headers)
        # What a page asks for by itself later on waits for ever: the page stays as it was answered.


def knowing_axe(page: Page) -> Page:
    """The page, which brings axe along wherever it goes. The browser keeps it: half a megabyte is sent but once."""
    page.add_init_script(AXE)
    return page


def findings(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page that knows it: the rule, and the piece of HTML that breaks it."""
    return [(rule, html) for rule, html in page.evaluate(RUN)]
