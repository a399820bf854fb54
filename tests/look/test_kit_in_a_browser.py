"""The page of pieces in a real browser: axe finds nothing, nothing runs off the side, no errors in the console."""

from pathlib import Path
from typing import Literal

import axe_playwright_python
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route
from pytest_django.fixtures import Settings

from marketplace.settings import BASE_DIR
from tests.look.test_kit import LANGUAGES

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RUN = """axe.run(document, {rules: {'target-size': {enabled: true}}}).then(
    found => found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.html])))"""
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
SITE = "http://kit.test"

pytestmark = pytest.mark.django_db


def serve(page: Page, html: str) -> None:
    """Answer the page from `html` and its static files from where they lie; nothing goes over a network."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        file = BASE_DIR / "marketplace" / path.lstrip("/")
        if path.startswith("/static/"):
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "application/json"))
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("zh-hans", "light", 320),
        ("en", "dark", 1280),
        *(
            pytest.param(language, scheme, width, marks=pytest.mark.long)
            for language in LANGUAGES
            for scheme in ("light", "dark")
            for width in (320, 1280)
            if (language, scheme, width) not in {("zh-hans", "light", 320), ("en", "dark", 1280)}
        ),
    ],
)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    browser: Browser, client: Client, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    html = client.get("/kit/", headers={"accept-language": language}).content.decode()
    errors: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        serve(page, html)
        page.goto(f"{SITE}/kit/")
        page.evaluate(AXE)
        assert page.evaluate(RUN) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("getComputedStyle(document.querySelector('.pair')).borderTopStyle") == "solid"
    assert errors == []


def test_a_line_is_turned_round_for_those_who_read_from_the_right(browser: Browser, client: Client) -> None:
    html = client.get("/kit/?dir=rtl").content.decode()
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        serve(page, html)
        page.goto(f"{SITE}/kit/?dir=rtl")
        buyer, seller = (page.locator(f".custody.page .{station}").first.bounding_box() for station in ("w1", "w3"))
        assert buyer is not None
        assert seller is not None
        assert buyer["x"] > seller["x"]
        turned = page.locator(".custody.page .cline > svg").first.evaluate("line => getComputedStyle(line).transform")
        assert turned == "matrix(-1, 0, 0, 1, 0, 0)"
