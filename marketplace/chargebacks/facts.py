"""The names under which chargebacks leave facts about orders; ids and sums only.

Sums are the order's part of what the bank took, as the buyer paid it, minor units.

| fact | audit action about the order, and its data | outbox topic, and its payload besides `order` |
|---|---|---|
| the buyer's bank disputes its payment | disputed: chargeback, amount | order.disputed: amount |
| the shop was right | dispute_won: chargeback | order.dispute_won |
| it was lost, and the order owed nothing any more | dispute_over: chargeback | order.dispute_over |
| the bank keeps the money | dispute_lost: chargeback, amount | order.dispute_lost: amount |

About the chargeback itself: submit_evidence, evidence_sent, evidence_refused, evidence_missed.
"""

from typing import Any

from core.actor import Actor
from core.effects import Audit, Effects
from escrow.payments.disputes import of_chargeback
from escrow.payments.models import Chargeback
from marketplace.orders import facts
from marketplace.orders.models import Order


def audit(chargeback: Chargeback, action: str, actor: Actor, **data: Any) -> Effects:
    """An audit row about the chargeback."""
    return Effects(audits=(Audit(of_chargeback(chargeback), action, actor, data),))


def of_order(order: Order, action: str, actor: Actor, chargeback: Chargeback, **data: int) -> Effects:
    """An audit row about the order, and the message that tells both sides and the desk."""
    record = in_silence(order, action, actor, chargeback, **data)
    return record + facts.message(order, f"order.{action}", once=str(chargeback.pk), **data)


def in_silence(order: Order, action: str, actor: Actor, chargeback: Chargeback, **data: int) -> Effects:
    """The audit row alone."""
    return facts.audit(order, action, actor, chargeback=chargeback.pk, **data)
