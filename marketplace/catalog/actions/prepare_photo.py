"""Make the renditions of an uploaded picture. A worker's work: nobody waits for it."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import salted_hmac

from core.errors import Invalid
from marketplace.catalog import pictures
from marketplace.catalog.models import Photo, PhotoState

#: A list shows sixteen small ones at once, a page of goods nine small and three large: 150 and 170 KB with all else.
SMALL, LARGE = pictures.Size(240, 6 * 1024), pictures.Size(640, 25 * 1024)


def prepare_photo(photo_id: int) -> None:
    """Make both renditions and delete the upload; mark it refused when it cannot be decoded or is gone.

    May be called again at any point: the same picture gets the same names, and what is done is left alone.
    """
    photo = _waiting(photo_id)
    if photo is None:
        return
    try:
        with photo.upload.open("rb") as file:
            renditions = pictures.renditions(file.read(), (SMALL, LARGE))
    except (Invalid, FileNotFoundError):
        # Gone because another worker has just finished it: then its outcome stands.
        _finish(photo, {"state": PhotoState.REFUSED})
        return
    small, large = renditions
    _finish(
        photo,
        {
            "state": PhotoState.READY,
            "small": _store(photo, SMALL, small.content),
            "large": _store(photo, LARGE, large.content),
            "width": large.width,
            "height": large.height,
        },
    )


def _waiting(photo_id: int) -> Photo | None:
    return Photo.objects.filter(pk=photo_id, state=PhotoState.WAITING).first()


def _store(photo: Photo, size: pictures.Size, content: bytes) -> str:
    """Write a rendition under a name that cannot be guessed and is always the same."""
    name = f"photos/{salted_hmac('catalog.photo', str(photo.pk), algorithm='sha256').hexdigest()[:32]}-{size.side}.webp"
    default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


def _finish(photo: Photo, facts: dict[str, object]) -> None:
    """Write the outcome, and delete the upload once that stands."""
    upload = photo.upload.name or ""
    with transaction.atomic():
        Photo.objects.filter(pk=photo.pk, state=PhotoState.WAITING).update(upload="", **facts)
        transaction.on_commit(lambda: default_storage.delete(upload))
    if not Photo.objects.filter(pk=photo.pk).exists():
        # Taken off the page meanwhile: nobody will ever show what was just made.
        for name in ("small", "large"):
            if made := facts.get(name):
                default_storage.delete(str(made))
