"""A provider took money: write it into the books once, and decide whether it pays."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db import Error, connection
from django.utils.translation import gettext_lazy as _

from core import words
from core.actor import PROVIDER, Actor
from core.effects import Effects
from core.errors import DomainError, Invalid
from core.ids import new_id
from core.money import MAX_MINOR
from core.reading import fresh, stored
from core.twice import ChangedMeanwhile
from escrow import commit, reading
from escrow.currencies import NUMBERS
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import incoming
from escrow.moves.holds import share_of
from escrow.moves.incoming import Kept, NewCapture
from escrow.payments import attempt
from escrow.payments.models import Capture, Payment, Refund
from escrow.payments.states import Verdict
from escrow.payments.verdicts import judge
from escrow.states import HoldState

logger = logging.getLogger(__name__)

RECORD = commit.points("record_capture")
RETURN_SHARE = commit.points("return_share")

LONGEST_REFERENCE = 72
LONGEST_CLAIM = 80


class PaidFor(NamedTuple):
    """What a payment is for: each hold, with what the layer above adds when it is funded; `besides`, what it adds once.

    Of a hold are needed what `holds.keep` asks, and its version.
    """

    holds: Sequence[tuple[Hold, Effects]]
    besides: Effects


#: What the layer above knows of a payment that awaits its money; None where it is not to be paid for at once.
Pays = Callable[[Payment, datetime], PaidFor | None]


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
    at_once = _kept(new, payment, pays, now) if pays is not None else None
    return incoming.good(new, payment) if at_once is None else at_once


def _kept(new: NewCapture, payment: Payment, pays: Pays, now: datetime) -> Move | None:
    """None when it is to be decided hold by hold."""
    try:
        paid = pays(payment, now)
        if paid is None or not _fits(new, paid.holds):
            return None
        kept = [Kept(hold, new_id(), effects) for hold, effects in paid.holds]
        return incoming.good_and_kept(new, payment, kept, paid.besides, now=now)
    except Exception:
        # Whoever decides hold by hold says which one it is, until the desk sees it.
        logger.exception("what a charge pays for could not be read, and it is recorded alone")
        return None


def _fits(new: NewCapture, holds: Sequence[tuple[Hold, Effects]]) -> bool:
    """Whether all of them wait, and for exactly this much."""
    return sum(share_of(hold) for hold, _effects in holds) == new.amount and all(
        hold.state == HoldState.AWAITING_PAYMENT and hold.currency == new.currency for hold, _effects in holds
    )


def _check_same(before: Capture, amount: int, currency: str) -> None:
    if (before.amount, before.currency) != (amount, currency):
        raise DomainError("capture_differs", _("The provider reported the same charge with another amount."))


def return_share(
    capture_id: int,
    amount: int,
    *,
    hold_id: int,
    now: datetime,
    actor: Actor = PROVIDER,
    effects: Effects = Effects(),
) -> Refund:
    """The share of a good capture that was meant for a hold which ended unpaid goes back. Twice for a hold is once.

    Raises DomainError: capture_not_good, capture_spent, changed_meanwhile.
    """
    returned = Refund.objects.filter(capture_id=capture_id, hold_id=hold_id, reason=incoming.CLOSED)

    def decide() -> Move:
        # First the capture, then its refunds: seen the other way round, a share returned in between is seen by half.
        capture = Capture.objects.select_related("payment").get(pk=capture_id)
        if returned.exists():
            raise attempt.DoneBefore
        if capture.payment is None or capture.verdict != Verdict.GOOD:
            raise DomainError("capture_not_good", _("This money does not pay this order."))
        if not 0 < amount <= capture.amount - capture.allotted - capture.returned:
            raise DomainError("capture_spent", _("This money has been divided already."))
        return incoming.share_back(
            capture, capture.payment, amount, hold_id=hold_id, refund_id=new_id(), now=now, actor=actor
        ).with_effects(effects)

    attempt.carry_out(RETURN_SHARE, decide, now=now)
    return returned.get()
