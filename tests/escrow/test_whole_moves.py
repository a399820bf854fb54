"""Every move, whole: not only what is posted, but what changes, is taken from, promised, told and recorded.

It stands in `whole_moves.txt`. After a change that is meant, `WRITE_MOVES=1 pytest tests/escrow/test_whole_moves.py`
writes it anew: read the difference.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from escrow.examples import EXAMPLES
from escrow.examples_after import AFTER
from tests.escrow.situations import SITUATIONS
from tests.escrow.telling import told

WHOLE = Path(__file__).with_name("whole_moves.txt")


def _lines() -> Iterator[str]:
    for example in (*EXAMPLES, *AFTER):
        for number, move in enumerate(example.moves(), 1):
            yield f"{example.number} {example.title} ({number})"
            yield from told(move)
    for title, decide in SITUATIONS.items():
        yield title
        yield from told(decide())


def test_every_move_is_what_it_was() -> None:
    lines = list(_lines())
    if os.environ.get("WRITE_MOVES"):
        WHOLE.write_text("\n".join(lines) + "\n")
    assert lines == WHOLE.read_text().splitlines()
