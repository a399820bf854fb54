"""The buyer names a bank account for money that the provider would not take back to where it came from."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError
from escrow.payments.actions.payout_accounts import enter_refund_account
from escrow.payments.models import PayoutAccount, Refund
from escrow.payments.states import RefundState
from marketplace.orders.models import Order


def name_refund_account(
    order: Order, *, bank: str, holder: str, number: str, now: datetime, actor: Actor
) -> list[PayoutAccount]:
    """For every refund of the order that was rejected; a payment that could not be taken went back whole, for no hold.

    Two operators check the account before anything is sent. Refused: `refund_not_rejected`; `Invalid` for what is no
    account.
    """
    about = Q(hold_id=order.hold_id) | Q(hold_id=None, capture__payment_id=order.checkout.payment_id)
    with transaction.atomic():
        rejected = Refund.objects.filter(about, state=RefundState.REJECTED, payer_id=order.buyer_id).order_by("pk")
        entered = [
            enter_refund_account(
                refund, owner_id=order.buyer_id, bank=bank, holder=holder, number=number, now=now, actor=actor
            )
            for refund in rejected.values_list("pk", flat=True)
        ]
        if not entered:
            raise DomainError("refund_not_rejected", _("This refund needs no bank account."))
    return entered
