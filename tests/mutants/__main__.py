"""Change the books' code in one small way, see that a test fails, and so on, thousands of times: `make mutants`."""

import argparse
import os
import random
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from marketplace.demo import children
from tests.mutants import changes, trying
from tests.mutants.changes import Mutant
from tests.mutants.loop import Loop
from tests.mutants.outcomes import TARGET, Outcomes
from tests.mutants.seen import Seen, measure
from tests.tracked import ROOT

OUT = ROOT / "tests" / "out" / "mutants"


def main() -> int:
    """Answers 1 when too many survive."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="so many, drawn by --seed; 0: all")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="", help="those whose name begins so: escrow/moves/holds.py:44")
    parser.add_argument("--again", action="store_true", help="those that survived the last time")
    asked = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    outcomes = Outcomes(OUT)
    mutants = [mutant for path in changes.files() for mutant in changes.mutants(path)]
    print(f"{len(mutants):,} mutants of {len(changes.files())} files.", flush=True)
    before = outcomes.survivors() if asked.again else None
    chosen = [one for one in mutants if one.name.startswith(asked.only) and (before is None or one.key in before)]
    if asked.sample:
        chosen = random.Random(asked.seed).sample(chosen, min(asked.sample, len(chosen)))
    outcomes.begin(chosen)
    _try(chosen, outcomes)
    print(outcomes.table())
    return 0 if outcomes.score() >= TARGET else 1


def _try(mutants: Sequence[Mutant], outcomes: Outcomes) -> None:
    in_functions = [mutant for mutant in mutants if mutant.function is not None]
    in_modules = [mutant for mutant in mutants if mutant.function is None]
    log, kept = OUT / "pytest.log", OUT / "seen.json"
    for left in (log, kept):
        left.unlink(missing_ok=True)

    def work(loop: Loop) -> None:
        known = measure(loop, changes.files())
        outcomes.say(f"{len(known.seconds)} tests take {sum(known.seconds.values()):.0f} s.")
        trying.in_functions(loop, in_functions, known, outcomes.tell)
        known.save(kept)

    _in_another_process(work, log)
    if not kept.exists():
        sys.exit(f"A test fails although nothing was changed: {log} tells which.")
    trying.in_modules(in_modules, Seen.load(kept), log, outcomes.tell)


def _in_another_process(work: Callable[[Loop], None], log: Path) -> None:
    """This one imports nothing that is to be changed."""
    child = os.fork()
    if child == 0:
        try:
            children.end_with_parent(signal.SIGKILL)
            trying.silence(log)
            trying.pytest_with(work, trying.selection())
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(0)
    os.waitpid(child, 0)


if __name__ == "__main__":
    sys.exit(main())
