"""Whole worlds: the same seed is the same history, and the model notices what is not as it must be."""

from dataclasses import replace

import pytest

from escrow import terms
from escrow.models import Hold
from marketplace.simulation import replay, report, table
from marketplace.simulation.failure import Failed
from marketplace.simulation.faults import NAMES
from marketplace.simulation.replay import Fresh
from marketplace.simulation.wanted import Wanted

SMALL = Wanted(seed="3", days=9, buyers=6, shops=3, orders=10)


def test_the_same_seed_is_the_same_history_under_every_fault_and_another_one_another(fresh: Fresh) -> None:
    faulty = replace(SMALL, faults=NAMES)
    first, again = (report.of(replay.live(faulty, fresh)) for _time in range(2))
    other = report.of(replay.live(replace(SMALL, seed="4", days=2), fresh))

    assert list(table.lines(faulty, again)) == list(table.lines(faulty, first))
    assert list(table.lines(faulty, first))[-1] == f"journal sha256: {first.sha256}"
    assert other.sha256 != first.sha256
    assert first.orders.keys() >= {"held", "released"}
    assert first.faults.total() > SMALL.orders
    assert first.money["bank account"] < 0 < first.done["book arrival"]


@pytest.mark.long
@pytest.mark.parametrize("seed", ["11", "12", "13", "14"])
def test_worlds_hold_under_every_fault(seed: str, fresh: Fresh) -> None:
    lived = report.of(replay.live(Wanted(seed=seed, days=45, buyers=20, shops=5, orders=60, faults=NAMES), fresh))

    assert lived.orders.keys() >= {"released", "refunded", "void"}


@pytest.mark.long
def test_a_fee_that_is_one_cent_wrong_is_noticed_at_its_step_and_shown_in_the_shortest_world(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = terms.fee_of

    def wrong(hold: Hold, goods_back: int) -> int:
        return right(hold, goods_back) + 1

    monkeypatch.setattr(terms, "fee_of", wrong)
    with pytest.raises(Failed) as raised:
        replay.live(SMALL, fresh)
    shorter, failed = replay.shorten(SMALL, raised.value, fresh, tries=2)

    assert raised.value.cause.name == failed.cause.name == "account differs"
    assert len(shorter.only or ()) <= SMALL.orders / 2
    assert "--only" in shorter.command()
