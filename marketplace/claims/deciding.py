"""Rulings: who may give one, and what follows when it is given."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor
from core.errors import DomainError
from marketplace.claims import facts
from marketplace.claims.case import Case
from marketplace.claims.dividing import to_buyer
from marketplace.claims.ends import end_by_ruling
from marketplace.claims.models import Ruling
from marketplace.claims.states import ClaimState, Outcome
from marketplace.claims.turns import turn
from marketplace.orders.models import Order


def number_now(case: Case) -> int:
    """1 for the ruling, 2 for the one on an appeal."""
    return 2 if case.state is ClaimState.APPEALED else 1


def proposal_of(case: Case) -> Ruling | None:
    """What waits for a second operator."""
    return Ruling.objects.filter(claim=case.claim, number=number_now(case), given_at=None, declined_at=None).first()


def first_ruling(case: Case) -> Ruling:
    """The ruling that was given. Raises `Ruling.DoesNotExist`."""
    return Ruling.objects.get(claim=case.claim, number=1, declined_at=None, given_at__isnull=False)


def require_impartial(case: Case, actor: Actor) -> None:
    """Raises DomainError `own_order`; `ruled_before` when the appeal is against this operator's own ruling."""
    check_impartial(case.order, actor, before=first_ruling(case) if number_now(case) == 2 else None)  # noqa: PLR2004


def check_impartial(order: Order, actor: Actor, *, before: Ruling | None) -> None:
    """As `require_impartial`; `before` is the ruling that is appealed against."""
    if order.concerns(actor.user_id):
        raise DomainError("own_order", _("At the desk nobody sees or rules on an order of their own."))
    if before is not None and actor.user_id in {before.operator_id, before.second_id}:
        raise DomainError("ruled_before", _("An appeal is ruled on by somebody who did not rule before."))


def give(case: Case, ruling: Ruling, verb: str, *, now: datetime, actor: Actor) -> None:
    """The first one can be accepted or appealed against; the one on an appeal is final at once."""
    Ruling.objects.filter(pk=ruling.pk).update(given_at=now)
    amount = to_buyer(case.hold, ruling)
    told = facts.message(case.claim, "claim.ruling_given", actor, once=ruling.pk, ruling=ruling.pk, amount=amount)
    if ruling.number == 1:
        turn(case, verb, ClaimState.RULED, now=now, actor=actor, told=told, ruling=ruling.pk, amount=amount)
        return
    effects.write(told, now=now)
    end_by_ruling(case, ruling, verb, Outcome.RULED, now=now, actor=actor)
