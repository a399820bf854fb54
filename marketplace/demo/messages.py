"""Translations: compiled here without gettext's programs, collected with them.

Usage: python -m marketplace.demo.messages [collect]
"""

import os
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("zh_Hans",)
ROOT = Path(__file__).resolve().parent.parent.parent


def compile_stale(locale: Path = ROOT / "locale") -> list[Path]:
    """Write each `.mo` older than its `.po`; answers those written. Renamed into place: readers see whole files."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        making = target.with_suffix(f".{os.getpid()}")
        with source.open("rb") as text, making.open("wb") as binary:
            write_mo(binary, read_po(text, locale=source.parent.parent.name))
        making.replace(target)
        written.append(target)
    return written


def collect() -> None:
    """Bring locale/*/django.po up to date with the code and the templates. Needs gettext's xgettext and msgmerge."""
    languages = [f"--locale={name}" for name in LANGUAGES]
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        *languages,
        "--no-wrap",
        "--add-location=file",
        "--no-obsolete",
    ]
    ignored = [f"--ignore={name}" for name in (".venv", "tests", "benchmarks", "escrow/sandbox", "static-collected")]
    environment = {"SECRET_KEY": "only-to-read-strings", **os.environ}
    subprocess.run(command + ignored, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        collect()
    compile_stale()
