"""What ends a simulation before its time: something is not as it must be."""


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
