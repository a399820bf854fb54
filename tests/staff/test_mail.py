"""The demo's letters, at the desk."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests import make

LETTER = """Content-Type: text/plain; charset="utf-8"
Subject: Your order has arrived
From: danbao@example.org
To: lin@example.org
Date: Mon, 23 Nov 2026 04:00:00 {zone}

Is it right?
{end}
"""


@pytest.mark.parametrize("zone", ["-0000", "+0000"])
def test_letters_bear_times_in_the_readers_zone(db: None, settings: Settings, tmp_path: Path, zone: str) -> None:
    settings.EMAIL_DIR = str(tmp_path)
    (tmp_path / "1.log").write_text(LETTER.format(zone=zone, end="-" * 79))
    desk = Client()
    desk.force_login(make.operator(timezone="Asia/Shanghai"))
    page = desk.get(reverse("staff:mail")).content.decode()
    time = '<time datetime="2026-11-23T12:00:00+08:00">'
    assert (time in page, "Your order has arrived" in page) == (True, True)
