"""Numbers and amounts as nobody should write them: refused in words with nothing stored, or understood."""

import html
from dataclasses import dataclass
from typing import Any

import pytest

from escrow.payments.models import Decision
from marketplace.catalog.models import Category, Shop, Sku
from marketplace.orders.models import BasketLine
from tests.access import asking
from tests.access.scene import Scene

#: No form reads these, whatever it asks for. Of a repeated key the last counts.
NEVER = (
    "-1",
    "1e9",
    "1e30",
    "NaN",
    "Infinity",
    "-Infinity",
    ["5", "-1"],
    "",
    "twelve",
    "0x10",
    "½",
    "9" * 17,
    "1 000 x",
)
NO_WHOLE_NUMBER = ("1.5", "1,000", "1.5.0")
NO_AMOUNT = ("12,50", "1_0", "1.234", "٣")
NOTHING = ("0", "-0")

SHOP = {"name": "A new name", "region": "Lishui", "shipping_price": "1", "free_above": "", "ship_promise": "24"}
GOODS = {"title": "New tea", "price": "1", "stock": "1", "description": ""}
FIVE = "provider:sandbox capital:host 500 CNY"
CAPITAL = {"amount": "1", "gateway": "sandbox", "reference": "B-1", "reason": "More promotions.", "seen": FIVE}


@dataclass(frozen=True)
class Field:
    """Who fills it in, where, what is sent along, its name, what it cannot be besides `NEVER`."""

    who: str
    place: str
    sent: dict[str, Any]
    name: str
    more: tuple[str, ...]


FIELDS = {
    "postage of a new shop": Field("buyer", "/sell/open/", SHOP, "shipping_price", NO_AMOUNT),
    "free postage of a new shop": Field("buyer", "/sell/open/", SHOP, "free_above", NO_AMOUNT + NOTHING),
    "postage": Field("seller", "/sell/shop/", SHOP, "shipping_price", NO_AMOUNT),
    "free postage": Field("seller", "/sell/shop/", SHOP, "free_above", NO_AMOUNT + NOTHING),
    "hours": Field("seller", "/sell/shop/", SHOP, "ship_promise", NO_WHOLE_NUMBER + NOTHING),
    "price": Field("seller", "/sell/listings/new/", GOODS, "price", NO_AMOUNT + NOTHING),
    "pieces": Field("seller", "/sell/listings/new/", GOODS, "stock", NO_WHOLE_NUMBER),
    "price of a variant": Field("seller", "/sell/listings/{listing}/", GOODS, "v-0-price", NO_AMOUNT + NOTHING),
    "pieces of a variant": Field("seller", "/sell/listings/{listing}/", GOODS, "v-0-stock", NO_WHOLE_NUMBER),
    "payout": Field("seller", "/sell/money/payout/", {}, "amount", NO_AMOUNT + NOTHING),
    "capital": Field("operator", "/staff/by-hand/capital_in/", CAPITAL, "amount", NO_AMOUNT + NOTHING),
}
MAY_BE_EMPTY = {"free_above"}


def _form(scene: Scene, place: str, sent: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The address, and what is sent to it but for the field in question."""
    (listing,), (sku,) = scene.args["listing"], scene.args["sku"]
    if sent is not GOODS:
        return place, sent
    row = {"sku_id": sku, "seen": 10, "name": "", "price": "5", "stock": "10"}
    rows = {"v-TOTAL_FORMS": 1, "v-INITIAL_FORMS": 1, **{f"v-0-{name}": value for name, value in row.items()}}
    return place.format(listing=listing), {**sent, **rows, "category": Category.objects.order_by("pk")[0].pk}


def _errors(context: Any, field: str) -> list[str]:
    form = context["rows"][0] if field.startswith("v-0-") else context["form"]
    assert list(form.errors) == [field.removeprefix("v-0-")]
    return list(form.errors[field.removeprefix("v-0-")])


@pytest.mark.parametrize("field", FIELDS.values(), ids=list(FIELDS))
def test_what_is_no_such_number_comes_back_as_it_was_typed_and_nothing_is_stored(field: Field, scene: Scene) -> None:
    place, good = _form(scene, field.place, field.sent)
    browser = scene.browser(field.who)
    with asking.watched() as changed:
        for typed in (*NEVER, *field.more):
            if typed == "" and field.name in MAY_BE_EMPTY:
                continue
            answer = browser.post(place, {**good, field.name: typed})
            last = typed if isinstance(typed, str) else typed[-1]
            (words,) = _errors(answer.context, field.name)
            page = html.unescape(answer.content.decode())
            shown = (f'value="{last}"' in page or last == "", words in page, words.endswith("."))
            assert (typed, answer.status_code, shown) == (typed, 422, (True, True, True))
    assert changed - asking.SESSIONS == set()


@pytest.mark.parametrize("typed", [*NEVER, *NO_WHOLE_NUMBER, "1000"])
def test_what_is_no_number_of_pieces_changes_no_basket(typed: Any, scene: Scene) -> None:
    (sku,) = scene.args["sku"]
    browser = scene.browser("buyer")
    with asking.watched() as changed:
        for least, place in ((1, "/basket/"), (0, f"/basket/lines/{sku}/")):
            page = browser.post(place, {"sku": sku, "quantity": typed}, follow=True).content.decode()
            assert f"Take a whole number from {least} to 999." in page
    assert changed - asking.SESSIONS == set()


def test_figures_as_they_are_written_in_china_are_understood(scene: Scene) -> None:
    place, good = _form(scene, "/sell/listings/{listing}/", GOODS)
    seller, sku = scene.browser("seller"), int(str(scene.args["sku"][0]))
    assert seller.post(place, {**good, "v-0-price": "￥１，２８０．５", "v-0-stock": "１２"}).status_code == 302
    assert Sku.objects.filter(pk=sku).values_list("price", "stock").get() == (128050, 12)
    assert seller.post("/sell/shop/", {**SHOP, "shipping_price": "８", "free_above": "1,000"}).status_code == 302
    assert Shop.objects.filter(name="A new name").values_list("shipping_price", "free_above").get() == (800, 100_000)
    assert scene.browser("operator").post("/staff/by-hand/capital_in/", {**CAPITAL, "amount": "５"}).status_code == 302
    assert Decision.objects.get(kind="capital_in").data["amount"] == 500
    scene.browser("buyer").post("/basket/", {"sku": sku, "quantity": "３"})
    assert BasketLine.objects.get(sku=sku).quantity == 4
