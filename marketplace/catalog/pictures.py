"""Pictures that strangers send: looked at before they are decoded, and never handed on as they came."""

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.errors import Invalid

MEGABYTE = 1024 * 1024
MOST_BYTES = 12 * MEGABYTE
#: A 20 KB PNG of 13,000 x 13,000 pixels would cost 832 MB: refuse by its header.
MOST_PIXELS = 25_000_000
#: What a review or a message shows.
MOST_AT_ONCE = 6
#: What telephones and cameras write. No SVG: it is a program.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
#: WebP qualities, best first: a rendition takes the first at which it is light enough.
QUALITIES = (78, 66, 54, 42, 32, 24, 16, 8, 4)
WHITE = (255, 255, 255)
#: A picture of a kilobyte may take some hundred megabytes while it is decoded. Each process decodes one at a time, so
#: that many at once never take all the memory there is.
_ALONE = Lock()


@dataclass(frozen=True, slots=True)
class Size:
    """How large a rendition may be: pixels of its longer side, and bytes, so that a page of pictures stays light."""

    side: int
    most: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """A WebP file and its size in pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that is looked at closely (evidence, a review): the digest of the bytes as they came, and what is kept
    of it.
    """

    sha256: str
    large: Rendition
    small: Rendition


#: The renditions of a `Taken` one: the larger is larger than that of goods.
LARGE, SMALL = Size(1600, 400 * 1024), Size(240, 12 * 1024)


def take(upload: "File[bytes]") -> Taken:
    """Look at `upload` and re-encode it. Decoding takes time: call it before any lock. Raises as `read_upload` does."""
    content = read_upload(upload)
    large, small = renditions(content, (LARGE, SMALL))
    return Taken(hashlib.sha256(content).hexdigest(), large, small)


def take_all(uploads: "Sequence[File[bytes]]") -> list[Taken]:
    """As `take`, of what is shown at once. Raises `Invalid`: `photos_too_many` before anything is decoded."""
    if len(uploads) > MOST_AT_ONCE:
        raise Invalid(
            "photos_too_many", _("Show at most %(most)s pictures at once."), {"most": MOST_AT_ONCE}, field="photos"
        )
    return [take(upload) for upload in uploads]


def read_upload(upload: "File[bytes]") -> bytes:
    """The bytes of `upload`, when its header is that of a picture we take. Nothing is decoded.

    Raises `Invalid` with code `photo_too_heavy`, `photo_unreadable` or `photo_too_large`.
    """
    upload.seek(0)
    content: bytes = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Invalid(
            "photo_too_heavy",
            _("The picture is larger than %(most)s MB. Please send a smaller one."),
            {"most": MOST_BYTES // MEGABYTE},
            field="photos",
        )
    _open(content).close()
    return content


def renditions(content: bytes, sizes: Sequence[Size]) -> list[Rendition]:
    """The first frame, turned upright, within squares of `sizes`, as WebP without any metadata.

    Raises `Invalid` as `read_upload` does.
    """
    with _ALONE:
        with _open(content) as image:
            upright = _decode(image, max(size.side for size in sizes))
        return [_encode(upright, size) for size in sizes]


def _open(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except Exception:  # noqa: BLE001 Pillow's readers raise what they like at a forged header
        raise _unreadable() from None
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise _too_large()
    return image


def _decode(image: Image.Image, size: int) -> Image.Image:
    """The first frame as RGB, transparency on white, no larger than `size` needs."""
    try:
        image.draft("RGB", (2 * size, 2 * size))
        ImageOps.exif_transpose(image, in_place=True)
        if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
            layers = image.convert("RGBA")
            image.close()
            upright = Image.new("RGB", layers.size, WHITE)
            upright.paste(layers, mask=layers.getchannel("A"))
            return upright
        return image.convert("RGB")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 as above: a file that cannot be decoded is refused, whatever it does
        raise _unreadable() from None


def _encode(image: Image.Image, size: Size) -> Rendition:
    small = image.copy()
    small.thumbnail((size.side, size.side), Image.Resampling.LANCZOS)
    small.info.clear()
    content = b""
    for quality in QUALITIES:
        target = BytesIO()
        small.save(target, "WEBP", quality=quality, method=4)
        content = target.getvalue()
        if len(content) <= size.most:
            break
    return Rendition(content, small.width, small.height)


def _unreadable() -> Invalid:
    return Invalid(
        "photo_unreadable",
        _("This file is not a picture we can read. Please send a JPEG, PNG or WebP."),
        field="photos",
    )


def _too_large() -> Invalid:
    return Invalid(
        "photo_too_large",
        _("The picture has more than %(most)s million pixels. Please send a smaller one."),
        {"most": MOST_PIXELS // 1_000_000},
        field="photos",
    )
