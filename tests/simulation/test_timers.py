"""Promised times of docs/states.md pass in worlds, or in a test named here; clocks are paused, resumed and put off."""

from collections import Counter
from pathlib import Path

import pytest

from escrow.payments.providers.sandbox import DAY, SandboxGateway
from marketplace.deadlines import ACTIONS
from marketplace.simulation import replay, report
from marketplace.simulation.habits import claiming, depositing, disputing, policing, receiving, ruling, transferring
from marketplace.simulation.replay import Fresh
from marketplace.simulation.wanted import Wanted

#: Deadline 4 is worked off in batches, the others one by one.
KINDS = frozenset({"release", *ACTIONS})
#: What these worlds do not come to, and the test in which it passes.
ELSEWHERE = {
    "appeal_promise": "tests/claims/test_rulings.py::test_without_a_ruling_on_the_appeal_the_first_one_stands",
    "appeal_latest": "tests/claims/test_rulings.py::test_without_a_ruling_on_the_appeal_the_first_one_stands",
    "goods_inspected": "tests/claims/test_refunds.py::test_goods_nobody_looked_at_are_refunded",
    "offer_answer": "tests/claims/test_clocks.py::test_an_offer_nobody_answers_leaves_the_claim_as_it_was",
    "chargeback_evidence": "tests/chargebacks/test_evidence.py::test_time_passes_once_and_is_written_down",
}
WHAT = ("passed", "paused", "resumed", "extended")
PLAIN = Wanted(seed="13", days=70, buyers=25, shops=6, orders=120)
QUARRELS = Wanted(seed="5", days=64, buyers=16, shops=6, orders=80)


def quarrel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most buyers complain, few shops agree; desk and banks are slow; shops are suspended, and close. Everybody pays at
    the provider, whose cap on keeping money is to be met.
    """
    shares = {"confirm": 5, "claim": 80, "extend": 10, "nothing": 5}
    monkeypatch.setattr(receiving, "THEN", dict.fromkeys(receiving.THEN, shares))
    answers = {"agree": 25, "offer": 40, "refuse": 25, "nothing": 10}
    monkeypatch.setattr(claiming, "ANSWERS", dict.fromkeys(claiming.ANSWERS, answers))
    monkeypatch.setattr(ruling, "FORGETS", 0.5)
    monkeypatch.setattr(ruling, "SHOWS", 0.2)
    monkeypatch.setattr(disputing, "SHARES", {1: 0.15, 2: 0.3})
    monkeypatch.setattr(policing, "SHARE", 0.6)
    monkeypatch.setattr(transferring, "SHARE", 0)
    monkeypatch.setattr(depositing, "CLOSE", 0.6)


@pytest.mark.long
def test_every_promised_time_passes_and_clocks_are_paused_resumed_and_put_off(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: Counter[str] = report.of(replay.live(PLAIN, fresh)).timers
    quarrel(monkeypatch)
    seen += report.of(replay.live(QUARRELS, fresh)).timers
    monkeypatch.setattr(SandboxGateway, "hold_cap", 24 * DAY)  # the provider keeps money no longer
    seen += report.of(replay.live(QUARRELS, fresh)).timers

    by_what = {what: {kind for kind in KINDS if seen[f"{kind} {what}"]} for what in WHAT}
    assert by_what["passed"] | ELSEWHERE.keys() == KINDS
    assert by_what["paused"] >= {"release", "claim_answer", "ship_promise", "ship_latest"}
    assert by_what["resumed"] >= {"release", "claim_answer"}
    assert "release" in by_what["extended"]


def test_what_passes_in_no_world_passes_in_a_test_that_is_there() -> None:
    home = Path(__file__).parents[2]
    for kind, where in ELSEWHERE.items():
        path, name = where.split("::")
        assert kind in KINDS
        assert f"def {name}(" in (home / path).read_text()
