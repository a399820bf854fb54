"""Which orders a chargeback is about, and how much of each is at stake. Minor units."""

from typing import TypedDict

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.among import numbers_of
from core.errors import DomainError
from escrow.models import Freeze, Hold, Reserve
from escrow.payments import disputes
from escrow.payments.disputes import CAUSE
from escrow.payments.impartial import payments_of_own
from escrow.payments.models import Capture, Chargeback, Payment
from escrow.payments.states import ChargebackState
from escrow.shares import back_for_share, outstanding, shares_of
from escrow.terms import Back
from marketplace.orders.models import Order


class Cause(TypedDict):
    """What binds, as the books are told."""

    cause: str
    cause_id: int


def orders_of(chargeback: Chargeback) -> QuerySet[Order]:
    """The orders that the disputed charge paid, in ascending order: a deposit's has none, nor has one that came twice,
    late or short, for other money pays those.
    """
    if not disputes.paid(chargeback):
        return Order.objects.none()
    return Order.objects.filter(checkout__payment=chargeback.capture.payment_id).order_by("pk")


def order_ids(chargeback: Chargeback) -> list[int]:
    """Their ids."""
    return list(orders_of(chargeback).values_list("pk", flat=True))


def disputes_of_own(user_id: int) -> Q:
    """Of chargebacks: those of a payment somebody made, or that paid their shop."""
    payments = Payment.objects.filter(payments_of_own(user_id))
    return Q(capture__among=numbers_of(Capture.objects.filter(payment__among=numbers_of(payments))))


def concerns(chargeback: Chargeback, user_id: int) -> bool:
    """Whether it is one of `disputes_of_own`."""
    return Chargeback.objects.filter(disputes_of_own(user_id), pk=chargeback.pk).exists()


def refuse_own(chargeback: Chargeback, user_id: int) -> None:
    """Raises DomainError own_order to whom it concerns."""
    if concerns(chargeback, user_id):
        raise DomainError(
            "own_order", _("This is about your own order. Somebody else shows the provider what we know.")
        )


def share_of(chargeback: Chargeback, hold: Hold) -> int:
    """What the hold owes once it is lost, and until then would owe if it were lost now. What it has given back since
    its share was named, before it was bound, is owed no more.
    """
    if chargeback.state == ChargebackState.LOST:
        return min(int(chargeback.shares.get(str(hold.pk), 0)), outstanding(hold))
    holds = Hold.objects.filter(payment=hold.payment_id).order_by("pk")
    return shares_of(chargeback.amount, holds).get(hold.pk, 0)


def at_stake(chargeback: Chargeback, hold: Hold) -> Back:
    """How much of the hold would be taken for its share."""
    share = share_of(chargeback, hold)
    return back_for_share(hold, share) if share else Back()


def cause_of(chargeback: Chargeback) -> Cause:
    """The chargeback as the cause of a freeze or a reserve."""
    return Cause(cause=CAUSE, cause_id=chargeback.pk)


def is_frozen(chargeback: Chargeback, hold: Hold) -> bool:
    """Whether the chargeback freezes the hold."""
    return Freeze.objects.filter(hold=hold, **cause_of(chargeback), lifted_at=None).exists()


def is_reserved(chargeback: Chargeback, hold: Hold) -> bool:
    """Whether something is kept back for the chargeback."""
    return Reserve.objects.filter(hold=hold, **cause_of(chargeback), lifted_at=None).exists()


def binds_alone(chargeback: Chargeback, hold: Hold) -> bool:
    """Whether no other dispute binds the hold: two may be about one charge."""
    others = {"hold": hold, "cause": CAUSE, "lifted_at": None}
    return not any(
        bound.objects.filter(**others).exclude(cause_id=chargeback.pk).exists() for bound in (Freeze, Reserve)
    )


def was_bound(chargeback: Chargeback, hold: Hold) -> bool:
    """Whether the chargeback has frozen the hold or kept something back, lifted since or not."""
    same = {"hold": hold, **cause_of(chargeback)}
    return Freeze.objects.filter(**same).exists() or Reserve.objects.filter(**same).exists()
