"""Somebody with a real browser: opens, fills in, presses, and keeps a picture of every page they come to."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from marketplace.settings import BASE_DIR
from marketplace.users.models import User
from tests.make.users import PASSWORD

PICTURES = BASE_DIR / "tests" / "out" / "journeys"
PATIENCE = 30_000  # ms


def pictures(name: str) -> Path:
    """An empty folder for the pictures of one journey."""
    folder = PICTURES / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Reader:
    """A browser of its own, `width` CSS pixels wide. Pages that run off the side or complain in the console fail."""

    def __init__(
        self, browser: Browser, site_url: str, folder: Path, *, language: str, width: int, javascript: bool = True
    ) -> None:
        self.width = width
        self.folder = folder
        self.javascript = javascript
        self.context = browser.new_context(
            base_url=site_url,
            locale={"en": "en", "zh-hans": "zh-Hans"}[language],
            viewport={"width": width, "height": 844 if width < 800 else 900},
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{answer.status} at {address}"

    def sign_in(self, user: User) -> None:
        """By the form that stands there."""
        self.open("/accounts/login/")
        self.fill(login=user.email, password=PASSWORD)
        self.press('form:has(input[name="login"]) button.btn')
        expect(self.page).not_to_have_url(re.compile("/accounts/login/"), timeout=PATIENCE)

    def fill(self, **fields: str) -> None:
        """Type into the fields of the page's own form by their names; choose from lists by value."""
        for name, value in fields.items():
            field = self.page.locator(f'main [name="{name}"]')
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def fields(self) -> int:
        """How many fields the page asks to be filled in; the radio buttons of one choice are one."""
        asked = self.page.locator("main form").locator("input:visible, select:visible, textarea:visible")
        return len({field.get_attribute("name") for field in asked.all()})

    def press(self, which: str, says: str = "") -> None:
        """Press the one button or link that a CSS selector names, inside the page's own part; it must say `says`."""
        found: Locator = self.page.locator(f"main {which}")
        expect(found).to_have_count(1, timeout=PATIENCE)
        expect(found).to_contain_text(says)
        found.click()
        self.page.wait_for_load_state()

    def keep(self, name: str) -> None:
        """A picture of the page as it stands; nothing runs off its side."""
        runs_to = self.page.evaluate("document.scrollingElement.scrollWidth")
        assert runs_to <= self.width, f"{self.page.url} runs to {runs_to} px"
        self.page.screenshot(path=self.folder / f"{name}.png", full_page=True)

    def close(self) -> None:
        """Done; nothing was wrong on the way."""
        self.context.close()
        assert self.complaints == []
