"""Replaces the demo's drawings, which weigh next to nothing, by pictures as grainy as photographs get.

Run in the environment of the filled site. They go through the same actions as an upload of a seller.
"""

from io import BytesIO
from random import Random

import django
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SIDE = 960
#: Of the first listing, as many as a page may hold; of every other one.
MOST, ONE = 9, 1


def grain(chance: Random, side: int = SIDE) -> Image.Image:
    """Noise of every size from the whole picture to one pixel, nearly grey: what leaves, cloth or gravel look like."""
    bands = [_octaves(chance, side) for _band in range(3)]
    return Image.merge("RGB", [Image.blend(bands[0], band, 0.15) for band in bands])


def _octaves(chance: Random, side: int) -> Image.Image:
    band = Image.new("L", (side, side), 128)
    for power in range(2, side.bit_length() + 1):
        cells = min(2**power, side)
        noise = Image.frombytes("L", (cells, cells), chance.randbytes(cells * cells))
        band = Image.blend(band, noise.resize((side, side), Image.Resampling.BICUBIC), 0.3)
    return band


def replace_all() -> None:
    """Every listing's pictures."""
    # Models can be imported only once Django is set up.
    from core import clock  # noqa: PLC0415
    from marketplace.catalog.actions.add_photo import add_photo  # noqa: PLC0415
    from marketplace.catalog.actions.prepare_photo import prepare_photo  # noqa: PLC0415
    from marketplace.catalog.models import Listing, Photo  # noqa: PLC0415

    large = grain(Random(7), 2 * SIDE)  # noqa: S311 the same pictures every time
    now = clock.now()
    Photo.objects.all().delete()
    for number, listing in enumerate(Listing.objects.order_by("pk")):
        for turn in range(ONE if number else MOST):
            left, top = 20 * number, 100 * turn
            target = BytesIO()
            large.crop((left, top, left + SIDE, top + SIDE)).save(target, "JPEG", quality=85)
            upload = SimpleUploadedFile("photograph.jpg", target.getvalue(), "image/jpeg")
            prepare_photo(add_photo(listing, upload, now=now).pk)


if __name__ == "__main__":
    django.setup()
    replace_all()
