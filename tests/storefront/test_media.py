"""Pictures are given out as what they are, for good, and nothing else is."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from core import clock
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.cards import address
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_rendition_is_webp_kept_for_good_and_never_sniffed(client: Client) -> None:
    listing = make.listing()
    photo = add_photo(listing, make.picture(), now=clock.now())
    prepare_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.large.url in client.get(address(listing)).content.decode()
    answer = client.get(photo.small.url)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is streamed
    assert (answer.status_code, content[:4], content[8:12]) == (200, b"RIFF", b"WEBP")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_upload_as_it_came_is_never_given_out(client: Client) -> None:
    photo = add_photo(make.listing(), make.picture(), now=clock.now())
    assert default_storage.exists(photo.upload.name or "")
    assert client.get(photo.upload.url).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        f"photos/{'0' * 32}-240.webp",
        "photos/..%2Fsecret",
        "photos/../secret",
        "photos/secret",
        "shops/..",
        "secret",
        f"photos/{'0' * 32}-240.webp%00",
    ],
)
def test_no_other_name_is_answered(name: str, client: Client) -> None:
    default_storage.save("secret", ContentFile(b"secret"))
    default_storage.save("photos/secret", ContentFile(b"secret"))
    assert client.get(f"/media/{name}").status_code == 404
