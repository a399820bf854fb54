"""A person at a browser without JavaScript: opens pages, fills in the forms that stand there, presses their buttons."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings

from marketplace.users.models import User
from tests.journeys.pages import Button, FormOnPage, Written, read

PATIENCE = 60.0
FINE = 200


@dataclass(frozen=True)
class Page:
    """An answer, after all redirects; `went` are the addresses on the way."""

    reader: "Person"
    url: str
    status: int
    html: str
    went: tuple[str, ...] = ()
    headers: Mapping[str, str] | None = None

    @cached_property
    def written(self) -> Written:
        return read(self.html)

    @property
    def words(self) -> str:
        """What there is to read, in one line."""
        return self.written.words

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def says(self, words: str) -> bool:
        return words in self.words

    def forms(self, action: str = "", button: str = "") -> "list[Form]":
        """The forms whose address matches the pattern `action` and that have a button with the words `button`."""
        found = [Form(self, written) for written in self.written.forms]
        return [form for form in found if re.search(action, form.address) and form.has(button)]

    def form(self, action: str = "", button: str = "") -> "Form":
        """The one form that is meant."""
        found = self.forms(action, button)
        addresses = [form.address for form in self.forms()]
        assert len(found) == 1, f"{len(found)} forms {action!r} {button!r} at {self.url}: {addresses}\n{self.words}"
        return found[0]

    def link(self, words: str = "", to: str = "") -> str:
        """The address of the first link with these words whose address matches the pattern `to`."""
        found = [href for said, href in self.written.links if words in said and re.search(to, href)]
        assert found, f"no link {words!r} {to!r} at {self.url}: {self.written.links}"
        return urljoin(self.url, found[0])

    def follow(self, words: str = "", to: str = "") -> "Page":
        return self.reader.open(self.link(words, to))


@dataclass(frozen=True)
class Sending:
    """What pressing a button will send; can be sent several times, at the same time as others."""

    reader: "Person"
    method: str
    url: str
    fields: list[tuple[str, str]]
    files: list[tuple[str, tuple[str, bytes, str]]]
    multipart: bool
    page: Page
    form: FormOnPage
    pressed: Button | None

    def send(self, status: int | None = None) -> Page:
        """Send it and follow where it leads. Fails unless the answer is `status` (None: anything below 500)."""
        return self.reader.send(self, status)


class Form:
    """A form on a page that somebody has open."""

    def __init__(self, page: Page, written: FormOnPage) -> None:
        self.page = page
        self.written = written

    @property
    def address(self) -> str:
        return urljoin(self.page.url, self.written.action)

    def has(self, button: str) -> bool:
        return not button or any(button in found.words for found in self.written.buttons)

    def fill(self, *, button: str = "", files: Mapping[str, Any] | None = None, **fields: object) -> Sending:
        """Fill in by name, press `button` (by its words; the first unless named). Fields that are not there fail.

        A list gives several values; None empties. What is required and empty fails, as a browser would refuse it.
        """
        values = {control.name: list(control.values) for control in self.written.controls}
        for control in self.written.controls:
            if control.kind in {"checkbox", "radio"}:
                values[control.name] = [
                    value for same in self.written.controls if same.name == control.name for value in same.values
                ]
        for name, value in fields.items():
            assert name in values, f"no field {name!r} at {self.page.url}; there are {sorted(values)}"
            values[name] = [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]
        self._refuse_empty(values, files or {})
        sent = [(name, value) for name, several in values.items() for value in several]
        pressed = self._pressed(button)
        if pressed is not None and pressed.name:
            sent.append((pressed.name, pressed.value))
        attributes = {} if pressed is None else pressed.attributes
        return Sending(
            self.page.reader,
            attributes.get("formmethod", self.written.method).lower(),
            urljoin(self.page.url, attributes.get("formaction", self.written.action)),
            sent,
            list((files or {}).items()),
            "multipart" in self.written.attributes.get("enctype", ""),
            self.page,
            self.written,
            pressed,
        )

    def submit(self, *, status: int | None = FINE, button: str = "", **fields: Any) -> Page:
        """Fill in, press, follow."""
        return self.fill(button=button, **fields).send(status)

    def _pressed(self, button: str) -> Button | None:
        return next((found for found in self.written.buttons if button in found.words), None)

    def _refuse_empty(self, values: Mapping[str, list[str]], files: Mapping[str, Any]) -> None:
        empty = [
            control.name
            for control in self.written.controls
            if control.required and not any(values[control.name]) and control.name not in files
        ]
        assert empty == [], f"{empty} must be filled in at {self.page.url}"


class Person:
    """Somebody with cookies of their own. `user` is theirs on the site, once there is one."""

    def __init__(self, site_url: str, *, language: str = "en", user: User | None = None) -> None:
        self.site_url = site_url
        self.user = user
        self.browser = requests.Session()
        # A kept connection may be closed by the server in the moment it is used again.
        self.browser.headers["Connection"] = "close"
        self.browser.trust_env = False
        self.browser.headers.update({"Accept-Language": language, "User-Agent": "a person"})

    def keep_session(self, key: str) -> None:
        """Be signed in from now on."""
        self.browser.cookies.set(settings.SESSION_COOKIE_NAME, key)

    def open(self, address: str, status: int | None = FINE) -> Page:
        """GET an address of the site (or of anywhere, in full)."""
        url = urljoin(self.site_url, address)
        return self._page(self.browser.get(url, timeout=PATIENCE), status)

    def download(self, address: str) -> str:
        """A file, which no browser shows."""
        return Person.open(self, address).html

    def send(self, sending: Sending, status: int | None) -> Page:
        """As a browser sends a form: with where it came from."""
        parts = urlsplit(sending.page.url)
        headers = {"Referer": sending.page.url, "Origin": f"{parts.scheme}://{parts.netloc}"}
        if sending.method == "get":
            answer = self.browser.get(sending.url, params=sending.fields, headers=headers, timeout=PATIENCE)
        elif sending.multipart:
            parted: list[tuple[str, Any]] = [(name, (None, value)) for name, value in sending.fields]
            answer = self.browser.post(sending.url, files=parted + sending.files, headers=headers, timeout=PATIENCE)
        else:
            answer = self.browser.post(sending.url, data=sending.fields, headers=headers, timeout=PATIENCE)
        return self._page(answer, status)

    def _page(self, answer: requests.Response, status: int | None) -> Page:
        went = tuple(step.url for step in answer.history)
        page = Page(self, answer.url, answer.status_code, answer.text, went, answer.headers)
        allowed = answer.status_code < 500 if status is None else answer.status_code == status
        assert allowed, f"{answer.status_code} at {answer.url}: {page.words[:600]}"
        return page

    def close(self) -> None:
        self.browser.close()
