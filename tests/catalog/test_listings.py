"""Putting goods on a shelf, changing them, showing them, taking them down."""

from datetime import datetime, timedelta

import pytest

from core.errors import DomainError
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.edit_listing import edit_listing
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.models import Listing
from marketplace.catalog.variants import Variant
from tests import make


def rows(listing: Listing) -> list[tuple[str, int, int]]:
    skus = listing.skus.filter(withdrawn=False).order_by("position")
    return list(skus.values_list("name", "price", "stock"))


def test_a_listing_without_choice_has_one_sku(db: None, now: datetime) -> None:
    listing = create_listing(make.shop(), title="Tea cake", price=11800, stock=3, now=now)
    assert (listing.state, rows(listing)) == ("draft", [("", 11800, 3)])


def test_variants_keep_their_order(db: None, now: datetime) -> None:
    variants = [Variant("357 g cake", 11800, 3), Variant("100 g piece", 3600, 9)]
    assert rows(create_listing(make.shop(), title="Tea", variants=variants, now=now)) == [
        ("357 g cake", 11800, 3),
        ("100 g piece", 3600, 9),
    ]


def test_words_lose_what_would_turn_or_break_them(db: None, now: datetime) -> None:
    listing = create_listing(
        make.shop(), title="Tea\u202e \x00cake\ud800\n", description="a\r\nb\x07", price=1, stock=1, now=now
    )
    assert (listing.title, listing.description) == ("Tea cake", "a\nb")


@pytest.mark.parametrize(
    ("variants", "code"),
    [
        ([Variant("", 0, 1)], "price_out_of_bounds"),
        ([Variant("", -5, 1)], "price_out_of_bounds"),
        ([Variant("", 10**15, 1)], "price_out_of_bounds"),
        ([Variant("", 100, -1)], "stock_out_of_bounds"),
        ([Variant("", 100, 10**7)], "stock_out_of_bounds"),
        ([Variant("a", 100, 1), Variant(" a ", 100, 1)], "variant_twice"),
        ([Variant("a", 100, 1), Variant("", 100, 1)], "variant_unnamed"),
        ([Variant(str(n), 100, 1) for n in range(31)], "variant_count"),
    ],
)
def test_choices_that_make_no_sense_are_refused(db: None, now: datetime, variants: list[Variant], code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        create_listing(make.shop(), title="Tea", variants=variants, now=now)
    assert refusal.value.code == code


def test_two_variants_may_change_places(db: None, now: datetime) -> None:
    listing = make.listing(variants=[Variant("small", 100, 1), Variant("large", 200, 2)])
    small, large = listing.skus.order_by("position")
    swapped = [Variant("large", 100, 1, small.pk, 1), Variant("small", 200, 2, large.pk, 2)]
    edit_listing(listing, title="Tea", variants=swapped, now=now)
    assert rows(listing) == [("large", 100, 1), ("small", 200, 2)]


def test_a_variant_left_out_is_withdrawn_and_kept_for_its_orders(db: None, now: datetime) -> None:
    listing = make.listing(variants=[Variant("small", 100, 1), Variant("large", 200, 2)])
    small, large = listing.skus.order_by("position")
    make.reserve({large.pk: 1})
    edit_listing(listing, title="Tea", variants=[Variant("small", 100, 1, small.pk, 1)], now=now)
    assert rows(listing) == [("small", 100, 1)]
    with pytest.raises(DomainError) as refusal:
        make.reserve({large.pk: 1})
    assert refusal.value.code == "not_for_sale"
    make.sell({large.pk: 1})


def test_a_variant_of_another_listing_is_refused(db: None, now: datetime) -> None:
    other = make.sku(make.listing())
    listing = make.listing(title="Mine")
    with pytest.raises(DomainError) as refusal:
        edit_listing(listing, title="Mine", variants=[Variant("", 1, 1, other.pk)], now=now)
    assert refusal.value.code == "variant_unknown"


def test_what_is_not_there_cannot_be_shown(db: None, now: datetime) -> None:
    listing = make.listing(stock=0, live=False)
    with pytest.raises(DomainError) as refusal:
        publish_listing(listing, now=now)
    assert (refusal.value.code, Listing.objects.get(pk=listing.pk).state) == ("nothing_to_sell", "draft")


def test_what_comes_back_keeps_its_day(db: None, now: datetime) -> None:
    listing = make.listing(live=False)
    first = publish_listing(listing, now=now).listed_at
    take_down_listing(listing, now=now + timedelta(days=1))
    assert Listing.objects.get(pk=listing.pk).state == "hidden"
    publish_listing(listing, now=now + timedelta(days=2))
    again = Listing.objects.get(pk=listing.pk)
    assert (again.state, again.listed_at, again.changed_at) == ("live", first, now + timedelta(days=2))
