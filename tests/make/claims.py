"""Claims of the tests, brought to where they stand by the same actions as a person's clicks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from core.actor import Actor, Role
from core.deadlines import give_notice
from core.models import Deadline
from marketplace.catalog.models import Shop
from marketplace.claims.actions.agree import agree
from marketplace.claims.actions.appeal_ruling import appeal_ruling
from marketplace.claims.actions.ask_for_ruling import ask_for_ruling
from marketplace.claims.actions.make_offer import make_offer
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.actions.passing import pass_clock
from marketplace.claims.actions.propose_ruling import propose_ruling
from marketplace.claims.actions.refuse_claim import refuse_claim
from marketplace.claims.actions.send_back import send_back
from marketplace.claims.actions.set_return_address import set_return_address
from marketplace.claims.actions.withdraw import withdraw
from marketplace.claims.asking import Asked, Divided, Offered
from marketplace.claims.models import Claim
from marketplace.orders.models import Order
from tests.make.baskets import DESTINATION, read
from tests.make.catalog import NOW
from tests.make.orders import buyer_of, delivered_order, seller_of
from tests.make.users import operator


def asked_of(order: Order, goods: int | None = None, shipping: int = 0, *, wish: str = "refund", **more: Any) -> Asked:
    """So much of the order's first line (all of it unless told)."""
    line = order.lines.order_by("pk")[0]
    return Asked(wish, {line.pk: line.amount.minor if goods is None else goods}, shipping, **more)


def claim(
    order: Order | None = None,
    asked: Asked | None = None,
    *,
    reason: str = "damaged",
    words: str = "The tea is mouldy.",
    now: datetime = NOW,
) -> Claim:
    """An open claim of an order that was delivered, for 40.00 of its goods unless told otherwise."""
    order = order or delivered_order(now=now)
    asked = asked or asked_of(order, 4000)
    return reread(open_claim(order.pk, asked, reason=reason, words=words, now=now, actor=buyer_of(order)))


def return_claim(order: Order | None = None, *, now: datetime = NOW, **more: Any) -> Claim:
    """An open claim for a return of everything, whose shop says where to."""
    order = order or delivered_order(now=now)
    return_address(order.shop, now=now)
    return claim(order, asked_of(order, wish="return", **more), now=now)


def offered_claim(order: Order | None = None, *, by: Role = Role.SELLER, now: datetime = NOW) -> Claim:
    """40.00 are asked, 20.00 are offered by the shop, or 30.00 by the buyer in turn."""
    made = claim(order, now=now)
    make_offer(made.pk, Offered("refund", 2000), now=now, actor=seller_of(made.order))
    if by == Role.BUYER:
        make_offer(made.pk, Offered("refund", 3000), now=now, actor=buyer_of(made.order))
    return reread(made)


def refused_claim(order: Order | None = None, *, now: datetime = NOW) -> Claim:
    made = claim(order, now=now)
    return reread(refuse_claim(made.pk, words="It was dry when it left us.", now=now, actor=seller_of(made.order)))


def claim_to_send_back(*, now: datetime = NOW, **more: Any) -> Claim:
    made = return_claim(now=now, **more)
    return reread(agree(made.pk, now=now, actor=seller_of(made.order)))


def inspected_claim(*, now: datetime = NOW, **more: Any) -> Claim:
    """The goods are on their way back, or there: the shop is to look at them."""
    made = claim_to_send_back(now=now, **more)
    return reread(send_back(made.pk, carrier="ZTO", number="BACK-1", now=now, actor=buyer_of(made.order)))


def evidence_claim(order: Order | None = None, *, now: datetime = NOW) -> Claim:
    made = refused_claim(order, now=now)
    return reread(ask_for_ruling(made.pk, now=now, actor=buyer_of(made.order)))


def claim_to_rule(order: Order | None = None, *, now: datetime = NOW) -> Claim:
    """Both had their three days: it lies on the desk. The moment is its deadline's."""
    made = evidence_claim(order, now=now)
    pass_clock(made.pk, "evidence", now=due_of(made, "evidence"))
    return reread(made)


def ruled_claim(
    order: Order | None = None, *, goods: int = 4000, by: Actor | None = None, now: datetime = NOW
) -> Claim:
    made = claim_to_rule(order, now=now)
    rule(made, goods, by=by, now=now + timedelta(days=3))
    return reread(made)


def appealed_claim(
    order: Order | None = None, *, goods: int = 4000, by: Actor | None = None, now: datetime = NOW
) -> Claim:
    made = ruled_claim(order, goods=goods, by=by, now=now)
    later = now + timedelta(days=3)
    appeal_ruling(made.pk, words="The photo shows another cake.", now=later, actor=seller_of(made.order))
    return reread(made)


def closed_claim(order: Order | None = None, *, now: datetime = NOW) -> Claim:
    made = claim(order, now=now)
    return reread(withdraw(made.pk, now=now, actor=buyer_of(made.order)))


def rule(claim: Claim, goods: int, *, other: int = 0, by: Actor | None = None, now: datetime = NOW) -> None:
    """An operator rules that so much goes to the buyer."""
    by = by or desk()
    propose_ruling(claim.pk, Divided(goods, other), reasons="The photos show it.", now=now, actor=by)


def desk() -> Actor:
    """An operator, acting; another one at each call."""
    return Actor(Role.OPERATOR, operator().pk)


def return_address(shop: Shop, *, now: datetime = NOW) -> None:
    set_return_address(shop.pk, DESTINATION, now=now, actor=Actor(Role.SELLER, shop.owner_id))


def reread(claim: Claim) -> Claim:
    """The claim as it stands now, with its order."""
    fresh = Claim.objects.get(pk=claim.pk)
    fresh.order = read(Order.objects.get(pk=fresh.order_id))
    return fresh


def due_of(claim: Claim, kind: str) -> datetime:
    """When an open clock of the claim is due. Raises `Deadline.DoesNotExist`."""
    return Deadline.objects.get(
        subject_type="claim", subject_id=claim.pk, kind=kind, done_at=None, remainder=None
    ).due_at


def run_out(claim: Claim, kind: str) -> datetime:
    """The person was told at once and stays silent: the moment at which the clock has run out."""
    due = due_of(claim, kind)
    row = Deadline.objects.get(subject_type="claim", subject_id=claim.pk, kind=kind, done_at=None)
    give_notice("claim", claim.pk, [kind], at=row.window_from)
    return due


#: A claim in each state.
IN_STATE: dict[str, Callable[..., Claim]] = {
    "asked": claim,
    "offered": offered_claim,
    "refused": refused_claim,
    "to_send_back": claim_to_send_back,
    "inspecting": inspected_claim,
    "evidence": evidence_claim,
    "ruling": claim_to_rule,
    "ruled": ruled_claim,
    "appealed": appealed_claim,
    "closed": closed_claim,
}
