"""Fields that stand beside one another: one line for their labels, one for what is filled in."""

import pytest
from django.test import Client

from tests import make
from tests.axe.conftest import reader
from tests.axe.reader import Reader

__all__ = ["reader"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_labels_and_controls_stand_on_one_line_each_whichever_has_a_hint(
    language: str, reader: Reader, client: Client
) -> None:
    basket = make.basket()
    assert basket.owner is not None
    client.force_login(basket.owner)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    page = reader.open(client.get("/checkout/"), "/checkout/", (language, "light", 1280))
    assert page.locator(".fields.two .hint").count() == 1
    pairs = [
        [page.locator(f"{of}id_{name}{end}").bounding_box() for name in ("recipient", "phone")]
        for of, end in (("label[for=", "]"), ("#", ""))
    ]
    labels, controls = ([box["y"] for box in pair if box] for pair in pairs)
    assert labels == [labels[0]] * 2
    assert controls == [controls[0]] * 2
