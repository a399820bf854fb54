"""What the last run finished, so that the next one need not do it again."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from marketplace.demo.where import ROOT, Where

APPS = ("core", "escrow", "marketplace")


class Stamps:
    """One small file a step, holding the hash of what the step was made from."""

    def __init__(self, where: Where) -> None:
        self._folder = where.state / "stamps"
        self._folder.mkdir(exist_ok=True)
        self._database = where.database_url

    def stale(self, step: str) -> bool:
        """Whether `migrate`, `static` or `fill` (once begun, `filling`) must be done (again)."""
        note = self._folder / step
        return not note.exists() or note.read_text() != self._made_from(step)

    def set(self, step: str) -> None:
        """The step is done."""
        (self._folder / step).write_text(self._made_from(step))

    def forget(self) -> None:
        """The database is a new one: what stands in it must be made again."""
        for step in ("migrate", "filling", "fill"):
            (self._folder / step).unlink(missing_ok=True)

    def _made_from(self, step: str) -> str:
        digest = hashlib.sha256(self._database.encode())
        for path in sorted(_sources(step)):
            digest.update(str(path).encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()


def _sources(step: str) -> Iterator[Path]:
    """The files a step depends on; the fill is done once, whatever changes."""
    if step == "migrate":
        yield ROOT / "requirements" / "run.txt"
        for app in APPS:
            yield from (ROOT / app).glob("**/migrations/*.py")
            yield from (ROOT / app).glob("**/sql/*.sql")
    elif step == "static":
        yield ROOT / "requirements" / "run.txt"
        yield from (path for path in (ROOT / "marketplace" / "static").rglob("*") if path.is_file())
