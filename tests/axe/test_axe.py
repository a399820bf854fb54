"""Every page in a real browser: axe finds nothing, nothing runs off the side, the console is quiet.

`make test` looks at each page once, the eight combinations of language, theme and width in turn; `--long` at all eight,
and at each form as it comes back with errors.
SCREENSHOTS=<folder> keeps a picture of each page; WIDTH=<px> overrules the width.
"""

import os
import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.urls import resolve

from tests.axe.reader import LOOKS, Reader, findings, look_of
from tests.axe.table import PAGES
from tests.axe.world import World

#: A form that has come back.
ERRORS = 422


@pytest.mark.parametrize(
    ("name", "turn"),
    [
        pytest.param(
            name, turn, id=f"{name}-{turn}", marks=() if turn == 0 and row.status != ERRORS else pytest.mark.long
        )
        for turn in range(len(LOOKS))
        for name, row in PAGES.items()
    ],
)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(name: str, turn: int, reader: Reader, world: World) -> None:
    row = PAGES[name]
    language, scheme, width = look_of(list(PAGES).index(name), turn)
    answer = row.reach(world, language)
    place = answer.wsgi_request.path
    assert (answer.status_code, answer["Content-Type"]) == (row.status, "text/html; charset=utf-8")
    assert row.of == "" or row.of == resolve(place).view_name
    width = int(os.environ.get("WIDTH", width))
    page = reader.open(answer, place, (language, scheme, width))
    if folder := os.environ.get("SCREENSHOTS"):
        file = f"{re.sub('[^0-9a-z]+', '-', name)}-{language}-{scheme}-{width}.png"
        page.screenshot(path=Path(folder) / file, full_page=True)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert reader.errors == []


def test_axe_does_find_what_is_wrong(reader: Reader) -> None:
    wrong = """<!doctype html><html lang="en"><title>Wrong</title><main><h1>Wrong</h1><p style="color: #bbb">Pale</p>
    <button style="width: 9px; height: 9px; padding: 0" aria-label="a"></button
    ><button style="width: 9px; height: 9px; padding: 0" aria-label="b"></button><input></main></html>"""
    page = reader.open(HttpResponse(wrong), "/", ("en", "light", 1280))
    assert {rule for rule, _html in findings(page)} == {"color-contrast", "label", "target-size"}
