"""Whom a deadline without proven notice concerns, and what follows from silence: for whoever tries to reach them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import deadlines
from core.actor import Role
from core.among import numbers_of
from core.models import Deadline
from escrow.payments.impartial import payments_of_own, payouts_of_own, refunds_of_own
from escrow.payments.models import Chargeback, Payment, Payout, PayoutAccount, Refund
from marketplace.catalog.queries import books_of
from marketplace.chargebacks.stakes import disputes_of_own
from marketplace.claims.models import Claim
from marketplace.orders.models import Order
from marketplace.suspensions.models import Suspension
from marketplace.suspensions.queries import suspensions_of_own
from marketplace.users.models import User

#: Kinds of a claim's deadlines that take something from a person: which side, and what follows from silence.
CONSEQUENCES: Mapping[str, tuple[Role, Promise]] = {
    "claim_answer": (Role.SELLER, _("Silence counts as agreement: what is asked for goes back to the buyer.")),
    "after_refusal": (Role.BUYER, _("The request closes, and the time to look at the goods runs on.")),
    "goods_back": (Role.BUYER, _("The request closes without money going back.")),
    "goods_inspected": (Role.SELLER, _("The goods count as accepted, and the money goes back.")),
    "appeal_buyer": (Role.BUYER, _("The ruling becomes final.")),
    "appeal_seller": (Role.SELLER, _("The ruling becomes final.")),
}


@dataclass(frozen=True, slots=True)
class Untold:
    """A deadline that waits for proof; of a claim also the claim, the person and what follows."""

    deadline: Deadline
    claim: Claim | None = None
    person: User | None = None
    consequence: str = ""


def wanting_proof() -> QuerySet[Deadline]:
    """Every open deadline that has no effect until its person has been told, the next one first."""
    return deadlines.open_ones().filter(noticed_at=None).exclude(notice_wait=None)


def unproven(now: datetime) -> QuerySet[Deadline]:
    """Those that passed a while ago."""
    late = deadlines.without_notice(now, timedelta(seconds=settings.NOTICE_QUEUE_AFTER))
    return late.order_by("due_at", "pk")


def deadlines_of_own(operator_id: int) -> Q:
    """Of deadlines: those of this operator's shop, and those about what they bought, paid, are paid or ask for, or
    about themselves.
    """
    books = books_of(operator_id)
    orders = Order.objects.filter(Q(buyer=operator_id) | Q(shop__among=numbers_of(books)))
    theirs: dict[str, QuerySet[Any]] = {
        "order": orders,
        "hold": orders,  # an order has the number of its hold
        "claim": Claim.objects.filter(order__among=numbers_of(orders)),
        "payment": Payment.objects.filter(payments_of_own(operator_id)),
        "refund": Refund.objects.filter(refunds_of_own(operator_id)),
        "payout": Payout.objects.filter(payouts_of_own(operator_id)),
        "payout_account": PayoutAccount.objects.filter(owner=operator_id),
        "chargeback": Chargeback.objects.filter(disputes_of_own(operator_id)),
        "suspension": Suspension.objects.filter(suspensions_of_own(operator_id)),
    }
    about = (Q(subject_type=kind, subject_id__in=found.values("pk")) for kind, found in theirs.items())
    return reduce(or_, about, Q(book_id__among=numbers_of(books)))


def untold(found: Iterable[Deadline]) -> list[Untold]:
    """With what is known about each. One query besides, whatever their number."""
    rows = list(found)
    wanted = [row.subject_id for row in rows if row.subject_type == "claim"]
    claims = Claim.objects.select_related("order__buyer", "order__shop__owner").in_bulk(wanted)
    return [_about(row, claims.get(row.subject_id) if row.subject_type == "claim" else None) for row in rows]


def _about(deadline: Deadline, claim: Claim | None) -> Untold:
    if claim is None or deadline.kind not in CONSEQUENCES:
        return Untold(deadline)
    role, words = CONSEQUENCES[deadline.kind]
    person = claim.order.buyer if role is Role.BUYER else claim.order.shop.owner
    return Untold(deadline, claim, person, str(words))
