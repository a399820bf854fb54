"""Write docs/states.md from the tables of states, offers and timers."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.trade import document


class Command(BaseCommand):
    help = "Write docs/states.md from the tables of states, offers and timers."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "states.md"
        path.write_text(document.text())
        self.stdout.write(f"{path} written.")
