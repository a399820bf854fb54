"""The page of pieces for those who read from the right."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.axe.conftest import reader
from tests.axe.reader import Reader

__all__ = ["reader"]

pytestmark = pytest.mark.django_db


def test_a_line_is_turned_round_for_those_who_read_from_the_right(
    reader: Reader, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    page = reader.open(client.get("/kit/?dir=rtl"), "/kit/?dir=rtl", ("en", "light", 1280))
    buyer, seller = (page.locator(f".custody.page .{station}").first.bounding_box() for station in ("w1", "w3"))
    assert buyer is not None
    assert seller is not None
    assert buyer["x"] > seller["x"]
    turned = page.locator(".custody.page .cline > svg").first.evaluate("line => getComputedStyle(line).transform")
    assert turned == "matrix(-1, 0, 0, 1, 0, 0)"
