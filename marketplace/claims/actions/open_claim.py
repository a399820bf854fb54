"""The buyer asks for money back, or to send goods back: from now on only the outcome moves what it is about."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import ids
from core.actor import Actor, Role
from core.acts import act
from core.effects import Effects
from core.errors import DomainError
from escrow.states import ENDED, HoldState
from marketplace.claims import after_sale, binding, clocks, facts, sums
from marketplace.claims.asking import Asked
from marketplace.claims.case import WAITS, Case, is_disputed
from marketplace.claims.dividing import to_buyer
from marketplace.claims.models import Claim, ClaimLine, Reason, Statement
from marketplace.claims.statements import say
from marketplace.orders import pausing
from marketplace.orders.locks import lock_order, lock_shipment
from marketplace.orders.models import Order


@act("open_claim", of="claims")
def open_claim(
    order_id: int,
    asked: Asked,
    *,
    reason: str,
    words: str,
    photos: Sequence[int] = (),
    only_unshipped: bool = False,
    now: datetime,
    actor: Actor,
) -> Claim:
    """Open a claim for the order's buyer: the hold is frozen, the order's clocks stand still, the shop's clock runs.
    For some days after the release it is an after-sale claim: as much of the shop's payable waits as is asked.

    Whoever only changed their mind before shipping need not write words; with `only_unshipped` the claim is not opened
    when the shop was quicker. Refused: `shipped` (then), `not_the_buyer`, `not_paid`, `order_ended`, `after_sale_over`,
    `claim_open_already`, `disputed`, `frozen`, `claim_before` (one before shipping), `line_not_open`, `back_too_much`;
    `Invalid` for what cannot be read (sums.py, statements.py).
    """
    order = lock_order(order_id)
    shipment = lock_shipment(order)
    _check(order, actor, now, shipped=shipment is not None)
    if only_unshipped and shipment is not None:
        raise DomainError("shipped", _("This order has been shipped already."))
    fields = sums.read_asked(order, asked, reason=reason, shipped=shipment is not None)
    claim = Claim.objects.create(
        id=ids.new_id(),
        order=order,
        shipped=shipment is not None,
        after_sale=order.hold.state == HoldState.RELEASED,
        opened_at=now,
        **fields,
    )
    ClaimLine.objects.bulk_create(sums.lines_of(claim, asked))
    plain = reason == Reason.NO_LONGER_WANTED and shipment is None
    say(claim, Statement.Act.OPENED, words, photos, now=now, actor=actor, needed=not plain)
    amount = to_buyer(order.hold, claim)
    told = facts.audit(claim, "open", actor, **{"from": "", "to": claim.state}, amount=amount)
    told += facts.message(claim, "claim.opened", actor, amount=amount)
    case = Case(claim, order, shipment)
    stopped = Effects() if claim.after_sale else pausing.pause(order)
    binding.bind(case, now=now, actor=actor, effects=stopped + clocks.begin(case, now) + told)
    return claim


def _check(order: Order, actor: Actor, now: datetime, *, shipped: bool) -> None:
    if actor.role != Role.BUYER or actor.user_id != order.buyer_id:
        raise DomainError("not_the_buyer", _("Only the buyer of an order can ask for money back."))
    if order.hold.state == HoldState.AWAITING_PAYMENT:
        raise DomainError("not_paid", _("This order has not been paid."))
    if order.hold.state == HoldState.RELEASED and not after_sale.is_open(order, now):
        raise DomainError("after_sale_over", _("The time to ask for money back has passed. The payment is final."))
    if order.hold.state in ENDED - {HoldState.RELEASED}:
        raise DomainError("order_ended", _("This order has ended already."))
    if Claim.objects.filter(order=order, ended_at=None).exists():
        raise DomainError("claim_open_already", _("You have asked about this order already."))
    if order.hold.state == HoldState.RELEASED and is_disputed(order.hold):
        raise DomainError("disputed", WAITS)
    if order.hold.freeze_count:
        raise DomainError("frozen", _("The clock of this order is stopped until the open question is settled."))
    if not shipped and Claim.objects.filter(order=order, shipped=False).exists():
        raise DomainError(
            "claim_before", _("You have asked once before it was sent. You can ask again when it is on its way.")
        )
