"""The order of a listing's photos, and taking one off."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from core.errors import DomainError
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.arrange_photos import Way, move_photo, remove_photo
from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.cards import first_photos
from marketplace.catalog.models import Listing, Photo
from tests import make

LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def photos(db: None, now: datetime) -> list[Photo]:
    listing = make.listing(now=now)
    return [add_photo(listing, make.picture(9, 9), now=now) for _ in range(3)]


def order(listing: Listing) -> list[tuple[int, int]]:
    return list(listing.photos.order_by("position").values_list("pk", "position"))


@pytest.mark.parametrize(
    ("which", "way", "places"),
    [
        (0, "later", [1, 0, 2]),
        (1, "earlier", [1, 0, 2]),
        (1, "later", [0, 2, 1]),
        (0, "earlier", [0, 1, 2]),
        (2, "later", [0, 1, 2]),
    ],
)
def test_a_photo_changes_places_with_its_neighbour(
    photos: list[Photo], now: datetime, which: int, way: Way, places: list[int]
) -> None:
    listing = photos[0].listing
    move_photo(listing, photos[which].pk, way, now=now + LATER)
    listing.refresh_from_db()
    assert order(listing) == [(photos[place].pk, number) for number, place in enumerate(places)]
    assert listing.changed_at == now + LATER


def test_the_first_one_that_is_ready_is_the_cover(photos: list[Photo], now: datetime) -> None:
    listing = photos[0].listing
    for photo in photos[1:]:
        prepare_photo(photo.pk)
    assert first_photos([listing])[listing.pk].pk == photos[1].pk
    move_photo(listing, photos[2].pk, "earlier", now=now)
    assert first_photos([listing])[listing.pk].pk == photos[2].pk


def test_what_is_removed_leaves_no_gap(photos: list[Photo], now: datetime) -> None:
    listing = photos[0].listing
    remove_photo(listing, photos[1].pk, now=now)
    assert order(listing) == [(photos[0].pk, 0), (photos[2].pk, 1)]
    assert add_photo(listing, make.picture(9, 9), now=now).position == 2


def test_a_page_may_stand_without_any_photo(photos: list[Photo], now: datetime) -> None:
    listing = photos[0].listing
    for photo in photos:
        remove_photo(listing, photo.pk, now=now)
    listing.refresh_from_db()
    assert (order(listing), listing.state) == ([], "live")


def test_renditions_stay_for_the_orders_that_show_them(
    photos: list[Photo], now: datetime, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        prepare_photo(photos[0].pk)
        photos[0].refresh_from_db()
        remove_photo(photos[0].listing, photos[0].pk, now=now)
    assert (media / str(photos[0].small.name)).exists()


def test_an_upload_nobody_has_prepared_is_deleted(
    photos: list[Photo], now: datetime, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload = media / str(photos[0].upload.name)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photos[0].listing, photos[0].pk, now=now)
    assert upload.exists() is False
    prepare_photo(photos[0].pk)  # the worker comes too late and finds nothing to do
    assert list(media.glob("photos/*")) == []


def test_of_a_photo_removed_while_it_was_prepared_nothing_stays(
    photos: list[Photo],
    now: datetime,
    media: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    photo = photos[0]
    read = Photo.objects.filter(pk=photo.pk, state="waiting")
    with django_capture_on_commit_callbacks(execute=True):
        held = read.get()
        with held.upload.open("rb") as file:
            content = file.read()
        remove_photo(photo.listing, photo.pk, now=now)
    (media / str(photo.upload.name)).write_bytes(content)
    monkeypatch.setattr("marketplace.catalog.actions.prepare_photo._waiting", lambda _photo_id: held)
    with django_capture_on_commit_callbacks(execute=True):
        prepare_photo(photo.pk)
    assert list(media.glob("photos/*")) == []


def test_a_photo_of_another_page_is_not_there(photos: list[Photo], now: datetime) -> None:
    other = make.listing(now=now)
    refused = []
    for act in (partial(move_photo, way="later"), remove_photo):
        with pytest.raises(DomainError) as refusal:
            act(other, photos[0].pk, now=now)
        refused.append(refusal.value.code)
    assert (refused, Photo.objects.count()) == (["photo_gone", "photo_gone"], 3)
