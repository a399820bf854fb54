"""Whole worlds: the same seed is the same history, and the model notices what is not as it must be."""

from dataclasses import replace

import pytest

from escrow import terms
from escrow.models import Hold
from marketplace.simulation import replay, table
from marketplace.simulation.failure import Failed
from marketplace.simulation.replay import Fresh
from marketplace.simulation.wanted import Wanted

SMALL = Wanted(seed=3, days=9, buyers=6, shops=3, orders=10)


def test_the_same_seed_is_the_same_history_and_another_one_another(fresh: Fresh) -> None:
    first, again = (replay.live(SMALL, fresh) for _time in range(2))
    other = replay.live(replace(SMALL, seed=4, days=2), fresh)

    assert list(table.lines(again)) == list(table.lines(first))
    assert list(table.lines(first))[-1] == f"journal sha256: {first.checks.feed.sha256}"
    assert other.checks.feed.sha256 != first.checks.feed.sha256
    assert {hold.state for hold in first.model.holds.values()} >= {"held", "released"}


def test_a_fee_that_is_one_cent_wrong_is_noticed_at_its_step_and_shown_in_the_shortest_world(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = terms.fee_of

    def wrong(hold: Hold, goods_back: int) -> int:
        return right(hold, goods_back) + 1

    monkeypatch.setattr(terms, "fee_of", wrong)
    with pytest.raises(Failed) as raised:
        replay.live(SMALL, fresh)
    shorter, failed = replay.shorten(SMALL, raised.value, fresh, tries=4)

    assert raised.value.cause.name == failed.cause.name == "account differs"
    assert len(shorter.only or ()) <= SMALL.orders / 2
    assert "--only" in shorter.command()
