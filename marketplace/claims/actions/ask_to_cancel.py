"""The buyer wants to cancel while the shop packs: the shop is asked, by a claim for the whole order."""

from datetime import datetime

from core.actor import Actor
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.asking import Asked
from marketplace.claims.models import Claim, Reason, Wish
from marketplace.claims.sums import lines_open_to_claim
from marketplace.orders.models import Order


def ask_to_cancel(order_id: int, *, words: str = "", now: datetime, actor: Actor) -> Claim:
    """Ask the shop to give everything back; it has 2 days, and silence is agreement.

    Before packing began, and once the promise to ship has passed, an order is cancelled at once instead
    (orders/actions/cancel_order.py). Refused: `shipped`, and as `open_claim` refuses.
    """
    order = Order.objects.select_related("hold").get(pk=order_id)
    open_lines = lines_open_to_claim(order)
    lines = {one.line.pk: one.most for one in open_lines if one.line}
    shipping = sum(one.most for one in open_lines if one.line is None)
    asked = Asked(Wish.REFUND, lines, shipping)
    reason = Reason.NO_LONGER_WANTED
    return open_claim(order_id, asked, reason=reason, words=words, only_unshipped=True, now=now, actor=actor)
