"""A payer's bank disputes a charge: nothing of its orders moves until it is decided who was right."""

from datetime import datetime

from core.actor import PROVIDER
from core.acts import act
from core.effects import Effects
from escrow.actions.freeze import freeze_hold
from escrow.actions.reserve import reserve_hold
from escrow.payments.models import Chargeback
from escrow.states import HoldState
from marketplace.chargebacks import facts, stakes
from marketplace.claims import clocks
from marketplace.claims.case import open_case_of
from marketplace.orders import pausing
from marketplace.orders.locks import lock_order


class NotPaidYet(Exception):
    """The charge is recorded, and its orders are not paid yet: look again in a moment."""


def dispute_orders(chargeback_id: int, *, now: datetime) -> int:
    """Bind every order of the payment, one by one. Told twice, it is done once. Answers how many were bound.

    Raises `NotPaidYet`.
    """
    chargeback = Chargeback.objects.select_related("capture").get(pk=chargeback_id)
    return sum(dispute_order(chargeback_id, order_id, now=now) for order_id in stakes.order_ids(chargeback))


@act("dispute_order", of="chargebacks")
def dispute_order(chargeback_id: int, order_id: int, *, now: datetime) -> bool:
    """What is held is frozen, and the order's clocks stand still; of what was released as much waits as may be taken.

    An open claim waits as well. False when there is nothing to bind, or it was done. Raises `NotPaidYet`.
    """
    order = lock_order(order_id)
    chargeback = Chargeback.objects.select_related("capture").get(pk=chargeback_id)
    hold = order.hold
    if hold.state == HoldState.AWAITING_PAYMENT:
        raise NotPaidYet(f"order {order_id}")
    if chargeback.ended_at is not None or stakes.was_bound(chargeback, hold):
        return False
    cause = stakes.cause_of(chargeback)
    back, share = stakes.at_stake(chargeback, hold), stakes.share_of(chargeback, hold)
    told = facts.of_order(order, "disputed", PROVIDER, chargeback, amount=share) + _claim_waits(order_id)
    if hold.state == HoldState.HELD:
        still = pausing.pause(order) + told
        freeze_hold(hold.pk, **cause, now=now, actor=PROVIDER, effects=still, known=hold)
        return True
    if hold.state in {HoldState.RELEASED, HoldState.SETTLED} and back.total:
        reserve_hold(hold.pk, back.total, **cause, now=now, actor=PROVIDER, effects=told)
        return True
    return False


def _claim_waits(order_id: int) -> Effects:
    case = open_case_of(order_id)
    return clocks.pause(case) if case else Effects()
