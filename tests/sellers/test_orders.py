"""Orders to ship: the list by what it waits for, one order, packing, shipping, cancelling, giving time."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.models import Deadline
from escrow.states import HoldState
from marketplace.catalog.models import Sku
from marketplace.orders.models import ClosedBy, Order
from tests import make

DAY = timedelta(days=1)


def _said(client: Client, address: str, sent: dict[str, str]) -> list[str]:
    """What the page says after a post."""
    return [str(message) for message in client.post(address, sent, follow=True).context["messages"]]


def _at(order: Order, rest: str = "") -> str:
    return f"/sell/orders/{order.reference}/{rest}"


def test_orders_stand_in_tabs_with_counts(seller: Client, sku: Sku) -> None:
    waiting = make.paid_order(sku=sku)
    packing = make.packed_order(sku=sku)
    make.shipped_order(sku=sku)
    make.placed_order(sku=sku)
    response = seller.get("/sell/orders/")
    counts = {str(tab["name"]): tab["count"] for tab in response.context["tabs"]}
    assert counts == {
        "To ship": 2,
        "Shipped": 1,
        "To review": 0,
        "Money back": 0,
        "Not paid yet": 1,
        "Completed": 0,
        "Closed": 0,
        "All": 4,
    }
    assert {facts.order for facts, _line in response.context["rows"]} == {waiting, packing}


def test_the_page_of_shipping_says_what_goes_in_and_both_pages_lead_to_the_goods(seller: Client, sku: Sku) -> None:
    order = make.packed_order(sku=sku)
    for rest in ("", "shipment/"):
        page = seller.get(_at(order, rest)).content.decode()
        told = (order.lines.get().title, "× 1", f'href="{reverse("sellers:listing_edit", args=[sku.listing_id])}"')
        assert [words for words in told if words not in page] == []


def test_an_empty_tab_draws_the_way_of_the_money_for_whoever_sells(seller: Client) -> None:
    page = seller.get("/sell/orders/").content.decode()
    assert ("chooses and pays" in page, "ship, then wait" in page, "choose and pay" in page) == (True, True, False)


@pytest.mark.parametrize("rest", ["", "packing/", "shipment/", "extension/", "cancellation/"])
def test_a_reference_with_a_nul_is_no_order(seller: Client, sku: Sku, rest: str) -> None:
    make.paid_order(sku=sku)
    assert seller.post(f"/sell/orders/%00/{rest}").status_code == 404
    assert _said(seller, "/sell/orders/packing/", {"o": "\0"}) == ["Choose one order or more first."]


def test_another_shops_orders_are_not_listed(stranger: Client, sku: Sku) -> None:
    make.paid_order(sku=sku)
    assert stranger.get("/sell/orders/?tab=all").context["rows"] == []


def test_an_order_says_where_its_money_is_and_what_to_do(seller: Client, sku: Sku) -> None:
    order = make.paid_order(sku=sku)
    response = seller.get(_at(order))
    line = response.context["line"]
    assert line.title == "¥128.00 is held for you"
    assert [(action.name, action.method, action.url) for action in line.actions] == [
        ("ship", "get", _at(order, "shipment/")),
        ("start_packing", "post", _at(order, "packing/")),
        ("cancel", "get", _at(order, "cancellation/")),
    ]
    assert "138 0000 1234" in response.content.decode()


def test_looking_at_an_order_proves_that_the_seller_knows_and_a_head_does_not(seller: Client, sku: Sku) -> None:
    order = make.paid_order(sku=sku)
    known = Deadline.objects.filter(subject_type="order", subject_id=order.pk, kind="ship_latest")
    seller.head(_at(order))
    assert known.get().noticed_at is None
    seller.get(_at(order))
    assert known.get().noticed_at is not None


def test_packing_is_marked_once(seller: Client, sku: Sku) -> None:
    order = make.paid_order(sku=sku)
    assert _said(seller, _at(order, "packing/"), {"idempotency_key": "k"}) == ["Marked as being packed."]
    assert _said(seller, _at(order, "packing/"), {"idempotency_key": "k"}) == ["Marked as being packed."]
    assert _said(seller, _at(order, "packing/"), {"idempotency_key": "other"}) == [
        "This order is being packed already."
    ]
    assert make.read(order).packed_at is not None


def test_several_are_marked_together_and_one_that_refuses_stops_none(
    seller: Client, stranger: Client, sku: Sku
) -> None:
    first, second, shipped = make.paid_order(sku=sku), make.paid_order(sku=sku), make.shipped_order(sku=sku)
    chosen = {"o": [first.reference, second.reference, shipped.reference, "nonsense"]}
    stranger.post("/sell/orders/packing/", chosen)
    assert Order.objects.exclude(packed_at=None).count() == 0
    said = [str(message) for message in seller.post("/sell/orders/packing/", chosen, follow=True).context["messages"]]
    assert said == [
        f"{shipped.reference}: This order has been shipped already.",
        "2 orders are marked as being packed.",
    ]
    assert set(Order.objects.exclude(packed_at=None)) == {first, second}


def test_choosing_none_is_said(seller: Client) -> None:
    assert _said(seller, "/sell/orders/packing/", {}) == ["Choose one order or more first."]


def test_shipping_asks_for_carrier_and_number(seller: Client, sku: Sku) -> None:
    order = make.paid_order(sku=sku)
    sent = {"carrier": "SF Express", "number": " sf1492 0068 317", "idempotency_key": "k"}
    said = ["Shipped. The buyer is told, and the courier is asked to report."]
    assert _said(seller, _at(order, "shipment/"), sent) == said
    assert _said(seller, _at(order, "shipment/"), sent) == said
    parcel = make.read(order).shipment
    assert (parcel.carrier, parcel.number) == ("SF Express", "SF14920068317")


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        (
            {"carrier": "SF Express", "number": "??"},
            "number",
            "Write the tracking number: 4 to 40 letters, figures or hyphens.",
        ),
        ({"carrier": "", "number": "SF1234567890"}, "carrier", "This field is required."),
    ],
)
def test_a_number_nobody_can_read_comes_back_with_words(
    seller: Client, sku: Sku, sent: dict[str, str], field: str, words: str
) -> None:
    order = make.paid_order(sku=sku)
    response = seller.post(_at(order, "shipment/"), sent)
    assert (response.status_code, response.context["form"].errors) == (422, {field: [words]})
    assert f'value="{sent["number"]}"' in response.content.decode()
    assert not hasattr(make.read(order), "shipment")


def test_what_is_shipped_says_so_instead_of_a_form(seller: Client, sku: Sku) -> None:
    order = make.shipped_order(sku=sku)
    page = seller.get(_at(order, "shipment/")).content.decode()
    assert "That cannot be done with this order now." in page
    response = seller.post(_at(order, "shipment/"), {"carrier": "ZTO", "number": "ZT12345678"})
    assert response.context["form"].non_field_errors() == ["This order has been shipped already."]


def test_cancelling_needs_a_reason_and_pays_back_at_once(seller: Client, sku: Sku) -> None:
    order = make.paid_order(sku=sku)
    assert seller.post(_at(order, "cancellation/"), {"reason": "  "}).context["form"].errors == {
        "reason": ["This field is required."]
    }
    sent = {"reason": "The kiln broke.", "idempotency_key": "k"}
    assert _said(seller, _at(order, "cancellation/"), sent) == ["Cancelled. The money goes back to the buyer."]
    after = make.read(order)
    assert (after.hold.state, after.closed_by, after.closed_reason) == (
        HoldState.REFUNDED,
        ClosedBy.SELLER,
        "The kiln broke.",
    )
    assert seller.get(_at(order)).context["line"].title == "¥128.00 is on its way back to Lin Yue"


def test_more_time_is_given_once_a_form(seller: Client, sku: Sku, now: datetime) -> None:
    order = make.delivered_order(sku=sku)
    sent = {"seconds": str(5 * 86400), "idempotency_key": "k"}
    assert _said(seller, _at(order, "extension/"), sent) == ["The buyer has more time now."]
    assert _said(seller, _at(order, "extension/"), sent) == ["The buyer has more time now."]
    due = Deadline.objects.get(subject_type="hold", subject_id=order.hold_id, kind="release").due_at
    assert due == now + 12 * DAY
    assert seller.post(_at(order, "extension/"), {"seconds": "86400"}).status_code == 422


def test_an_unknown_reference_is_not_found(seller: Client) -> None:
    assert seller.get("/sell/orders/2611-000000-00/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long_it_is(
    seller: Client, sku: Sku, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        make.paid_order(sku=sku)
    # session, user, shop, clock, page count, orders, lines, deadlines, refunds, tab counts, the frame
    with django_assert_num_queries(11):
        seller.get("/sell/orders/")


def test_an_order_takes_few_queries(
    seller: Client, sku: Sku, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = make.delivered_order(sku=sku)
    seller.get(_at(order))
    # session, user, shop, clock, order; deadlines, refunds, charges, records, parcel, lines; 2 x notice, talk, frame
    with django_assert_num_queries(15):
        seller.get(_at(order))
