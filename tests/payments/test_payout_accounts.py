from datetime import datetime

import pytest

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord
from escrow.payments.models import PayoutAccount
from tests.conftest import CommittedDatabase
from tests.payments.charging import at_once
from tests.payments.provider_side import account

SELLER = Actor(Role.SELLER, 9)


def test_a_payout_account_is_set_once(db: None, now: datetime) -> None:
    first = account(now, " 6222 0000-1234 ")
    assert (first.number, first.bank, first.holder) == ("622200001234", "ABC", "Li Wei")
    with pytest.raises(DomainError) as refusal:
        account(now, "9999 9999")
    assert refusal.value.code == "payout_account_set"
    assert PayoutAccount.objects.get().number == "622200001234"
    assert AuditRecord.objects.get(action="set_payout_account").data == {"account": first.pk}


def test_a_payout_account_set_from_ten_threads_is_set_once(committed_db: CommittedDatabase, now: datetime) -> None:
    assert at_once(*[lambda: account(now)] * 10) == ["done"] + ["payout_account_set"] * 9
