"""docs/states.md says what the code does, and names every timer there is."""

from pathlib import Path

from django.conf import settings

from marketplace.deadlines import ACTIONS
from marketplace.trade import document


def test_the_page_is_what_the_code_writes() -> None:
    written = (Path(settings.BASE_DIR) / "docs" / "states.md").read_text()
    assert written == document.text(), "run `make states`"


def test_every_timer_is_on_the_page() -> None:
    assert {timer.kind for timer in document.timers()} == {*ACTIONS, "release"}
