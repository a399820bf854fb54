"""Who may keep a page: nobody but the browser of its reader."""

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["/", "/search/", "/reviews/", "/no-such-page/"])
def test_a_page_for_everybody_is_kept_by_nobody_on_the_way(client: Client, place: str) -> None:
    client.force_login(make.user("Lin Yue"))
    assert client.get(place)["Cache-Control"] == "private, no-cache"
    assert Client().get(place)["Cache-Control"] == "private, no-cache"


def test_pages_of_the_account_are_kept_by_nobody_at_all(client: Client) -> None:
    assert "no-store" in client.get("/accounts/login/")["Cache-Control"]
