"""The one rule of the desk's lists and counts: what concerns an operator is neither listed nor counted for them.

Its own page would refuse them (escrow/payments/impartial.py and its like). What they look for by name, an order or a
person, is found all the same: it says that it is their own, and leads nowhere.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from core.models import Deadline, OutboxMessage
from escrow.bank.models import Arrival, Transfer
from escrow.payments.impartial import (
    about_own,
    arrivals_of_own,
    payouts_of_own,
    refunds_of_own,
    transfers_of_own,
)
from escrow.payments.models import Capture, Chargeback, Decision, Payout, ProviderEvent, Refund
from marketplace.chargebacks.stakes import disputes_of_own
from marketplace.claims.models import Claim
from marketplace.claims.queries import claims_of_own
from marketplace.conversations.models import Report
from marketplace.conversations.reported import concerning
from marketplace.coupons.models import Coupon
from marketplace.suspensions.models import Suspension
from marketplace.suspensions.queries import suspensions_of_own
from marketplace.trade.untold import deadlines_of_own

Row = TypeVar("Row", bound=Model)

#: By what is listed: which of it is somebody's own.
OWN: Mapping[type[Model], Callable[[int], Q]] = {
    Arrival: arrivals_of_own,
    Chargeback: disputes_of_own,
    Claim: claims_of_own,
    Deadline: deadlines_of_own,
    Decision: about_own,
    Payout: payouts_of_own,
    Refund: refunds_of_own,
    Report: concerning,
    Suspension: suspensions_of_own,
    Transfer: transfers_of_own,
}

#: What is nobody's case: money from nobody we know, the site's own promotions, what a machine could not deliver.
NOBODYS = frozenset({Capture, Coupon, OutboxMessage, ProviderEvent})


def of_others(rows: QuerySet[Row], operator_id: int) -> QuerySet[Row]:
    """Without what concerns this operator. Raises KeyError for what the rule does not know yet."""
    return rows if rows.model in NOBODYS else rows.exclude(OWN[rows.model](operator_id))
