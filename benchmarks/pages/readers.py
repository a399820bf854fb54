"""The people of the demo, signed in once; every visit then begins in a browser that has seen nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, StorageState, expect

from benchmarks.pages.places import PLACES

#: Of all people of the demo, see marketplace.demo.fill.people (which needs Django to be set up).
PASSWORD = "danbao-demo"  # noqa: S105 it is printed on the screen
#: A telephone of many dots, for which a browser takes the largest picture it is offered; a small laptop.
PHONE, DOTS = {"width": 390, "height": 844}, 3
LAPTOP = {"width": 1280, "height": 720}
LOCALES = {"en": "en", "zh-hans": "zh-Hans"}


class Readers:
    """Browsers of the people who read the places."""

    def __init__(self, browser: Browser, site_url: str) -> None:
        self.browser = browser
        self.site_url = site_url
        self._signed_in: dict[str, StorageState] = {}

    def sign_in(self) -> None:
        """By the form, as everybody does."""
        for who in sorted({who for place in PLACES for who in (place.who, place.seen_by)} - {""}):
            with self.fresh() as context:
                page = context.new_page()
                page.goto("/accounts/login/")
                page.fill('main [name="login"]', f"{who}@demo.example")
                page.fill('main [name="password"]', PASSWORD)
                page.click('form:has(input[name="login"]) button.btn')
                expect(page).not_to_have_url(re.compile("/accounts/login/"))
                self._signed_in[who] = context.storage_state()

    def put_into_basket(self, who: str, addresses: list[str]) -> None:
        """Put one of each listing into the basket."""
        with self.fresh(who) as context:
            page = context.new_page()
            for address in addresses:
                page.goto(address)
                page.click("main form.stack .buy button.alt")
                page.wait_for_load_state()

    @contextmanager
    def fresh(self, who: str = "", language: str = "en", *, wide: bool = False) -> Iterator[BrowserContext]:
        """A browser with an empty cache, on a telephone, or on a wide screen."""
        context = self.browser.new_context(
            base_url=self.site_url,
            locale=LOCALES[language],
            viewport=LAPTOP if wide else PHONE,  # type: ignore[arg-type]
            device_scale_factor=1 if wide else DOTS,
            storage_state=self._signed_in.get(who),
        )
        try:
            yield context
        finally:
            context.close()
