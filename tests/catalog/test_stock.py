"""Stock that cannot be oversold."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection, transaction

from core.errors import DomainError, Invalid
from marketplace.catalog.actions import stock
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.models import Sku
from tests import make
from tests.conftest import CommittedDatabase

BUYERS = 12


def numbers(sku: Sku) -> tuple[int, int, int, int]:
    return Sku.objects.values_list("received", "reserved", "sold", "stock").get(pk=sku.pk)


def test_what_is_reserved_cannot_be_bought_again(db: None) -> None:
    sku = make.sku(make.listing(stock=5))
    make.reserve({sku.pk: 3})
    assert numbers(sku) == (5, 3, 0, 2)


def test_more_than_is_left_is_refused_in_words(db: None) -> None:
    sku = make.sku(make.listing(stock=2, title="Peony hoop"))
    with pytest.raises(DomainError) as refusal:
        make.reserve({sku.pk: 3})
    assert (refusal.value.code, refusal.value.words) == ("sold_out", "Only 2 of “Peony hoop” are left.")


def test_the_last_piece_gone_names_the_title(db: None) -> None:
    sku = make.sku(make.listing(stock=1, title="Peony hoop"))
    make.reserve({sku.pk: 1})
    with pytest.raises(DomainError) as refusal:
        make.reserve({sku.pk: 1})
    assert (refusal.value.code, refusal.value.words) == ("sold_out", "“Peony hoop” is sold out.")


def test_a_refusal_takes_nothing_of_the_others(db: None) -> None:
    plenty, none = make.sku(make.listing(stock=9)), make.sku(make.listing(stock=1))
    with pytest.raises(DomainError), transaction.atomic():
        make.reserve({plenty.pk: 2, none.pk: 2})
    assert (numbers(plenty), numbers(none)) == ((9, 0, 0, 9), (1, 0, 0, 1))


def test_what_was_taken_down_is_not_for_sale(db: None, now: datetime) -> None:
    listing = make.listing(title="Peony hoop")
    take_down_listing(listing, now=now)
    with pytest.raises(DomainError) as refusal:
        make.reserve({make.sku(listing).pk: 1})
    assert (refusal.value.code, refusal.value.words) == ("not_for_sale", "“Peony hoop” is no longer for sale.")


def test_reserved_pieces_come_back_or_are_sold(db: None) -> None:
    sku = make.sku(make.listing(stock=5))
    make.reserve({sku.pk: 4})
    stock.release_reserved({sku.pk: 1})
    make.sell({sku.pk: 3})
    assert numbers(sku) == (5, 0, 3, 2)


def test_giving_back_what_was_not_reserved_is_a_bug(db: None) -> None:
    sku = make.sku(make.listing(stock=5))
    with pytest.raises(RuntimeError):
        stock.release_reserved({sku.pk: 1})
    assert stock.change("sell", {sku.pk: 1}) is not None
    assert numbers(sku) == (5, 0, 0, 5)


@pytest.mark.parametrize("quantity", [0, -1, 1.5, True])
def test_only_whole_numbers_above_nothing_are_quantities(db: None, quantity: int) -> None:
    sku = make.sku()
    with pytest.raises(ValueError, match="whole numbers"):
        make.reserve({sku.pk: quantity})


def test_a_new_count_keeps_what_was_sold_while_the_seller_was_counting(db: None) -> None:
    sku = make.sku(make.listing(stock=10))
    make.reserve({sku.pk: 2})
    stock.set_stock(sku.pk, stock=15, seen=10)
    assert numbers(sku) == (15, 2, 0, 13)
    stock.set_stock(sku.pk, stock=4)
    assert numbers(sku) == (6, 2, 0, 4)


def test_a_count_below_what_was_sold_is_refused(db: None) -> None:
    sku = make.sku(make.listing(stock=10))
    make.reserve({sku.pk: 8})
    with pytest.raises(DomainError) as refusal:
        stock.set_stock(sku.pk, stock=1, seen=10)
    assert refusal.value.code == "stock_below_sold"
    assert numbers(sku) == (10, 8, 0, 2)


def _buy(quantities: Sequence[tuple[int, int]]) -> str:
    try:
        with transaction.atomic():
            make.reserve(dict(quantities))
    except DomainError as refusal:
        return refusal.code
    finally:
        connection.close()
    return "bought"


def _race(baskets: Sequence[Sequence[tuple[int, int]]]) -> list[str]:
    with ThreadPoolExecutor(BUYERS) as buyers:
        return sorted(buyers.map(_buy, baskets))


def test_a_count_nobody_showed_makes_no_endless_stock(db: None) -> None:
    sku = make.sku(make.listing(stock=10))
    with pytest.raises(Invalid) as refused:
        stock.set_stock(sku.pk, stock=10, seen=-(2**40))
    assert (refused.value.code, numbers(sku)) == ("stock_out_of_bounds", (10, 0, 0, 10))


def test_the_last_pieces_are_sold_once_however_many_ask(committed_db: CommittedDatabase) -> None:
    sku = make.sku(make.listing(stock=5))
    outcomes = _race([[(sku.pk, 1)]] * 40)
    assert outcomes == ["bought"] * 5 + ["sold_out"] * 35
    assert numbers(sku) == (5, 5, 0, 0)


def test_baskets_in_either_order_never_block_each_other(committed_db: CommittedDatabase) -> None:
    one, other = make.sku(make.listing(stock=100)), make.sku(make.listing(stock=100))
    there, back = [(one.pk, 1), (other.pk, 1)], [(other.pk, 1), (one.pk, 1)]
    assert _race([there, back] * 20) == ["bought"] * 40
    assert (numbers(one), numbers(other)) == ((100, 40, 0, 60), (100, 40, 0, 60))
