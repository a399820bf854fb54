"""The demo's clock is moved at the desk, and the provider keeps time with it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from tests import make
from tests.sandbox.running import Sandbox

pytestmark = pytest.mark.django_db


def test_the_sandbox_moves_along_with_the_demos_clock(sandbox: Sandbox) -> None:
    desk = Client()
    desk.force_login(make.operator())
    for _move in range(2):
        answer = desk.post(reverse("staff:clock"), {"hours": 36}, follow=True)
        assert "did not hear" not in answer.content.decode()
    seconds = round(clock.offset().total_seconds())
    assert seconds == timedelta(hours=72).total_seconds()
    assert sandbox.get("/control/").json["clock_offset_seconds"] == seconds
