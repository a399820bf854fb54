"""The demo's pictures: each is drawn, rendered, named in both languages, and small."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent.parent / "marketplace" / "demo" / "pictures"
PICTURES = tomllib.loads((FOLDER / "index.toml").read_text())["picture"]
SIZES = {"goods": (800, 800), "evidence": (800, 800), "shop": (800, 400)}
MOST_BYTES = 30_000


def test_every_drawing_is_rendered_and_named_once() -> None:
    slugs = sorted(picture["slug"] for picture in PICTURES)
    assert {picture.get("of", picture["slug"]) for picture in PICTURES} == {
        path.stem for path in (FOLDER / "svg").glob("*.svg")
    }
    assert slugs == sorted(path.stem for path in FOLDER.glob("*.webp"))
    assert len(slugs) == len(set(slugs))


@pytest.mark.parametrize("picture", [one for one in PICTURES if "of" in one], ids=lambda picture: picture["slug"])
def test_a_picture_in_other_tones_changes_every_one_it_names(picture: dict[str, Any]) -> None:
    tones = picture["tones"]
    drawing = (FOLDER / "svg" / f"{picture['of']}.svg").read_text()
    assert [tone for tone in tones if tone not in drawing] == []
    assert [tone for tone in tones.values() if tone in tones] == []


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture["slug"])
def test_a_picture_has_its_size_and_words_in_both_languages(picture: dict[str, str]) -> None:
    path = FOLDER / f"{picture['slug']}.webp"
    with Image.open(path) as image:
        assert (image.format, image.size) == ("WEBP", SIZES[picture["kind"]])
    assert path.stat().st_size <= MOST_BYTES
    assert picture["en"].isascii() or "’" in picture["en"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in picture["zh"])
