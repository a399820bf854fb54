"""Putting a listing's photos in order, from a phone, with and without JavaScript."""

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.models import Photo, Sku
from tests import make


@pytest.fixture
def photos(sku: Sku, now: datetime, settings: Settings, tmp_path: Path) -> list[Photo]:
    settings.MEDIA_ROOT = tmp_path
    made = [add_photo(sku.listing, make.picture(9, 9), now=now) for _ in range(3)]
    for photo in made:
        prepare_photo(photo.pk)
    return made


def ids(photos: list[Photo]) -> list[int]:
    return list(photos[0].listing.photos.order_by("position").values_list("pk", flat=True))


def address(photo: Photo) -> str:
    return f"/sell/listings/{photo.listing_id}/photos/{photo.pk}/"


def test_the_buttons_move_and_remove(seller: Client, photos: list[Photo]) -> None:
    one, two, three = (photo.pk for photo in photos)
    answer = seller.post(address(photos[2]), {"do": "earlier"})
    assert (answer.status_code, answer["Location"]) == (302, f"/sell/listings/{photos[0].listing_id}/#photos")
    assert ids(photos) == [one, three, two]
    seller.post(address(photos[0]), {"do": "later"})
    assert ids(photos) == [three, one, two]
    seller.post(address(photos[2]), {"do": "remove"})
    assert ids(photos) == [one, two]


def test_a_press_sent_twice_moves_once(seller: Client, photos: list[Photo]) -> None:
    one, two, three = (photo.pk for photo in photos)
    for _n in range(2):
        seller.post(address(photos[0]), {"do": "later", "idempotency_key": "k"})
    assert ids(photos) == [two, one, three]


def test_a_photo_that_is_gone_is_said_in_words(seller: Client, photos: list[Photo]) -> None:
    seller.post(address(photos[0]), {"do": "remove"})
    page = seller.post(address(photos[0]), {"do": "later"}, follow=True)
    assert "That photo is no longer on this page." in page.content.decode()


@pytest.mark.parametrize("sent", [{}, {"do": "paint"}])
def test_a_button_that_is_not_there_does_nothing(seller: Client, photos: list[Photo], sent: dict[str, str]) -> None:
    assert seller.post(address(photos[0]), sent).status_code == 404
    assert ids(photos) == [photo.pk for photo in photos]


def test_another_shop_cannot_touch_them(stranger: Client, photos: list[Photo]) -> None:
    assert stranger.post(address(photos[0]), {"do": "remove"}).status_code == 404
    assert ids(photos) == [photo.pk for photo in photos]


def test_the_first_is_the_cover_and_the_ends_move_one_way(seller: Client, photos: list[Photo]) -> None:
    page = seller.get(f"/sell/listings/{photos[0].listing_id}/").content.decode()
    found = {name: page.count(f'value="{name}"') for name in ("earlier", "later", "remove")}
    assert (found, page.count("· Cover"), "hx-trigger" in page) == ({"earlier": 2, "later": 2, "remove": 3}, 1, False)


def test_while_a_photo_is_prepared_the_page_looks_again(seller: Client, sku: Sku, now: datetime) -> None:
    add_photo(sku.listing, make.picture(9, 9), now=now)
    page = seller.get(f"/sell/listings/{sku.listing_id}/").content.decode()
    assert ('hx-trigger="every 3s"' in page, "A photo is being prepared." in page) == (True, True)
    assert f'<a href="/sell/listings/{sku.listing_id}/">Look again</a>' in page


def test_goods_are_named_in_the_readers_language(seller: Client, sku: Sku) -> None:
    sku.listing.second_title = "景迈古树普洱"
    sku.listing.save()
    order = make.paid_order(sku=sku)
    order.lines.update(second_title="景迈古树普洱")
    goods = f"/sell/listings/{sku.listing_id}/"
    pages = ("/sell/listings/", goods, "/sell/orders/", f"/sell/orders/{order.reference}/")
    told = [seller.get(page, headers={"accept-language": "zh-hans"}).content.decode() for page in pages]
    assert [page.count('lang="zh-Hans">景迈古树普洱<') > 0 for page in told] == [True] * 4
