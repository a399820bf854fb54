"""Somebody who has closed a shop, whose deposit came back from the bank, and who is suspended."""

from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor, Role
from core.models import Deadline
from escrow.payments.actions import payouts
from escrow.payments.models import Payout
from marketplace.catalog.actions.close_shop import close_shop, send_deposit_back
from marketplace.catalog.models import Shop
from marketplace.users.models import User
from tests import make
from tests.make import after
from tests.make.users import PASSWORD


@dataclass(frozen=True)
class Leaver:
    """Its owner, and what addresses want."""

    owner: User
    args: dict[str, list[object]]


def leaving(now: datetime) -> Leaver:
    """The deposit is here again."""
    shop = make.shop(make.user("Leaving Lu", password=PASSWORD), now=now)
    come_back(shop, now)
    return Leaver(shop.owner, {"to appeal": [make.suspended_person(shop.owner, now=now).pk]})


def come_back(shop: Shop, now: datetime) -> None:
    """The shop paid its deposit in and closed; its bank sent the deposit back."""
    make.bank_account(shop, now=now)
    after.deposited(now, book_id=shop.book_id)
    close_shop(shop.pk, now=now, actor=Actor(Role.SELLER, shop.owner_id))
    send_deposit_back(Deadline.objects.get(kind="return_deposit", subject_id=shop.pk), now)
    back = Payout.objects.get(book_id=shop.book_id)
    payouts._mark_sent(back, now)
    payouts.return_payout(back.pk, "The bank does not know this account.", now=now)
