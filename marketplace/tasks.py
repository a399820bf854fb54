"""What workers do, each task one short sweep over what the database says is due.

Any task may run twice at once, be killed at any point, or not run for an hour: rows are taken with SKIP LOCKED or a
lease, and the next tick does what is left. No task knows another, none waits, and none is told more than "look now".
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings

from core import clock, deadlines, failpoints, outbox
from core.forgetting import forget as forget_done
from core.models import IdempotencyKey, OutboxMessage
from escrow import checkpoints, invariants
from escrow.actions.release_due import release_due
from escrow.payments import events
from escrow.payments.actions.ask import ask_again
from escrow.payments.actions.catch_up import catch_up
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import ProviderEvent
from marketplace import doorbell
from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.models import Photo, PhotoState
from marketplace.chargebacks.actions.send_evidence import work_off_evidence
from marketplace.deadlines import ACTIONS
from marketplace.notifications.email import work_off_email
from marketplace.orders import couriers, webhooks
from marketplace.orders.actions.accept_payment import kept_at_once
from marketplace.orders.actions.basket import forget_left
from marketplace.orders.actions.release_by_silence import effects_of
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.users.sessions import SessionStore
from marketplace.webhooks.delivering import work_off_deliveries
from marketplace.webhooks.models import Delivery

logger = logging.getLogger(__name__)

#: How often a sweep that found something looks again within one task: what it did may have made more due.
ROUNDS = 20

BETWEEN = failpoints.register("tasks.between_sweeps", "a worker, between two sweeps of one task")


def task(function: Callable[[], int]) -> Callable[[], int]:
    """Make a task of Celery's, which has no types."""
    made: Callable[[], int] = shared_task(function)
    return made


def until_idle(*sweeps: Callable[[datetime], int]) -> int:
    """Run the sweeps in turn until none finds anything, at most `ROUNDS` times. Answers how much was done.

    A sweep that fails is written down and does not stop the others.
    """
    done = 0
    for _round in range(ROUNDS):
        found = 0
        for sweep in sweeps:
            try:
                found += sweep(clock.now())
            except Exception:
                logger.exception("a sweep failed")
            failpoints.reach(BETWEEN)
        done += found
        if not found:
            break
    return done


def _release(now: datetime) -> int:
    return release_due(now=now, effects_of=effects_of)


def _deadlines(now: datetime) -> int:
    return deadlines.run_due(ACTIONS, now=now)


def _outbox(now: datetime) -> int:
    return outbox.deliver_due(SUBSCRIPTIONS, now=now)


def _provider_events(now: datetime) -> int:
    return work_off_events(now, pays=kept_at_once)


def _courier_events(now: datetime) -> int:
    return events.work_off({webhooks.SOURCE: couriers.hear}, now=now)


def _ask_providers(now: datetime) -> int:
    return ask_again(now, pays=kept_at_once)


def _ask_parcels(now: datetime) -> int:
    return couriers.ask_parcels(now=now)


def _followed(done: int) -> int:
    """What time has brought about is told and paid at once, as after a person's act, not at each next tick."""
    if done:
        doorbell.ring()
    return done


@task
def release() -> int:
    """Deadline 4, in batches."""
    return _followed(until_idle(_release))


@task
def act_on_deadlines() -> int:
    """All other promised times."""
    return _followed(until_idle(_deadlines))


@task
def deliver() -> int:
    """What providers rang about, and the outbox."""
    return until_idle(_provider_events, _courier_events, _outbox)


@task
def send_money() -> int:
    """Refunds, payouts and evidence that are due to go to their provider."""
    return until_idle(work_off_refunds, work_off_payouts, work_off_evidence)


@task
def ask() -> int:
    """Payments, refunds, payouts and parcels of which nothing was heard."""
    return until_idle(_ask_providers, _ask_parcels)


@task
def read_reports() -> int:
    """What providers' own lists say that nothing else told."""
    return catch_up(clock.now(), pays=kept_at_once)


@task
def send_letters() -> int:
    """E-mail."""
    return until_idle(work_off_email)


@task
def send_webhooks() -> int:
    """Events to shops' programs. One worker at a time; it takes half a minute at most."""
    return work_off_deliveries(clock.now)


@task
def prepare_photos() -> int:
    """Pictures that wait for their renditions. One that fails does not stop the others."""
    waiting = Photo.objects.filter(state=PhotoState.WAITING).order_by("pk").values_list("pk", flat=True)[:20]
    for photo_id in waiting:
        try:
            prepare_photo(photo_id)
        except Exception:
            logger.exception("a photo was not prepared", extra={"photo": photo_id})
    return len(waiting)


@task
def answer_bell() -> int:
    """Somebody did something a moment ago (marketplace/doorbell.py): do at once what follows."""
    done = until_idle(_provider_events, _courier_events, _outbox, work_off_refunds, work_off_payouts)
    return done + send_letters() + prepare_photos()


@task
def roll_up() -> int:
    """Checkpoints, so that reading the books stays flat."""
    return checkpoints.roll_up()


def _forget_messages(now: datetime) -> int:
    return forget_done(OutboxMessage.objects.exclude(delivered_at=None), "delivered_at", now=now)


def _forget_events(now: datetime) -> int:
    return forget_done(ProviderEvent.objects.exclude(handled_at=None), "handled_at", now=now)


def _forget_keys(now: datetime) -> int:
    return forget_done(IdempotencyKey.objects.all(), "created_at", now=now)


def _forget_deliveries(now: datetime) -> int:
    kept = timedelta(seconds=settings.WEBHOOK_LOG_KEPT)
    return forget_done(Delivery.objects.all(), "made_at", now=now, kept=kept)


def _forget_baskets(now: datetime) -> int:
    """Those of visitors who never signed in."""
    return forget_left(now, timedelta(seconds=settings.VISITORS_BASKET_KEPT))


@task
def forget() -> int:
    """Messages, events and keys that had their effect long ago, the log of webhooks, baskets that visitors left, and
    sessions that have ended.
    """
    SessionStore.clear_expired()
    return until_idle(_forget_messages, _forget_events, _forget_keys, _forget_deliveries, _forget_baskets)


@task
def check_invariants() -> int:
    """Cry out when something that must be true is not. Answers how many are broken."""
    broken = invariants.check_site(clock.now())
    for found in broken:
        logger.critical("invariant broken: %s: %s", found.name, "; ".join(found.details))
    return len(broken)
