"""A person at a real browser, who does by hand what `Person` does without one, and keeps a picture of every page."""

import re
from contextlib import suppress
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, Error, Locator, Response

from tests.journeys.browsing import Reader
from tests.journeys.pages import Control
from tests.journeys.person import Page, Person, Sending

LOOKS = 5
WITHOUT_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
#: A button may stand outside the form it sends.
PLACE_OF_BUTTON = """(form, n) => {
    const button = [...form.elements].filter(element => element.type === "submit")[n];
    return [...document.querySelectorAll("button, input")].indexOf(button);
}"""

_people = count(1)


class PersonAtAScreen(Person):
    """Opens addresses, types into the fields that are to be changed, presses the button that is meant."""

    def __init__(
        self, browser: Browser, site_url: str, folder: Path, *, language: str, width: int, javascript: bool
    ) -> None:
        super().__init__(site_url, language=language)
        self._name = f"{next(_people):03d}"
        self._pictures = count(1)
        self._reader = Reader(browser, site_url, folder, language=language, width=width, javascript=javascript)

    def keep_session(self, key: str) -> None:
        super().keep_session(key)  # for what is downloaded
        site = urlsplit(self.site_url)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": f"{site.scheme}://{site.netloc}"}
        self._reader.context.add_cookies([cookie])  # type: ignore[list-item]  # its own names for the same keys

    def open(self, address: str, status: int | None = 200) -> Page:
        return self._seen(self._reader.page.goto(address), status)

    def send(self, sending: Sending, status: int | None) -> Page:
        """Fill in and press. The page must still be the one that was read."""
        screen = self._reader.page
        if screen.url != sending.page.url:
            screen.goto(sending.page.url)
        written = sending.page.written.forms.index(sending.form)
        form = screen.locator("form").nth(written)
        for control in sending.form.visible:
            self._type(form, control, [value for name, value in sending.fields if name == control.name])
        for name, (file, content, kind) in sending.files:
            form.locator(f'[name="{name}"]').set_input_files({"name": file, "mimeType": kind, "buffer": content})
        assert sending.pressed is not None, f"no button at {screen.url}"
        place = form.evaluate(PLACE_OF_BUTTON, sending.form.buttons.index(sending.pressed))
        pressed = screen.locator("button, input").nth(place)
        with screen.expect_navigation(wait_until="load") as arriving:
            pressed.click()
        return self._seen(arriving.value, status)

    def close(self) -> None:
        self._reader.close()
        super().close()

    def _type(self, form: Locator, control: Control, wanted: list[str]) -> None:
        """Change one control by hand, if it must be changed: what is touched may ask for more by itself."""
        field = form.locator(f'[name="{control.name}"]')
        if control.kind in {"checkbox", "radio"}:
            for box in field.all():
                # Nobody takes back one of several but by another one.
                if (ticked := box.input_value() in wanted) or control.kind == "checkbox":
                    box.set_checked(ticked)
        elif control.values == wanted:
            return
        elif control.kind == "select":
            field.select_option(wanted)
        else:
            field.fill("".join(wanted))

    def _seen(self, answer: Response | None, status: int | None) -> Page:
        """The page on the screen, kept as a picture."""
        assert answer is not None
        went: list[str] = []
        step = answer.request.redirected_from
        while step is not None:
            went.insert(0, step.url)
            step = step.redirected_from
        page = Page(self, answer.url, answer.status, self._kept(), tuple(went), answer.all_headers())
        allowed = answer.status < 500 if status is None else answer.status == status
        assert allowed, f"{answer.status} at {answer.url}: {page.words[:600]}"
        return page

    def _kept(self) -> str:
        """What stands on the screen, with a picture. One that moves on by itself is read where it comes to."""
        name = f"{self._name}-{next(self._pictures):02d}"
        for _look in range(LOOKS):
            with suppress(Error):
                self._reader.keep(name)
                html = self._reader.page.content()
                return WITHOUT_SCRIPT.sub("", html) if self._reader.javascript else html
            self._reader.page.wait_for_load_state()
        raise AssertionError(f"{self._reader.page.url} never stands still")
