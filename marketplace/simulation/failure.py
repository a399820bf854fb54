"""What ends a simulation before its time: something is not as it must be, or breaks."""

import traceback
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Disagreement(Exception):
    """The site did what the model says cannot be, or an account does not hold what it must. `name` tells failures apart
    when a shorter history is looked for.
    """

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"{name}: {detail}")
        self.name = name
        self.detail = detail


class Failed(Exception):
    """A world that came to a disagreement at a step."""

    def __init__(self, step: int, what: str, cause: Disagreement) -> None:
        super().__init__(f"step {step} ({what}): {cause}")
        self.step = step
        self.cause = cause


def unexpected(error: Exception) -> Disagreement:
    """An error that nobody brought about on purpose. Two are alike that are of one class and arise at one line of
    ours.
    """
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(path, line) for path, line in frames if path.is_relative_to(ROOT) and "site-packages" not in path.parts]
    path, line = ours[-1]
    return Disagreement(f"{type(error).__qualname__} in {path.relative_to(ROOT)}:{line}", str(error))


def trace(failed: Failed) -> str:
    """Where an unexpected error came from, call by call; nothing for a disagreement, which says all itself."""
    error = failed.__cause__
    return "" if error is None or isinstance(error, Disagreement) else "".join(traceback.format_exception(error))
