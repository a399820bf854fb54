"""Where shops' payouts go, and refunds that arrive."""

from datetime import datetime

from core.actor import Actor, Role
from escrow.payments import bank_accounts
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.payout_details import change_payout_details
from escrow.payments.actions.refunds import finish_refund
from escrow.payments.models import PayoutAccount, Refund
from escrow.payments.states import RefundState
from marketplace.catalog.models import Shop

THEIRS, ANOTHER = "6222 0000 4471", "6217 0000 9999"


def bank_account(shop: Shop, number: str = THEIRS, *, bank: str = "ICBC", now: datetime) -> PayoutAccount:
    """The first one a shop names."""
    return set_payout_account(
        book_id=shop.book_id,
        owner_id=shop.owner_id,
        bank=bank,
        holder=shop.owner.name,
        number=number,
        now=now,
        actor=Actor(Role.SELLER, shop.owner_id),
    )


def other_account(shop: Shop, number: str = ANOTHER, *, bank: str = "ABC", now: datetime) -> PayoutAccount:
    """Another one, which waits; the first one is named before if there is none."""
    if bank_accounts.in_use(shop.book_id) is None:
        bank_account(shop, now=now)
    return change_payout_details(
        book_id=shop.book_id,
        owner_id=shop.owner_id,
        bank=bank,
        holder=shop.owner.name,
        number=number,
        now=now,
        actor=Actor(Role.SELLER, shop.owner_id),
    )


def refunds_arrive(now: datetime) -> None:
    """All that are due are sent, and the provider says that they have arrived."""
    for refund in Refund.objects.filter(state=RefundState.DUE):
        Refund.objects.filter(pk=refund.pk).update(state=RefundState.SENT)
        finish_refund(refund.pk, tries=refund.tries, now=now)
