"""A shop's money is paid out by itself, every day or every week, when there is enough of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import deadlines
from core import effects as by_products
from core.actor import SYSTEM, Actor
from core.acts import act
from core.effects import CloseDeadline, Effects, OpenDeadline
from core.errors import Invalid
from core.models import Deadline
from core.money import MAX_MINOR, Money, format_money
from escrow.moves import traces
from escrow.payments import bank_accounts, gateways, stops
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import PayoutSchedule
from escrow.payments.rhythm import next_time
from escrow.payments.states import Rhythm
from escrow.queries import available

#: The deadline at which it is looked whether there is enough.
KIND = "scheduled_payout"
#: What waits for something (a bank account, the end of a stop) is looked at again so much later.
AGAIN = timedelta(days=1)


@act("set_schedule", of="payouts")
def set_payout_schedule(
    *, book_id: int, currency: str, rhythm: Rhythm, minimum: int, zone: str, now: datetime, actor: Actor
) -> PayoutSchedule:
    """Choose when. `minimum` is in minor units. Raises Invalid payout_too_small (field minimum)."""
    if not settings.MIN_PAYOUT <= minimum <= MAX_MINOR:
        least = format_money(Money(settings.MIN_PAYOUT, currency))
        raise Invalid("payout_too_small", _("The smallest payout is %(least)s."), {"least": least}, field="minimum")
    chosen = {"currency": currency, "rhythm": rhythm, "minimum": minimum, "zone": zone, "set_at": now}
    schedule, _made = PayoutSchedule.objects.update_or_create(book_id=book_id, defaults=chosen)
    promised = () if rhythm is Rhythm.ASKED else (_promise(schedule, next_time(rhythm, zone, now)),)
    effects = Effects(deadlines=(CloseDeadline(traces.of_book(book_id), KIND, "moot"), *promised))
    record = traces.audited(traces.of_book(book_id), "set_schedule", actor, rhythm=rhythm, minimum=minimum)
    by_products.write(effects + record, now=now)
    return schedule


@act("pass_schedule", of="payouts")
def pass_payout_schedule(deadline: Deadline, now: datetime) -> bool:
    """Pay out what is available, if it is enough, and promise the next time. False when it was changed meanwhile.

    Whoever changes the schedule or acts on it holds its row first; the deadline ends in the commit of the payout.
    """
    schedule = PayoutSchedule.objects.select_for_update().get(pk=deadline.subject_id)
    if not deadlines.running().filter(pk=deadline.pk, due_at__lte=now).exists():
        return False
    amount, can_go = available(schedule.book_id, schedule.currency), _can_go(schedule)
    usual = next_time(Rhythm(schedule.rhythm), schedule.zone, now)
    next_at = usual if can_go else min(usual, now + AGAIN)
    passed = Effects(
        deadlines=(CloseDeadline(traces.of_book(schedule.book_id), KIND, "passed"), _promise(schedule, next_at))
    )
    if not can_go or amount < max(schedule.minimum, settings.MIN_PAYOUT):
        by_products.write(passed, now=now)
        return True
    request_payout(
        book_id=schedule.book_id, amount=amount, currency=schedule.currency, now=now, actor=SYSTEM, effects=passed
    )
    return True


def _can_go(schedule: PayoutSchedule) -> bool:
    return (
        not stops.are_stopped(schedule.book_id)
        and bank_accounts.in_use(schedule.book_id) is not None
        and bool(gateways.available())
    )


def _promise(schedule: PayoutSchedule, at: datetime) -> OpenDeadline:
    return OpenDeadline(traces.of_book(schedule.book_id), KIND, at)
