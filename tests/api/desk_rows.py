"""What waits at the desk, as the tests of its API make it."""

from datetime import datetime

from escrow.bank.actions.list_transfer import list_payout
from escrow.bank.models import Transfer
from escrow.payments.models import Capture, Payout, Refund
from marketplace.orders.actions.cancel_order import cancel_order
from tests import make
from tests.access.payouts import large


def rejected(now: datetime) -> Refund:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    Refund.objects.filter(hold_id=order.hold_id).update(state="rejected", problem="the card is closed")
    return Refund.objects.get(hold_id=order.hold_id)


def payout(now: datetime) -> Payout:
    return Payout.objects.get(pk=str(large(now)["large payout"][0]))


def unknown(now: datetime) -> Capture:
    return make.unknown_capture(now, f"c-{Capture.objects.count()}")


def transfer(now: datetime) -> Transfer:
    return list_payout(make.unsaved_payout(f"listed-{Transfer.objects.count()}", "6222000000001234", 12_500, now))
