"""A page as a reader without JavaScript has it: its words, its links, and its forms with everything hidden in them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

WITHOUT_END = {"br", "hr", "img", "input", "link", "meta", "source", "path", "use", "rect", "circle", "line", "wbr"}
SILENT = {"script", "style", "template", "title"}
WITHOUT_VALUE = {"submit", "image", "button", "reset", "file"}

Attributes = dict[str, str]


@dataclass
class Control:
    """Something in a form that has a name. `values` is what it would send if the form were sent now."""

    name: str
    kind: str
    values: list[str]
    attributes: Attributes
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        return "required" in self.attributes


@dataclass
class Button:
    """A button that sends the form."""

    name: str
    value: str
    attributes: Attributes
    words: str = ""


@dataclass
class FormOnPage:
    """A form as it was written; `action` as it stands there."""

    attributes: Attributes
    controls: list[Control] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    @property
    def action(self) -> str:
        return self.attributes.get("action", "")

    @property
    def method(self) -> str:
        return self.attributes.get("method", "get").lower()

    @property
    def visible(self) -> list[Control]:
        """What a person fills in: radio buttons of one name count once."""
        shown = [control for control in self.controls if control.kind != "hidden"]
        return list({control.name: control for control in shown}.values())


@dataclass
class Written:
    """What a parser found."""

    words: str
    title: str
    links: list[tuple[str, str]]
    forms: list[FormOnPage]


def read(html: str) -> Written:
    """Parse a page."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return Written(_plain(parser.words), _plain(parser.title), parser.links, parser.forms)


def _plain(words: list[str]) -> str:
    return re.sub(r"\s+", " ", "".join(words)).strip()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.title: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[FormOnPage] = []
        self._open: list[str] = []
        self._form: FormOnPage | None = None
        self._select: Control | None = None
        self._option: tuple[Attributes, list[str]] | None = None
        self._listening: list[tuple[str, list[str], Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in WITHOUT_END:
            self._open.append(tag)
        if tag == "form":
            self._form = FormOnPage(attributes)
            self.forms.append(self._form)
        elif tag == "a":
            self._listening.append((tag, [], attributes))
        elif tag == "input":
            self._input(attributes)
        elif tag == "select":
            self._select = Control(attributes.get("name", ""), "select", [], attributes)
            self._add(self._select)
        elif tag == "option":
            self._end_option()
            self._option = (attributes, [])
        elif tag == "textarea":
            control = Control(attributes.get("name", ""), "textarea", [], attributes)
            self._add(control)
            self._listening.append((tag, [], control))
        elif tag == "button" and attributes.get("type", "submit") == "submit":
            button = Button(attributes.get("name", ""), attributes.get("value", ""), attributes)
            self._add(button)
            self._listening.append((tag, [], button))
        if tag in {"p", "li", "td", "th", "div", "h1", "h2", "h3", "dt", "dd", "br", "section", "span"}:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass
        if tag == "form":
            self._form = None
        elif tag in {"option", "select"}:
            self._end_option()
            if tag == "select":
                self._end_select()
        if self._listening and self._listening[-1][0] == tag:
            _tag, words, what = self._listening.pop()
            self._heard(tag, words, what)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title.append(data)
        if not SILENT.intersection(self._open):
            self.words.append(data)
        for _tag, words, _what in self._listening:
            words.append(data)
        if self._option:
            self._option[1].append(data)

    def _heard(self, tag: str, words: list[str], what: Any) -> None:
        if tag == "a":
            self.links.append((_plain(words), what.get("href", "")))
        elif tag == "textarea":
            what.values = ["".join(words).removeprefix("\n")]
        else:
            what.words = _plain(words)

    def _input(self, attributes: Attributes) -> None:
        kind = attributes.get("type", "text")
        name = attributes.get("name", "")
        if kind in {"submit", "image"}:
            self._add(Button(name, attributes.get("value", ""), attributes, attributes.get("value", "")))
        elif name and "disabled" not in attributes:
            ticked = kind not in {"checkbox", "radio"} or "checked" in attributes
            value = attributes.get("value", "on" if kind in {"checkbox", "radio"} else "")
            values = [value] if ticked and kind not in WITHOUT_VALUE else []
            self._add(Control(name, kind, values, attributes, {value: ""} if kind in {"checkbox", "radio"} else {}))

    def _end_option(self) -> None:
        if self._option and self._select:
            attributes, words = self._option
            value = attributes.get("value", _plain(words))
            self._select.choices[value] = _plain(words)
            if "selected" in attributes:
                self._select.values = [value]
        self._option = None

    def _end_select(self) -> None:
        if self._select and not self._select.values and self._select.choices:
            self._select.values = [next(iter(self._select.choices))]
        self._select = None

    def _add(self, what: Control | Button) -> None:
        owner = self._form
        if "form" in what.attributes:
            owner = next(f for f in self.forms if f.attributes.get("id") == what.attributes["form"])
        if owner is None:
            return
        if isinstance(what, Button):
            owner.buttons.append(what)
        else:
            owner.controls.append(what)
