"""Which orders a chargeback is about, and how much of each is at stake. Minor units."""

from typing import TypedDict

from django.db.models import Q

from escrow.models import Freeze, Hold, Reserve
from escrow.payments.models import Chargeback, Payment
from escrow.shares import back_for_share, shares_of
from escrow.terms import Back
from marketplace.orders.models import Order

CAUSE = "chargeback"


class Cause(TypedDict):
    """What binds, as the books are told."""

    cause: str
    cause_id: int


def order_ids(chargeback: Chargeback) -> list[int]:
    """The orders of the payment whose charge is disputed, in ascending order: a deposit's has none."""
    payment = chargeback.capture.payment_id
    return list(Order.objects.filter(checkout__payment=payment).order_by("pk").values_list("pk", flat=True))


def concerns(chargeback: Chargeback, user_id: int | None) -> bool:
    """Whether somebody made the disputed payment, or has a shop that it paid."""
    sides = Q(payer=user_id) | Q(checkout__orders__shop__owner=user_id)
    return Payment.objects.filter(sides, captures=chargeback.capture_id).exists()


def share_of(chargeback: Chargeback, hold: Hold) -> int:
    """What the hold would owe if it were lost now."""
    named = chargeback.shares.get(str(hold.pk))
    if named is not None:
        return int(named)
    holds = Hold.objects.filter(payment=hold.payment_id).order_by("pk")
    return shares_of(chargeback.amount, holds).get(hold.pk, 0)


def at_stake(chargeback: Chargeback, hold: Hold) -> Back:
    """How much of the hold would be taken for its share."""
    share = share_of(chargeback, hold)
    return back_for_share(hold, share) if share else Back()


def is_frozen(chargeback: Chargeback, hold: Hold) -> bool:
    """Whether the chargeback freezes the hold."""
    return Freeze.objects.filter(hold=hold, cause=CAUSE, cause_id=chargeback.pk, lifted_at=None).exists()


def is_reserved(chargeback: Chargeback, hold: Hold) -> bool:
    """Whether something is kept back for the chargeback."""
    return Reserve.objects.filter(hold=hold, cause=CAUSE, cause_id=chargeback.pk, lifted_at=None).exists()


def was_bound(chargeback: Chargeback, hold: Hold) -> bool:
    """Whether the chargeback has frozen the hold or kept something back, lifted since or not."""
    same = {"hold": hold, "cause": CAUSE, "cause_id": chargeback.pk}
    return Freeze.objects.filter(**same).exists() or Reserve.objects.filter(**same).exists()
