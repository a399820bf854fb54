"""Pictures of claims: looked at, re-encoded, kept where no address leads, never changed."""

import hashlib
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image
from pytest_django import Settings

from core.actor import Actor, Role
from core.errors import DomainError
from marketplace.claims.actions.add_evidence import add_evidence
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.models import Photo, Statement
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _private(settings: Settings, tmp_path: Path) -> Path:
    backends = dict(settings.STORAGES)
    backends["private"] = {**backends["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = backends
    storages._storages.clear()  # type: ignore[attr-defined]
    return tmp_path


def test_a_picture_is_kept_small_and_clean_and_its_digest_is_that_of_what_was_sent(now: datetime) -> None:
    order = make.delivered_order(now=now)
    upload = make.picture(3000, 1500, exif=b"Exif\x00\x00secret")
    photo = add_photo(order.pk, upload, now=now, actor=make.buyer_of(order))
    upload.seek(0)
    assert photo.sha256 == hashlib.sha256(upload.read()).hexdigest()
    assert (photo.role, photo.uploaded_at, photo.width, photo.height) == ("buyer", now, 1600, 800)
    with photo.file.open() as large, photo.small.open() as small:
        pictures = [Image.open(large), Image.open(small)]
        assert [(one.format, one.size, one.info.get("exif")) for one in pictures] == [
            ("WEBP", (1600, 800), None),
            ("WEBP", (240, 120), None),
        ]


def test_no_address_leads_to_it(now: datetime, settings: Settings) -> None:
    order = make.delivered_order(now=now)
    photo = add_photo(order.pk, make.picture(), now=now, actor=make.buyer_of(order))
    assert not Path(photo.file.path).is_relative_to(Path(settings.MEDIA_ROOT))
    assert not Path(photo.file.path).is_relative_to(Path(settings.STATIC_ROOT))


def test_strangers_and_operators_add_none(now: datetime) -> None:
    order = make.delivered_order(now=now)
    codes = []
    for actor in (Actor(Role.BUYER, make.user().pk), Actor(Role.SELLER, order.buyer_id), make.desk()):
        with pytest.raises(DomainError) as refusal:
            add_photo(order.pk, make.picture(), now=now, actor=actor)
        codes.append(refusal.value.code)
    assert (codes, Photo.objects.count()) == (["not_yours"] * 3, 0)


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html></html>", b""])
def test_what_is_no_picture_is_refused(content: bytes, now: datetime) -> None:
    order = make.delivered_order(now=now)
    with pytest.raises(DomainError) as refusal:
        add_photo(order.pk, SimpleUploadedFile("a.jpg", content), now=now, actor=make.buyer_of(order))
    assert (refusal.value.code, refusal.value.status) == ("photo_unreadable", 400)


def test_there_is_an_end_to_pictures(now: datetime, settings: Settings) -> None:
    settings.MAX_ORDER_PHOTOS = 1
    order = make.delivered_order(now=now)
    add_photo(order.pk, make.picture(), now=now, actor=make.buyer_of(order))
    with pytest.raises(DomainError) as refusal:
        add_photo(order.pk, make.picture(), now=now, actor=make.buyer_of(order))
    assert refusal.value.code == "photos_too_many"
    add_photo(order.pk, make.picture(), now=now, actor=make.seller_of(order))


def test_a_side_shows_only_its_own_pictures_of_this_order(now: datetime) -> None:
    claim = make.claim(now=now)
    other = make.delivered_order(now=now)
    mine = add_photo(claim.order_id, make.picture(), now=now, actor=make.buyer_of(claim.order))
    theirs = add_photo(claim.order_id, make.picture(), now=now, actor=make.seller_of(claim.order))
    elsewhere = add_photo(other.pk, make.picture(), now=now, actor=make.buyer_of(other))
    buyer = make.buyer_of(claim.order)
    for wrong in (theirs.pk, elsewhere.pk, 0):
        with pytest.raises(DomainError) as refusal:
            add_evidence(claim.pk, words="Look.", photos=[mine.pk, wrong], now=now, actor=buyer)
        assert refusal.value.code == "photos_unknown"
    said = add_evidence(claim.pk, words="", photos=[mine.pk], now=now, actor=buyer)
    assert list(said.photos.values_list("pk", flat=True)) == [mine.pk]


@pytest.mark.parametrize("model", [Statement, Photo])
def test_nothing_that_was_said_or_shown_changes(model: type[Statement] | type[Photo], now: datetime) -> None:
    claim = make.claim(now=now)
    add_photo(claim.order_id, make.picture(), now=now, actor=make.buyer_of(claim.order))
    field = {"words": "Fine."} if model is Statement else {"sha256": "0"}
    with pytest.raises(DatabaseError), transaction.atomic():
        model._default_manager.update(**field)
    with pytest.raises(DatabaseError), transaction.atomic():
        model._default_manager.all()._raw_delete("default")
