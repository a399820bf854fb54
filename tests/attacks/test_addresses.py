"""An address with something strange in the place of an order's number leads nowhere."""

import pytest
from django.urls import Resolver404, resolve


@pytest.mark.parametrize("number", ["\0", "a\0b", "\ud800", "\u202e", "{{7*7}}", "<script>", "..", "'; --"])
@pytest.mark.parametrize("place", ["/sell/orders/{}/", "/sell/orders/{}/shipment/", "/buy/orders/{}/"])
def test_a_strange_number_of_an_order_leads_nowhere(place: str, number: str) -> None:
    with pytest.raises(Resolver404):
        resolve(place.format(number))


def test_a_number_of_an_order_leads_to_it() -> None:
    assert resolve("/sell/orders/2611-896414-53/").view_name == "sellers:order"
