"""Which tests run which line of the files to change, and how long each takes: measured before anything is changed."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from coverage import Coverage

from tests.mutants.changes import Mutant
from tests.mutants.loop import Loop
from tests.tracked import ROOT


class Unready(Exception):
    """A test fails although nothing was changed."""


@dataclass
class Seen:
    """`lines[path][line]` are the tests that ran it, `seconds` what each test takes."""

    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    #: By file: which tests have found how many mutants of it. Neighbours are found by the same ones.
    found: dict[str, Counter[str]] = field(default_factory=dict)

    def tests_for(self, mutant: Mutant) -> list[str]:
        """Who might find it, the likeliest first, then the quickest."""
        ran = self.lines.get(mutant.path, {})
        beside = {test for tests in ran.values() for test in tests}
        chosen = {test for line in mutant.lines for test in ran.get(line, ())}
        if mutant.function is None:  # it has an effect wherever it is imported
            chosen = set(self.seconds)
        found = self.found.get(mutant.path, Counter())
        return sorted(chosen, key=lambda test: (-found[test], test not in beside, self.seconds[test], test))

    def save(self, file: Path) -> None:
        """For a process that comes later."""
        file.write_text(json.dumps(vars(self)))

    @classmethod
    def load(cls, file: Path) -> "Seen":
        """What was saved."""
        kept = json.loads(file.read_text())
        lines = {path: {int(line): tests for line, tests in ran.items()} for path, ran in kept["lines"].items()}
        return cls(lines, kept["seconds"], {path: Counter(counts) for path, counts in kept["found"].items()})

    def has_found(self, mutant: Mutant, test: str) -> None:
        """`test` failed with `mutant`."""
        self.found.setdefault(mutant.path, Counter())[test] += 1


def measure(loop: Loop, files: list[str]) -> Seen:
    """Run every test once. Raises Unready when one fails."""
    seen = Seen()
    coverage = Coverage(data_file=None, include=[str(ROOT / path) for path in files])
    coverage.start()
    for test in loop.tests:
        coverage.switch_context(test)
        began = monotonic()
        if not loop.passes(test):
            raise Unready(test)
        seen.seconds[test] = monotonic() - began
    coverage.stop()
    data = coverage.get_data()
    for path in files:
        contexts = data.contexts_by_lineno(str(ROOT / path))
        seen.lines[path] = {line: [test for test in tests if test] for line, tests in contexts.items()}
    return seen
