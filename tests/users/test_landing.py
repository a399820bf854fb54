"""Where signing in leads: back to where one came from, else to one's work."""

import pytest
from django.test import Client

from marketplace.users.models import User
from tests import make
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db


def people() -> list[User]:
    """A buyer, somebody with a shop, an operator."""
    seller = make.user(password=PASSWORD)
    make.shop(seller)
    return [make.user(password=PASSWORD), seller, make.operator(password=PASSWORD)]


def landed(user: User, **sent: str) -> str:
    known = {"login": user.email, "password": PASSWORD}
    return str(Client().post("/accounts/login/", known | sent)["Location"])


def test_everybody_finds_themselves_at_their_work() -> None:
    assert [landed(user) for user in people()] == ["/", "/sell/", "/staff/"]


def test_who_came_from_a_page_goes_back_there() -> None:
    found = [landed(user, next="/l/7/tea/?sku=3") for user in people()]
    assert found == ["/l/7/tea/?sku=3"] * 3


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("/", "/accounts/login/"),
        ("/search/?q=tea&sort=price", "/accounts/login/?next=%2Fsearch%2F%3Fq%3Dtea%26sort%3Dprice"),
        ("/basket/", "/accounts/login/?next=%2Fbasket%2F"),
        ("/accounts/signup/", "/accounts/login/"),
    ],
)
def test_the_link_to_sign_in_knows_the_page_it_stands_on(client: Client, page: str, link: str) -> None:
    assert f'<a href="{link}"' in client.get(page).content.decode()
