"""Pictures of a review: made safe, kept with it, never changed."""

from datetime import datetime

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.errors import DomainError
from marketplace.catalog.pictures import take_all
from reviews.actions.write_review import write_review
from reviews.models import Photo, Review
from tests import make
from tests.conftest import CommittedDatabase
from tests.reviews import seen


@pytest.mark.django_db
def test_what_is_shown_is_re_encoded_and_kept_in_its_order(now: datetime) -> None:
    order = make.completed_order(now=now)
    sent = [make.picture(2000, 900), make.picture(300, 300, kind="PNG")]
    review = write_review(order.pk, stars=5, photos=take_all(sent), now=now, actor=make.buyer_of(order))
    first, second = review.photos.all()
    assert [(one.width, one.height, one.uploaded_at) for one in (first, second)] == [(1600, 720, now), (300, 300, now)]
    with first.small.open() as file, Image.open(file) as small:
        assert (small.format, small.size, dict(small.getexif())) == ("WEBP", (240, 108), {})
    assert first.file.name != second.file.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ([SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>")], "photo_unreadable"),
        ([SimpleUploadedFile("a.jpg", b"")], "photo_unreadable"),
        ([SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(7)], "photos_too_many"),
    ],
)
def test_what_is_no_picture_or_too_many_is_refused(now: datetime, sent: list[SimpleUploadedFile], code: str) -> None:
    order = make.completed_order(now=now)
    before = seen.everything()
    with pytest.raises(DomainError) as refused:
        write_review(order.pk, stars=5, photos=take_all(sent), now=now, actor=make.buyer_of(order))
    assert (refused.value.code, refused.value.field, seen.everything()) == (code, "photos", before)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reviews_photo SET sha256 = 'x'",
        "DELETE FROM reviews_photo",
        "TRUNCATE reviews_photo",
        "INSERT INTO reviews_photo SELECT id + 1, sha256, file, small, 1, 1, uploaded_at, review_id FROM reviews_photo",
    ],
)
def test_the_database_keeps_what_an_open_review_shows(
    committed_db: CommittedDatabase, now: datetime, change: str
) -> None:
    order = make.completed_order(now=now)
    write_review(order.pk, stars=5, photos=take_all([make.picture()]), now=now, actor=make.buyer_of(order))
    write_review(order.pk, stars=5, now=now, actor=make.seller_of(order))
    assert (Review.objects.exclude(opened_at=None).count(), Photo.objects.count()) == (2, 1)
    owner = psycopg2.connect(committed_db.owner_url)
    with owner.cursor() as cursor, pytest.raises(psycopg2.Error) as refused:
        cursor.execute(change)
    owner.close()
    assert refused.value.pgcode == "DB002"
