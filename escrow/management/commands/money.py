"""Write docs/money.md from the code: the accounts, every move as T-accounts, the invariants."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from escrow import document


class Command(BaseCommand):
    help = "Write docs/money.md from the chart of accounts, the moves and the invariants."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "money.md"
        path.write_text(document.text())
        self.stdout.write(f"{path} written.")
