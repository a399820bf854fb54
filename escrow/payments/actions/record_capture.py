"""A provider took money: write it into the books once, and decide whether it pays."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import Error, connection
from django.utils.translation import gettext_lazy as _

from core import words
from core.errors import DomainError, Invalid
from core.ids import new_id
from core.money import MAX_MINOR
from core.reading import fresh, stored
from core.twice import ChangedMeanwhile
from escrow import commit, reading
from escrow.currencies import NUMBERS
from escrow.move import Move
from escrow.moves import incoming
from escrow.moves.holds import share_of
from escrow.moves.incoming import NewCapture
from escrow.payments import attempt
from escrow.payments.models import Capture, Payment
from escrow.payments.paying import PaidFor, Pays
from escrow.payments.states import Verdict
from escrow.payments.verdicts import judge
from escrow.states import HoldState

logger = logging.getLogger(__name__)

RECORD = commit.points("record_capture")

LONGEST_REFERENCE = 72
LONGEST_CLAIM = 80


def record_capture(
    *,
    gateway: str,
    reference: str,
    claimed_reference: str,
    amount: int,
    currency: str,
    captured_at: datetime,
    now: datetime,
    pays: Pays | None = None,
) -> Capture:
    """Record the charge the provider calls `reference`, made for the payment `claimed_reference`. Twice is once.

    Good, and all that `pays` names waits for exactly this money: it goes into keeping in the same commit. Good, and
    anything is otherwise: it is recorded alone, message capture.recorded. Late, short, over, second, foreign: it goes
    back whole, message capture.returned. From nobody we know (another gateway's payment counts as unknown): suspense.
    Raises DomainError: capture_unreadable, capture_differs, changed_meanwhile.
    """
    if not (0 < amount <= MAX_MINOR and currency in NUMBERS and 0 < len(reference) <= LONGEST_REFERENCE):
        raise Invalid("capture_unreadable", _("The provider reported a charge that cannot be booked."))

    # A payer may have typed it: what no database keeps would keep the money from the books.
    claimed_reference = words.one_line(claimed_reference)[:LONGEST_CLAIM]
    found: list[Capture] = []

    def decide(pays: Pays | None) -> Move:
        before, payment, paid_before = reading.news(gateway, reference, claimed_reference)
        if before is not None:
            found[:] = [before]
            _check_same(before, amount, currency)
            raise attempt.DoneBefore
        new = NewCapture(
            id=new_id(),
            gateway=gateway,
            reference=reference,
            claimed_reference=claimed_reference,
            amount=amount,
            currency=currency,
            captured_at=captured_at,
        )
        move = _judged(new, payment, paid_before=paid_before, pays=pays, now=now)
        found[:] = [fresh(Capture, **move.rows[0].values, recorded_at=now)]
        return move

    if _carry_out(decide, pays, now):
        stored(*found)
    return found[0]


def _carry_out(decide: Callable[[Pays | None], Move], pays: Pays | None, now: datetime) -> bool:
    """Whatever is wrong with what the money is for, that it came is written down."""
    try:
        return attempt.carry_out(RECORD, partial(decide, pays), now=now)
    except (Error, ChangedMeanwhile, commit.EntryMismatch):
        # Locked too long, refused by a trigger, changed again and again: recording it alone asks nothing of the orders.
        if pays is None or connection.in_atomic_block:
            raise
        logger.exception("a charge could not pay at once, and is recorded alone")
    return attempt.carry_out(RECORD, partial(decide, None), now=now)


def _judged(new: NewCapture, payment: Payment | None, *, paid_before: bool, pays: Pays | None, now: datetime) -> Move:
    if payment is None:
        return incoming.unknown(new)
    verdict = judge(payment, amount=new.amount, currency=new.currency, paid_before=paid_before)
    if verdict is not Verdict.GOOD:
        return incoming.straight_back(new, verdict, payment, refund_id=new_id())
    at_once = _at_once(new, payment, pays, now) if pays is not None else None
    return incoming.good(new, payment) if at_once is None else at_once


def _at_once(new: NewCapture, payment: Payment, pays: Pays, now: datetime) -> Move | None:
    """None when it is to be decided hold by hold."""
    try:
        paid = pays(payment, now)
        if paid is None or not _fits(new, paid):
            return None
        return incoming.good_and_kept(new, payment, paid, [new_id() for _hold in paid.holds], now=now)
    except Exception as error:
        # Inside somebody's transaction a statement that failed has spoilt it: nothing can be recorded in it any more.
        if isinstance(error, Error) and connection.in_atomic_block:
            raise
        # Whoever decides hold by hold meets what is wrong with one of them again, and tries until the desk sees it.
        logger.exception("what a charge pays for could not be read, and it is recorded alone")
        return None


def _fits(new: NewCapture, paid: PaidFor) -> bool:
    """Whether all of them wait, and for exactly this much."""
    return sum(share_of(hold) for hold, _effects in paid.holds) == new.amount and all(
        hold.state == HoldState.AWAITING_PAYMENT and hold.currency == new.currency for hold, _effects in paid.holds
    )


def _check_same(before: Capture, amount: int, currency: str) -> None:
    if (before.amount, before.currency) != (amount, currency):
        raise DomainError("capture_differs", _("The provider reported the same charge with another amount."))
