"""Translations are compiled when they are older than their source, and only then."""

import gettext
import os
from pathlib import Path

import pytest

from marketplace.demo.messages import compile_stale

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Tea"\nmsgstr "茶"\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO)
    return source


def test_a_catalogue_is_compiled_without_gettexts_programs(catalogue: Path, tmp_path: Path) -> None:
    assert compile_stale(tmp_path) == [catalogue.with_suffix(".mo")]
    with catalogue.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Tea") == "茶"


def test_a_catalogue_that_is_fresh_is_left_alone(catalogue: Path, tmp_path: Path) -> None:
    compile_stale(tmp_path)
    assert compile_stale(tmp_path) == []


def test_a_catalogue_that_was_changed_is_compiled_again(catalogue: Path, tmp_path: Path) -> None:
    (compiled,) = compile_stale(tmp_path)
    after = compiled.stat().st_mtime + 5
    os.utime(catalogue, (after, after))
    assert compile_stale(tmp_path) == [compiled]
