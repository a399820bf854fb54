"""A shop whose bank account is about to be another one, and one whose payout two operators must agree on."""

from dataclasses import dataclass
from datetime import datetime

from django.test import override_settings

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


def large(now: datetime) -> dict[str, list[object]]:
    """One that waits."""
    shop = make.completed_order(now=now).shop
    make.bank_account(shop, now=now)
    with override_settings(PAYOUT_FOUR_EYES_ABOVE=0):
        asked = request_payout(
            book_id=shop.book_id, amount=5_000, currency="CNY", now=now, actor=Actor(Role.SELLER, shop.owner_id)
        )
    return {"large payout": [asked.pk]}


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
