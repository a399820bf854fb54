"""Every move, whole: not only what is posted, but what changes, is taken from, promised, told and recorded.

It stands in `whole_moves.txt`. After a change that is meant, `WRITE_MOVES=1 pytest tests/escrow/test_whole_moves.py`
writes it anew: read the difference.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from escrow.examples import EXAMPLES
from escrow.examples_after import AFTER
from escrow.move import Move
from marketplace.subscriptions import SUBSCRIPTIONS
from tests.escrow.situations import SITUATIONS
from tests.escrow.telling import told

WHOLE = Path(__file__).with_name("whole_moves.txt")


def _moves() -> Iterator[tuple[str, Move]]:
    for example in (*EXAMPLES, *AFTER):
        for number, move in enumerate(example.moves(), 1):
            yield f"{example.number} {example.title} ({number})", move
    for title, decide in SITUATIONS.items():
        yield title, decide()


def test_every_move_is_what_it_was() -> None:
    lines = [line for title, move in _moves() for line in (title, *told(move))]
    if os.environ.get("WRITE_MOVES"):
        WHOLE.write_text("\n".join(lines) + "\n")
    assert lines == WHOLE.read_text().splitlines()


def test_somebody_hears_whatever_is_told() -> None:
    topics = {message.topic for _title, move in _moves() for message in move.effects.messages}
    assert len(topics) > 15
    assert topics <= SUBSCRIPTIONS.keys()
