"""Whole worlds: the same seed is the same history, and the model notices what is not as it must be."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from core.errors import DomainError
from escrow import terms
from escrow.models import Hold
from marketplace.simulation import replay, report, table
from marketplace.simulation.breaking import Crash
from marketplace.simulation.failure import Failed
from marketplace.simulation.faults import NAMES
from marketplace.simulation.habits import claiming, receiving
from marketplace.simulation.islands import Sunk
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


def test_an_error_that_nobody_foresaw_is_told_with_seed_and_step_and_the_shortest_world(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise KeyError("parcel")

    monkeypatch.setattr(receiving, "confirm_receipt", broken)
    told = replay.told(replace(SMALL, faults=frozenset({"twice"})), fresh, tries=2)

    assert isinstance(told, Sunk)
    first, shorter, again = told.words.splitlines()
    line = broken.__code__.co_firstlineno + 1
    failure = f"(buyer: confirm): KeyError in tests/simulation/test_world.py:{line}: 'parcel'"
    assert first.startswith("step ")
    assert shorter.startswith("In a shorter world: step ")
    assert first.endswith(failure)
    assert shorter.endswith(failure)
    world = "manage.py simulate --seed 3 --days 9 --buyers 6 --shops 3 --orders 10 --faults twice"
    assert again.startswith(f"To see it again: {world} --only ")
    at_once = capsys.readouterr().err
    assert at_once.startswith("Traceback")
    assert at_once.endswith(f"{first}\nTo see it again: {world}\n")


def test_what_broke_off_and_is_refused_the_second_time_was_never_asked_for(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: Counter[int] = Counter()

    def breaks_off(order_id: int, *args: Any, **more: Any) -> None:
        tried[order_id] += 1
        if tried[order_id] == 1:
            raise Crash("claim")
        raise DomainError("too_late", "It is too late to ask.")

    monkeypatch.setattr(receiving, "THEN", {manner: {"claim": 1} for manner in receiving.THEN})
    monkeypatch.setattr(claiming, "open_claim", breaks_off)
    world = replay.live(SMALL, fresh)

    assert world.tally.refused["claim", "too_late"] > 0
    assert not world.model.claims
