"""Pages are compressed on the way out; pictures, which already are, go as they lie."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core import clock
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.prepare_photo import prepare_photo
from tests import make

pytestmark = pytest.mark.django_db
ANY = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_compressed_for_whoever_can_read_it(client: Client) -> None:
    plain, packed = client.get("/protection/"), client.get("/protection/", headers=ANY)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.content).strip()[:15] == b"<!DOCTYPE html>"
    assert len(packed.content) < len(plain.content) / 3


def test_two_answers_of_one_page_differ_in_length(client: Client) -> None:
    lengths = {len(client.get("/protection/", headers=ANY).content) for _time in range(12)}
    assert len(lengths) > 1


def test_a_picture_goes_as_it_lies(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    photo = add_photo(make.listing(), make.picture(), now=clock.now())
    prepare_photo(photo.pk)
    photo.refresh_from_db()
    answer = client.get(photo.small.url, headers=ANY)
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file is streamed
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == str(len(content)) == str(photo.small.size)
