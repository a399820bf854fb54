"""An address with something strange in the place of an order's number leads nowhere."""

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.urls.converters import IntConverter, StringConverter

from tests import make
from tests.access.routes import named

#: By the name of each address that takes whatever stands there: what is asked of it.
ANYTHING = {
    name: {part: 1 if isinstance(one, IntConverter) else "a\0b" for part, one in address.pattern.converters.items()}
    for name, address in named()
    if address.name and any(type(one) is StringConverter for one in address.pattern.converters.values())
}


@pytest.mark.parametrize("number", ["\0", "a\0b", "\ud800", "\u202e", "{{7*7}}", "<script>", "..", "'; --"])
@pytest.mark.parametrize(
    "place", ["/sell/orders/{}/", "/sell/orders/{}/shipment/", "/buy/orders/{}/", "/buy/shops/{}/question/"]
)
def test_a_strange_number_of_an_order_leads_nowhere(place: str, number: str) -> None:
    with pytest.raises(Resolver404):
        resolve(place.format(number))


def test_a_number_of_an_order_leads_to_it() -> None:
    assert resolve("/sell/orders/2611-896414-53/").view_name == "sellers:order"


@pytest.mark.django_db
def test_a_sign_that_no_database_keeps_is_no_fault_in_any_address() -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(make.operator())
    assert len(ANYTHING) > 8
    for name, parts in ANYTHING.items():
        place = reverse(name, kwargs=parts)
        for ask in (browser.get, browser.post):
            assert (name, ask(place).status_code < 500) == (name, True)
