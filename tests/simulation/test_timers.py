"""Every promised time of docs/states.md passes in one of these worlds; clocks are paused, resumed and put off."""

from collections import Counter

import pytest

from escrow.payments.providers.sandbox import DAY, SandboxGateway
from marketplace.claims.states import ClaimState
from marketplace.deadlines import ACTIONS
from marketplace.simulation import replay, report
from marketplace.simulation.habits import (
    claiming,
    depositing,
    disputing,
    policing,
    receiving,
    ruling,
    selling,
    transferring,
)
from marketplace.simulation.replay import Fresh
from marketplace.simulation.wanted import Wanted

#: Deadline 4 is worked off in batches, the others one by one.
KINDS = frozenset({"release", *ACTIONS})
WHAT = ("passed", "paused", "resumed", "extended")
PLAIN = Wanted(seed="13", days=70, buyers=25, shops=6, orders=120)
QUARRELS = Wanted(seed="5", days=64, buyers=24, shops=12, orders=120)


def quarrel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most buyers complain, some before anything is sent; few shops agree, offers and goods sent back are left lying;
    most rulings are appealed against, and the desk is slow; shops are suspended, and close. Everybody pays at the
    provider, whose cap on keeping money is to be met.
    """
    shares = {"confirm": 5, "claim": 80, "extend": 10, "nothing": 5}
    monkeypatch.setattr(receiving, "THEN", dict.fromkeys(receiving.THEN, shares))
    answers = {"agree": 20, "offer": 30, "refuse": 45, "nothing": 5}
    monkeypatch.setattr(claiming, "ANSWERS", dict.fromkeys(claiming.ANSWERS, answers))
    monkeypatch.setattr(claiming, "RETURNS", 0.6)
    monkeypatch.setattr(claiming, "OFFERED", {"accept": 20, "refuse": 50, "nothing": 30})
    monkeypatch.setattr(claiming, "INSPECTED", {"accept": 20, "contest": 40, "nothing": 40})
    monkeypatch.setattr(claiming, "ACCEPTS", 0.15)
    monkeypatch.setattr(claiming, "APPEALS", 0.8)
    monkeypatch.setattr(selling, "REGRET", 0.2)
    monkeypatch.setattr(ruling, "FORGETS", {ClaimState.RULING: 0.4, ClaimState.APPEALED: 0.7})
    monkeypatch.setattr(ruling, "SHOWS", 0.2)
    monkeypatch.setattr(disputing, "SHARES", {1: 0.15, 2: 0.3})
    monkeypatch.setattr(policing, "SHARE", 0.3)
    monkeypatch.setattr(transferring, "SHARE", 0)
    monkeypatch.setattr(depositing, "CLOSE", 0.3)


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
    assert by_what["passed"] == KINDS
    assert by_what["paused"] >= {"release", "claim_answer", "ship_promise", "ship_latest"}
    assert by_what["resumed"] >= {"release", "claim_answer", "ship_promise", "ship_latest"}
    assert "release" in by_what["extended"]
