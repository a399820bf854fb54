from datetime import datetime
from typing import Any

import pytest

from core.errors import DomainError, Invalid
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.models import Sku
from marketplace.orders.actions import basket as baskets
from marketplace.orders.models import Basket
from marketplace.orders.quote import quote_of
from tests import make

pytestmark = pytest.mark.django_db


def _content(basket: Basket) -> dict[int, int]:
    return dict(basket.lines.values_list("sku_id", "quantity"))


def test_every_change_raises_the_version(now: datetime) -> None:
    basket = baskets.basket_of_user(make.user(), now=now)
    first, second = make.sku(), make.sku()
    baskets.add_line(basket, first.pk, 2, now=now)
    baskets.add_line(basket, first.pk, 1, now=now)
    baskets.add_line(basket, second.pk, 1, now=now)
    baskets.set_quantity(basket, first.pk, 5, now=now)
    baskets.set_quantity(basket, second.pk, 0, now=now)
    assert (basket.version, _content(basket)) == (5, {first.pk: 5})


@pytest.mark.parametrize("quantity", [0, -1, 1000, 10**9, 1.5, float("nan"), True, [1], "1"])
def test_a_quantity_that_is_no_number_of_pieces_is_refused(quantity: Any, now: datetime) -> None:
    basket = baskets.basket_of_user(make.user(), now=now)
    with pytest.raises(Invalid) as refused:
        baskets.add_line(basket, make.sku().pk, quantity, now=now)
    assert (refused.value.code, refused.value.field, _content(basket)) == ("quantity_out_of_bounds", "quantity", {})


def test_no_more_than_there_is_goes_in(now: datetime) -> None:
    sku = make.sku(make.listing(stock=3))
    basket = baskets.basket_of_user(make.user(), now=now)
    baskets.add_line(basket, sku.pk, 2, now=now)
    with pytest.raises(DomainError) as refused:
        baskets.add_line(basket, sku.pk, 2, now=now)
    assert refused.value.words == f"Only 3 of “{sku.listing.title}” are left."
    with pytest.raises(DomainError) as refused:
        baskets.set_quantity(basket, sku.pk, 4, now=now)
    assert (refused.value.code, _content(basket)) == ("sold_out", {sku.pk: 2})


def test_a_draft_and_what_was_taken_down_cannot_be_put_in(now: datetime) -> None:
    basket = baskets.basket_of_user(make.user(), now=now)
    hidden = make.listing()
    take_down_listing(hidden, now=now)
    for sku_id in (make.sku(make.listing(live=False)).pk, make.sku(hidden).pk, 10**12):
        with pytest.raises(DomainError) as refused:
            baskets.add_line(basket, sku_id, 1, now=now)
        assert refused.value.code == "not_for_sale"


def test_nobody_buys_from_their_own_shop(now: datetime) -> None:
    shop = make.shop()
    basket = baskets.basket_of_user(shop.owner, now=now)
    with pytest.raises(DomainError) as refused:
        baskets.add_line(basket, make.sku(make.listing(shop)).pk, 1, now=now)
    assert refused.value.code == "own_goods"


def test_a_basket_has_an_end(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baskets, "MOST_LINES", 2)
    basket = make.basket(wanted={make.sku(): 1, make.sku(): 1})
    with pytest.raises(DomainError) as refused:
        baskets.add_line(basket, make.sku().pk, 1, now=now)
    assert refused.value.code == "basket_full"


def test_signing_in_brings_the_visitors_basket_along(now: datetime) -> None:
    both, theirs, mine = make.sku(), make.sku(), make.sku()
    user = make.user()
    visitor = baskets.basket_of_session("a-token", now=now)
    baskets.add_line(visitor, both.pk, 3, now=now)
    baskets.add_line(visitor, theirs.pk, 1, now=now)
    basket = make.basket(user, {both: 2, mine: 1})
    before = basket.version
    merged = baskets.merge("a-token", user, now=now)
    assert _content(merged) == {both.pk: 3, theirs.pk: 1, mine.pk: 1}
    assert merged.version == before + 1
    assert not Basket.objects.filter(session="a-token").exists()
    assert baskets.merge("a-token", user, now=now).version == before + 1


def test_signing_in_leaves_things_of_ones_own_shop_behind(now: datetime) -> None:
    shop = make.shop()
    visitor = baskets.basket_of_session("a-token", now=now)
    baskets.add_line(visitor, make.sku(make.listing(shop)).pk, 1, now=now)
    assert _content(baskets.merge("a-token", shop.owner, now=now)) == {}


def test_a_quote_says_what_stands_in_the_way_and_counts_the_rest(now: datetime) -> None:
    shop = make.shop(shipping_price=800, free_above=20_000)
    gone, low, good = (make.sku(make.listing(shop, title=title, price=9_000)) for title in ("Gone", "Low", "Good"))
    basket = make.basket(wanted={gone: 1, low: 2, good: 1})
    take_down_listing(gone.listing, now=now)
    Sku.objects.filter(pk=low.pk).update(received=1)
    Sku.objects.filter(pk=good.pk).update(price=9_500)
    quote = quote_of(basket)
    (order,) = quote.orders
    assert [(line.problem, line.words) for line in quote.lines] == [
        ("not_for_sale", "“Gone” is no longer for sale."),
        ("sold_out", "Only 1 of “Low” are left."),
        ("", ""),
    ]
    assert (order.goods.minor, order.shipping.minor, order.total.minor) == (9_500, 800, 10_300)
    assert order.to_free_shipping is not None
    assert (order.to_free_shipping.minor, quote.is_payable) == (10_500, False)
    before = quote.lines[2].price_before
    assert before is not None
    assert before.minor == 9_000


def test_a_quote_takes_one_query(now: datetime, django_assert_num_queries: Any) -> None:
    basket = make.basket(wanted={make.sku(): 1, make.sku(): 1, make.sku(): 1})
    with django_assert_num_queries(1):
        assert quote_of(basket).count == 3
