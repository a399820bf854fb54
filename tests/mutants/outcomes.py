"""What became of each mutant: told while it goes on, kept in a folder, summed up in a table."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from tests.mutants.changes import Mutant
from tests.mutants.loop import HUNG, SURVIVED

#: So many of a hundred must be found.
TARGET = 90.0
#: A line is printed after so many.
STEP = 100


class Outcomes:
    """The outcomes of one run, in a file that every process of the run adds to."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "outcomes.jsonl"
        self._survivors = folder / "survivors.diff"
        self._terminal = os.fdopen(os.dup(1), "w", buffering=1)
        self._began = monotonic()
        self._all = 0

    def survivors(self) -> set[str]:
        """The keys of those that survived the last run."""
        return {row["key"] for row in self._rows() if row["found"] == SURVIVED}

    def begin(self, mutants: Sequence[Mutant]) -> None:
        """Forget the last run."""
        self._file.write_text("")
        self._all = len(mutants)

    def say(self, words: str) -> None:
        print(words, file=self._terminal)

    def tell(self, mutant: Mutant, found: str) -> None:
        """`found` by a test of this name, or SURVIVED."""
        row = {"path": mutant.path, "key": mutant.key, "name": mutant.name, "found": found, "code": mutant.difference}
        with self._file.open("a") as file:
            print(json.dumps(row), file=file)
        rows = self._rows()
        if len(rows) % STEP == 0 or len(rows) == self._all:
            survived = sum(row["found"] == SURVIVED for row in rows)
            took = (monotonic() - self._began) / 60
            self.say(f"{len(rows):,} of {self._all:,}: {survived:,} survived ({took:.0f} min)")

    def score(self) -> float:
        """How many of a hundred were found."""
        rows = self._rows()
        return 100 * sum(row["found"] != SURVIVED for row in rows) / max(1, len(rows))

    def table(self) -> str:
        """By file and in all; the survivors' changes are written beside."""
        rows = self._rows()
        left = [row for row in rows if row["found"] == SURVIVED]
        self._survivors.write_text("\n".join(f"{row['name']}\n{row['code']}\n" for row in left))
        tried = Counter(row["path"] for row in rows)
        survived = Counter(row["path"] for row in left)
        lines = [f"{path:<34} {tried[path]:>5} {survived[path]:>5}" for path in sorted(tried)]
        hung = sum(row["found"] == HUNG for row in rows)
        return "\n".join(
            [
                f"{'file':<34} {'tried':>5} {'alive':>5}",
                *lines,
                f"{len(rows):,} tried, {len(left):,} survived, {hung} ran for ever: {self.score():.1f} % killed.",
                f"What survived stands in {self._survivors}.",
            ]
        )

    def _rows(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self._file.read_text().splitlines()] if self._file.exists() else []
