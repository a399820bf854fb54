"""Pictures that strangers send."""

import struct
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from benchmarks.pages.photographs import grain
from core.errors import DomainError
from marketplace import tasks
from marketplace.catalog import pictures
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.models import Listing, Photo
from tests import make

ORIENTATION, GPS = 0x0112, 0x8825


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(media: Path, name: str | None) -> Image.Image:
    return Image.open(BytesIO((media / str(name)).read_bytes()))


def bomb() -> SimpleUploadedFile:
    """A PNG of a few bytes that says it has 169 million pixels."""
    header = struct.pack(">IIBBBBB", 13_000, 13_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data = b"IDAT" + zlib.compress(b"\0")
    content += struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return SimpleUploadedFile("bomb.png", content)


def test_a_picture_waits_for_the_worker(db: None, now: datetime, media: Path) -> None:
    photo = add_photo(make.listing(), make.picture(), now=now, alt="The cake on its paper")
    assert (photo.state, photo.alt, photo.position, len(photo.sha256)) == ("waiting", "The cake on its paper", 0, 64)
    assert (media / str(photo.upload.name)).exists()


def test_the_worker_makes_two_renditions_and_deletes_the_upload(
    db: None, now: datetime, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    photo = add_photo(make.listing(), make.picture(1600, 1200), now=now)
    upload = media / str(photo.upload.name)
    with django_capture_on_commit_callbacks(execute=True):
        prepare_photo(photo.pk)
    photo.refresh_from_db()
    small, large = stored(media, photo.small.name), stored(media, photo.large.name)
    assert (photo.state, photo.upload.name, upload.exists()) == ("ready", "", False)
    assert (small.format, small.size, large.format, large.size) == ("WEBP", (240, 180), "WEBP", (640, 480))
    assert (photo.width, photo.height) == (640, 480)


def test_however_grainy_it_is_its_renditions_are_light(db: None, now: datetime, media: Path) -> None:
    target = BytesIO()
    grain(Random(1)).save(target, "JPEG", quality=90)
    photo = add_photo(make.listing(), SimpleUploadedFile("gravel.jpg", target.getvalue()), now=now)
    prepare_photo(photo.pk)
    photo.refresh_from_db()
    assert (photo.small.size <= 6 * 1024, photo.large.size <= 25 * 1024) == (True, True)
    assert stored(media, photo.large.name).size == (640, 640)


def test_preparing_twice_leaves_one_pair_of_files(
    db: None, now: datetime, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    photo = add_photo(make.listing(), make.picture(), now=now)
    prepare_photo(photo.pk)  # its commit, and so the end of the upload, is still to come
    Photo.objects.filter(pk=photo.pk).update(state="waiting", upload=photo.upload.name)
    with django_capture_on_commit_callbacks(execute=True):
        prepare_photo(photo.pk)
    assert sorted(path.name for path in media.rglob("*") if path.is_file()) == sorted(
        Path(name).name for name in Photo.objects.values_list("small", "large").get()
    )


def test_it_stands_upright_and_says_nothing_of_where_it_was_taken(db: None, now: datetime, media: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    photo = add_photo(make.listing(), make.picture(800, 600, exif=exif.tobytes()), now=now)
    prepare_photo(photo.pk)
    photo.refresh_from_db()
    large = stored(media, photo.large.name)
    assert (large.size, dict(large.getexif()), "exif" in large.info) == ((480, 640), {}, False)


def test_of_an_animation_the_first_frame_stays(db: None, now: datetime, media: Path) -> None:
    target = BytesIO()
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "blue")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    photo = add_photo(make.listing(), SimpleUploadedFile("a.gif", target.getvalue()), now=now)
    prepare_photo(photo.pk)
    photo.refresh_from_db()
    large = stored(media, photo.large.name)
    red, green, blue = large.convert("RGB").getpixel((50, 50))  # type: ignore[misc]
    assert (getattr(large, "n_frames", 1), red > 200, green < 60, blue < 60) == (1, True, True, True)


def test_transparency_stands_on_white(db: None, now: datetime, media: Path) -> None:
    target = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(target, "PNG")
    photo = add_photo(make.listing(), SimpleUploadedFile("a.png", target.getvalue()), now=now)
    prepare_photo(photo.pk)
    photo.refresh_from_db()
    assert stored(media, photo.large.name).convert("RGB").getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (SimpleUploadedFile("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "photo_unreadable"),
        (SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script>"), "photo_unreadable"),
        (SimpleUploadedFile("a.jpg", b""), "photo_unreadable"),
        (SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), "photo_unreadable"),
        (bomb(), "photo_too_large"),
        (partial(make.picture, 5001, 5000, kind="GIF"), "photo_too_large"),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8" + b"\0" * 12 * 1024 * 1024), "photo_too_heavy"),
    ],
    ids=["svg", "html", "nothing", "half a header", "bomb", "just too large", "heavy"],
)
def test_what_is_no_picture_is_refused_before_it_is_decoded(
    db: None, now: datetime, media: Path, upload: SimpleUploadedFile | Callable[[], SimpleUploadedFile], code: str
) -> None:
    listing = make.listing()
    with pytest.raises(DomainError) as refusal:
        add_photo(listing, upload() if callable(upload) else upload, now=now)
    assert (refusal.value.code, list(listing.photos.all()), list(media.rglob("*"))) == (code, [], [])


def test_a_file_that_breaks_off_is_refused_by_the_worker(
    db: None, now: datetime, media: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    whole = make.picture(kind="PNG").read()
    photo = add_photo(make.listing(), SimpleUploadedFile("a.png", whole[: len(whole) // 2]), now=now)
    with django_capture_on_commit_callbacks(execute=True):
        prepare_photo(photo.pk)
    photo.refresh_from_db()
    assert (photo.state, photo.upload.name, [p for p in media.rglob("*") if p.is_file()]) == ("refused", "", [])


def test_a_photo_whose_file_is_gone_is_refused_and_the_next_is_made(db: None, now: datetime, media: Path) -> None:
    gone, whole = (add_photo(make.listing(), make.picture(), now=now) for _ in range(2))
    (media / str(gone.upload.name)).unlink()
    assert tasks.prepare_photos() == 2
    assert [Photo.objects.get(pk=photo.pk).state for photo in (gone, whole)] == ["refused", "ready"]


def test_a_photo_that_cannot_be_stored_waits_and_the_next_is_made(
    db: None, now: datetime, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, whole = (add_photo(make.listing(), make.picture(), now=now) for _ in range(2))
    save, times = default_storage.save, count()

    def fails_once(name: str, content: "ContentFile[bytes]") -> str:
        if next(times) == 0:
            raise OSError("the disk is full")
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", fails_once)
    assert tasks.prepare_photos() == 2
    assert [Photo.objects.get(pk=photo.pk).state for photo in (stuck, whole)] == ["waiting", "ready"]


def test_however_many_come_at_once_one_is_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    decode, under_way, most = pictures._decode, [], []

    def watched(image: Image.Image, size: int) -> Image.Image:
        under_way.append(image)
        most.append(len(under_way))
        try:
            return decode(image, size)
        finally:
            under_way.remove(image)

    monkeypatch.setattr(pictures, "_decode", watched)
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(pictures.take, [make.picture(2000, 2000, kind="PNG") for _ in range(4)]))
    assert most == [1] * 4


def test_a_page_holds_nine_pictures(db: None, now: datetime) -> None:
    listing = make.listing()
    assert [add_photo(listing, make.picture(9, 9), now=now).position for _ in range(9)] == list(range(9))
    with pytest.raises(DomainError) as refusal:
        add_photo(listing, make.picture(9, 9), now=now)
    assert refusal.value.code == "photos_too_many"


def _unreadable(after: int) -> list[SimpleUploadedFile]:
    """So many good pictures, and one that is none."""
    return [*(make.picture(9, 9) for _ in range(after)), SimpleUploadedFile("a.jpg", b"<html>")]


@pytest.mark.parametrize(
    ("photos", "code"),
    [(_unreadable(3), "photo_unreadable"), ([make.picture(9, 9) for _ in range(10)], "photos_too_many")],
    ids=["one is none", "ten"],
)
def test_a_page_that_is_refused_leaves_no_file(
    db: None, media: Path, now: datetime, photos: list[SimpleUploadedFile], code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        create_listing(make.shop(), title="Tea", price=100, stock=1, photos=photos, now=now)
    assert (refusal.value.code, Listing.objects.count(), list(media.rglob("*"))) == (code, 0, [])
