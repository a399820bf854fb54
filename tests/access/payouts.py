"""A shop whose bank account is about to be another one."""

from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor, Role
from escrow.payments import bank_accounts
from escrow.payments.actions.request_payout import request_payout
from marketplace.users.models import User
from tests import make
from tests.make.users import PASSWORD


@dataclass(frozen=True)
class Moving:
    """Its owner, and what addresses want."""

    owner: User
    args: dict[str, list[object]]


def moving(now: datetime) -> Moving:
    """The day has begun."""
    owner = make.user("Moving Mei", password=PASSWORD)
    order = make.completed_order(sku=make.sku(make.listing(make.shop(owner), title="Hats of felt", now=now)), now=now)
    make.bank_account(order.shop, now=now)
    asked = request_payout(
        book_id=order.shop.book_id, amount=5_000, currency="CNY", now=now, actor=Actor(Role.SELLER, owner.pk)
    )
    account = make.other_account(order.shop, now=now)
    return Moving(owner, {"undo key": [bank_accounts.undo_key(account)], "payout": [asked.pk]})
