"""Somebody claims in the very moment in which a lost dispute takes its share."""

from datetime import datetime
from functools import partial

import pytest

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import invariants, reading
from escrow.actions.freeze import freeze_hold
from escrow.models import Hold
from escrow.payments.actions.chargebacks import lose_chargeback
from tests.conftest import CommittedDatabase
from tests.make import after
from tests.make import escrow as make


@pytest.mark.parametrize("before", [True, False])
def test_what_a_claim_freezes_while_it_is_being_decided_is_not_taken(
    committed_db: CommittedDatabase, now: datetime, monkeypatch: pytest.MonkeyPatch, *, before: bool
) -> None:
    hold = make.hold(now)
    chargeback = after.disputed(hold.payment, now)
    after.frozen_for(chargeback, hold, now)
    lose_chargeback(chargeback.pk, now=now)
    read = reading.hold

    def read_while_somebody_claims(hold_id: int) -> Hold:
        monkeypatch.setattr(reading, "hold", read)
        claim = partial(freeze_hold, hold_id, cause="claim", cause_id=50, now=now, actor=SYSTEM)
        if before:
            claim()
        found = read(hold_id)
        if not before:
            claim()
        return found

    monkeypatch.setattr(reading, "hold", read_while_somebody_claims)
    with pytest.raises(DomainError) as refusal:
        after.charged_back(chargeback, hold, now)
    assert (refusal.value.code, Hold.objects.get().remaining) == ("hold_frozen", 12_800)
    assert invariants.check_all(now) == []
