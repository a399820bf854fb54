"""A shop's bank account, set once; accounts that nobody could pay to, or that are somebody else's."""

from datetime import datetime

import pytest

from core.actor import Actor, Role
from core.errors import DomainError, Invalid
from core.models import AuditRecord
from escrow.payments.actions.payout_accounts import enter_refund_account, set_payout_account
from escrow.payments.models import PayoutAccount, Refund
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


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", ""),
        ("number", "123"),
        ("number", "1" * 35),
        ("number", "12345\x00"),
        ("number", "=1+2345"),
        ("bank", " "),
        ("bank", "x" * 81),
        ("holder", "Li\x00Wei"),
        ("holder", "Li\u202eWei"),
    ],
)
def test_an_account_nobody_could_pay_to_is_refused(db: None, now: datetime, field: str, value: str) -> None:
    given = {"bank": "ABC", "holder": "Li Wei", "number": "622200001234"} | {field: value}
    with pytest.raises(Invalid) as refusal:
        set_payout_account(book_id=7, owner_id=9, now=now, actor=SELLER, **given)
    assert refusal.value.field == field
    assert PayoutAccount.objects.count() == 0


def test_an_account_for_somebody_elses_refund_is_not_found(db: None, now: datetime) -> None:
    with pytest.raises(Refund.DoesNotExist):
        enter_refund_account(5, owner_id=9, bank="A", holder="B", number="12345", now=now, actor=SELLER)
