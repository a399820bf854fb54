"""Every kind of promised time and what happens when it passes. `release` is worked off in batches, see tasks.py."""

from collections.abc import Mapping
from datetime import datetime

from core.deadlines import Action
from core.models import Deadline
from escrow.payments.actions.payout_details import pass_payout_details
from escrow.payments.actions.payout_schedule import pass_payout_schedule
from marketplace.catalog.actions.close_shop import send_deposit_back
from marketplace.chargebacks.actions.miss_evidence import miss_evidence
from marketplace.claims.actions.after_sale import pass_after_sale
from marketplace.claims.actions.passing import PASSING, pass_clock
from marketplace.orders.actions import remind
from marketplace.orders.actions.close_unpaid import close_unpaid
from marketplace.orders.actions.refund_lost_parcel import refund_lost_parcel
from marketplace.orders.actions.refund_never_shipped import refund_never_shipped
from marketplace.suspensions.actions.pass_appeal_promise import pass_appeal_promise
from reviews.actions.open_reviews import open_reviews
from reviews.actions.remind_to_review import remind_to_review


def _pay(deadline: Deadline, now: datetime) -> None:
    close_unpaid(deadline.subject_id, now=now)


def _ship_latest(deadline: Deadline, now: datetime) -> None:
    refund_never_shipped(deadline.subject_id, now=now)


def _handed_over_again(deadline: Deadline, now: datetime) -> None:
    refund_lost_parcel(deadline.subject_id, now=now)


def _claim(deadline: Deadline, now: datetime) -> None:
    pass_clock(deadline.subject_id, deadline.kind, now=now)


def _after_sale(deadline: Deadline, now: datetime) -> None:
    pass_after_sale(deadline.subject_id, now=now)


def _chargeback_evidence(deadline: Deadline, now: datetime) -> None:
    miss_evidence(deadline.subject_id, now=now)


def _review(deadline: Deadline, now: datetime) -> None:
    open_reviews(deadline.subject_id, now=now)


#: kind -> action, called with the leased deadline and the tick's time. Each ends its deadline in its own transaction.
ACTIONS: Mapping[str, Action] = {
    "pay": _pay,
    "remind_pay": remind.remind_to_pay,
    "ship_promise": remind.pass_promise,
    "remind_ship": remind.remind_to_ship,
    "ship_latest": _ship_latest,
    "handed_over_again": _handed_over_again,
    "remind_release_third": remind.remind_of_release,
    "remind_release_3d": remind.remind_of_release,
    "remind_release_1d": remind.remind_of_release,
    **dict.fromkeys(PASSING, _claim),
    "after_sale": _after_sale,
    "chargeback_evidence": _chargeback_evidence,
    "review": _review,
    "return_deposit": send_deposit_back,
    "remind_review": remind_to_review,
    "payout_details": pass_payout_details,
    "scheduled_payout": pass_payout_schedule,
    "suspension_appeal": pass_appeal_promise,
}
