"""For every pair of money acts that can meet, and every place where the first can be overtaken: what comes of it is
what one of them after the other would have come to, and the books stay true.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

import pytest

from core.errors import DomainError
from escrow import invariants
from tests.conftest import CommittedDatabase
from tests.machine.meetings import MEETINGS, Meet
from tests.machine.scene import Scene
from tests.machine.stopping import meet

Start = Callable[[Scene], None]

#: Where two people act at the same moment most often; the others are tried by `make test-all`.
OFTEN = {
    ("held", "release", "freeze"),
    ("held", "timer", "freeze"),
    ("held", "refund part", "refund whole"),
    ("released", "payout whole", "payout part"),
    ("reserved", "claw back", "payout"),
    ("unpaid", "fund", "void"),
    ("awaited", "pay at once", "void"),
}
PAIRS = [
    pytest.param(
        start,
        acts[first],
        acts[rival],
        id=f"{start.__name__}: {first}, {rival}",
        marks=() if (start.__name__, first, rival) in OFTEN else pytest.mark.long,
    )
    for start, acts in MEETINGS.items()
    for first in acts
    for rival in acts
]


@pytest.mark.parametrize(("start", "first", "rival"), PAIRS)
def test_two_acts_that_meet_come_to_what_one_after_the_other_does(
    start: Start, first: Meet, rival: Meet, committed_db: CommittedDatabase, now: datetime
) -> None:
    one, other = _in_turn(start, first, rival, now), _in_turn(start, rival, first, now)
    allowed = [(one[0], one[1], one[2]), (other[1], other[0], other[2])]
    for number in count(1):
        scene = _begun(start, now)
        stopped, answer, rivals = meet(partial(first, scene), partial(rival, scene), number)
        assert (answer, rivals, scene.signs()) in allowed
        if not stopped:
            break
    assert number > 1
    assert invariants.check_all(now) == []


def _begun(start: Start, now: datetime) -> Scene:
    scene = Scene(now)
    start(scene)
    return scene


def _in_turn(start: Start, first: Meet, then: Meet, now: datetime) -> tuple[str, str, list[tuple[Any, ...]]]:
    scene = _begun(start, now)
    return _answer(first, scene), _answer(then, scene), scene.signs()


def _answer(act: Meet, scene: Scene) -> str:
    try:
        act(scene)
    except DomainError as refusal:
        return refusal.code
    return "done"
