"""What the sandbox answers when it will not do something."""


class Refused(Exception):
    """A refusal with its HTTP status and one sentence; shown as JSON to machines and as a page to people."""

    def __init__(self, status: int, sentence: str) -> None:
        """Keep both; `sentence` is shown to the caller as it is."""
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
