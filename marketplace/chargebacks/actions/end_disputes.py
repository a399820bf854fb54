"""The bank has decided: the orders are free again, or each gives its share."""

from datetime import datetime

from core.actor import PROVIDER
from core.acts import act
from core.effects import Effects
from escrow.actions.charge_back import charge_back
from escrow.actions.freeze import unfreeze_hold
from escrow.actions.reserve import lift_reserve
from escrow.models import Hold
from escrow.payments.actions.end_chargeback import end_chargeback
from escrow.payments.models import Chargeback
from escrow.shares import back_for_share
from escrow.states import HoldState
from marketplace.catalog.actions import stock
from marketplace.chargebacks import facts, stakes
from marketplace.chargebacks.actions.dispute_orders import dispute_orders
from marketplace.claims import clocks
from marketplace.claims.actions.end_by_chargeback import end_by_chargeback
from marketplace.claims.case import open_case_of
from marketplace.orders import pausing, promises
from marketplace.orders.locks import lock_order, lock_shipment, quantities
from marketplace.orders.models import ClosedBy, Order


def free_orders(chargeback_id: int, *, now: datetime) -> int:
    """It was won: every order goes on where it stood still. Answers how many were freed."""
    chargeback = Chargeback.objects.select_related("capture").get(pk=chargeback_id)
    return sum(free_order(chargeback_id, order_id, now=now) for order_id in stakes.order_ids(chargeback))


def take_shares(chargeback_id: int, *, now: datetime) -> int:
    """It was lost: every order gives its share, and the host bears the rest. Answers how many gave something.

    Orders that were not bound yet are bound first.
    """
    dispute_orders(chargeback_id, now=now)
    chargeback = Chargeback.objects.select_related("capture").get(pk=chargeback_id)
    took = sum(take_share(chargeback_id, order_id, now=now) for order_id in stakes.order_ids(chargeback))
    end_chargeback(chargeback_id, now=now)
    return took


@act("free_order", of="chargebacks")
def free_order(chargeback_id: int, order_id: int, *, now: datetime) -> bool:
    """The order's clocks, or those of its open claim, run on, and both sides are told; while another dispute binds it
    nothing runs on, and nobody is told so. False when nothing was bound any more.
    """
    order = lock_order(order_id)
    chargeback = Chargeback.objects.get(pk=chargeback_id)
    return _free(chargeback, order, now, _told(order, "dispute_won", chargeback))


@act("take_share", of="chargebacks")
def take_share(chargeback_id: int, order_id: int, *, now: datetime) -> bool:
    """An open claim ends, for the buyer has been paid by the bank; then the money goes.

    False when nothing was bound any more, or the order owes nothing: then it is free again, and both sides are told
    unless another dispute binds it.
    """
    order = lock_order(order_id)
    chargeback = Chargeback.objects.get(pk=chargeback_id)
    bound = stakes.is_frozen(chargeback, order.hold) or stakes.is_reserved(chargeback, order.hold)
    share = stakes.share_of(chargeback, order.hold)
    if not bound:
        return False
    if share <= 0:
        _free(chargeback, order, now, _told(order, "dispute_over", chargeback))
        return False
    case = open_case_of(order_id)
    if case is not None:
        end_by_chargeback(case.claim.pk, now=now, actor=PROVIDER)
        order = lock_order(order_id)
    told = facts.of_order(order, "dispute_lost", PROVIDER, chargeback, amount=share)
    charge_back(
        order.hold_id,
        chargeback_id=chargeback.pk,
        now=now,
        actor=PROVIDER,
        effects=told + _after_taking(order, share, now),
    )
    return True


def _told(order: Order, action: str, chargeback: Chargeback) -> Effects:
    """That the order goes on; while another dispute binds it nobody is told."""
    tell = facts.of_order if stakes.binds_alone(chargeback, order.hold) else facts.in_silence
    return tell(order, action, PROVIDER, chargeback)


def _free(chargeback: Chargeback, order: Order, now: datetime, told: Effects) -> bool:
    cause = stakes.cause_of(chargeback)
    case, hold = open_case_of(order.pk), order.hold
    goes_on = clocks.resume(case, now) if case and stakes.binds_alone(chargeback, hold) else Effects()
    if stakes.is_frozen(chargeback, hold):
        goes_on += pausing.resume(order, hold, lock_shipment(order), now=now)
        unfreeze_hold(hold.pk, **cause, now=now, actor=PROVIDER, effects=told + goes_on)
        return True
    if stakes.is_reserved(chargeback, hold):
        lift_reserve(hold.pk, **cause, now=now, actor=PROVIDER, effects=told + goes_on)
        return True
    return False


def _after_taking(order: Order, share: int, now: datetime) -> Effects:
    """All that was held is gone: the order ends. A part: it goes on. What was released has ended before."""
    hold: Hold = order.hold
    if hold.state != HoldState.HELD:
        return Effects()
    shipment = lock_shipment(order)
    if back_for_share(hold, share).total < hold.remaining:
        return pausing.resume(order, hold, shipment, now=now)
    if shipment is None:
        stock.release_reserved(quantities(order))
    Order.objects.filter(pk=order.pk).update(closed_at=now, closed_by=ClosedBy.CHARGEBACK)
    return promises.end(order)
