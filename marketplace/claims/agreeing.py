"""What both sides agree on is done: the money goes back at once, or once the goods were sent back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor, Role
from core.errors import DomainError
from marketplace.claims import clocks, facts
from marketplace.claims.case import Case
from marketplace.claims.dividing import to_buyer
from marketplace.claims.ends import end_with_refund
from marketplace.claims.models import GoodsBack, ReturnAddress, Wish
from marketplace.claims.states import ClaimState, Outcome
from marketplace.claims.turns import turn
from marketplace.orders import promises


def carry_out(case: Case, verb: str, outcome: Outcome, *, now: datetime, actor: Actor, passed: str = "") -> None:
    """Do what the claim now says.

    Goods that were sent back already are not asked for again. Time asks nobody for an address: silence without one is a
    refund without return. Raises DomainError: `return_address_missing`, `custody_limit`, `back_too_much`.
    """
    if not _comes_back(case, actor):
        forget_postage(case)
        end_with_refund(case, verb, outcome, now=now, actor=actor, passed=passed)
        return
    if actor.role != Role.SYSTEM:
        require_return_possible(case, now)
    _promise_place(case)
    amount = to_buyer(case.hold, case.claim)
    told = facts.message(case.claim, "claim.agreed", actor, amount=amount)
    turn(case, verb, ClaimState.TO_SEND_BACK, now=now, actor=actor, told=told, passed=passed, amount=amount)


def require_return_possible(case: Case, now: datetime) -> None:
    """Raises DomainError `return_address_missing`, or `custody_limit` when no time is left to send goods back."""
    if not ReturnAddress.objects.filter(shop_id=case.order.shop_id).exists():
        raise DomainError("return_address_missing", _("Say first where goods are to be sent back to."))
    due = now + clocks.length(case, "goods_back")
    if not case.claim.after_sale and due > promises.cap_at(case.order, case.hold):
        raise DomainError("custody_limit", _("The money cannot be held long enough to send the goods back."))


def forget_postage(case: Case) -> None:
    """Nothing is paid for sending back what was not sent."""
    if case.claim.postage and not was_sent_back(case):
        case.claim.postage = 0
        case.claim.save(update_fields=["postage"])


def was_sent_back(case: Case) -> bool:
    """Whether the buyer has handed the goods to a carrier."""
    return GoodsBack.objects.filter(claim=case.claim, sent_at__isnull=False).exists()


def _comes_back(case: Case, actor: Actor) -> bool:
    if case.claim.wish != Wish.RETURN or was_sent_back(case):
        return False
    if actor.role == Role.SYSTEM:
        return ReturnAddress.objects.filter(shop_id=case.order.shop_id).exists()
    return True


def _promise_place(case: Case) -> None:
    """The shop's address as it is today: where the buyer is told to send the goods."""
    place = ReturnAddress.objects.get(shop_id=case.order.shop_id)
    names = ("recipient", "phone", "region", "street")
    GoodsBack.objects.update_or_create(claim=case.claim, defaults={name: getattr(place, name) for name in names})
