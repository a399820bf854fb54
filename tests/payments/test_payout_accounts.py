"""Bank accounts that nobody could pay to, or that are somebody else's."""

from datetime import datetime

import pytest

from core.actor import Actor, Role
from core.errors import Invalid
from escrow.payments.actions.payout_accounts import enter_refund_account, set_payout_account
from escrow.payments.models import PayoutAccount, Refund

SELLER = Actor(Role.SELLER, 9)


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
