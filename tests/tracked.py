"""The files of the repository, as git knows them (and new ones it does not ignore)."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("core/", "escrow/", "marketplace/", "buyers/", "sellers/", "reviews/")


@cache
def files() -> tuple[str, ...]:
    """Paths below the root, sorted, that exist."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(sorted(path for path in set(listed) if (ROOT / path).is_file()))


def text(path: str) -> str:
    """A file's text, or nothing when it is no text."""
    try:
        return (ROOT / path).read_text()
    except UnicodeDecodeError:
        return ""


def python(*, product_only: bool = False) -> list[str]:
    """Python files that people write: migrations are left out."""
    found = [path for path in files() if path.endswith(".py") and "/migrations/" not in path]
    return [path for path in found if path.startswith(PRODUCT)] if product_only else found


def templates() -> list[str]:
    """Pages, partials and letters."""
    return [path for path in files() if "templates/" in path and path.endswith((".html", ".txt"))]
