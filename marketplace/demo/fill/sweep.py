"""Everything the workers do between two ticks, done at one moment of the demo's past."""

from collections.abc import Callable
from datetime import datetime

from core import deadlines, outbox
from core.models import OutboxMessage
from escrow.actions.release_due import release_due
from escrow.payments.actions.ask import ask_again
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Payout, ProviderEvent, Refund
from escrow.payments.states import PayoutState, RefundState
from marketplace.chargebacks.actions.send_evidence import work_off_evidence
from marketplace.chargebacks.models import Evidence
from marketplace.deadlines import ACTIONS
from marketplace.demo.fill.hands import Hands
from marketplace.notifications.email import work_off_email
from marketplace.notifications.models import Notification
from marketplace.orders.actions.accept_payment import kept_at_once
from marketplace.orders.actions.release_by_silence import effects_of
from marketplace.subscriptions import SUBSCRIPTIONS

ROUNDS = 20
#: From so many letters or messages on, half of them are another process's.
SHARED_FROM = 4


class Workers:
    """The site's workers, as far as the demo's past needs them. `hands` do half of what is much."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    def sweep(self, now: datetime) -> None:
        """Do what is due at `now`, and what that makes due, until nothing is.

        Letters are sent before time goes on: they are proof that somebody was told.
        """
        for _round in range(ROUNDS):
            done = _work_off(now)
            messages = OutboxMessage.objects.filter(delivered_at=None, due_at__lte=now)
            done += self._shared(deliver, messages.count(), now)
            letters = Notification.objects.filter(email_due_at__lte=now, emailed_at=None)
            done += self._shared(work_off_email, letters.count(), now)
            if not done:
                return

    def _shared(self, work: Callable[[datetime, int], int], waiting: int, now: datetime) -> int:
        if waiting < SHARED_FROM:
            return work(now, waiting) if waiting else 0
        half = self.hands.do(work, now, waiting // 2)
        return work(now, waiting - waiting // 2) + half.result()


def deliver(now: datetime, limit: int) -> int:
    """Deliver so many messages of the outbox."""
    return outbox.deliver_due(SUBSCRIPTIONS, now=now, limit=limit)


def _work_off(now: datetime) -> int:
    """Most of the time there is nothing, and to ask whether there is costs far less than to look as a worker does."""
    done = 0
    if deadlines.due(now).exists():
        done += ask_again(now, pays=kept_at_once) + deadlines.run_due(ACTIONS, now=now)
        done += release_due(now=now, effects_of=effects_of)
    if Refund.objects.filter(state=RefundState.DUE).exists():
        done += work_off_refunds(now)
    if Payout.objects.filter(state=PayoutState.REQUESTED).exists():
        done += work_off_payouts(now)
    if ProviderEvent.objects.filter(handled_at=None, dead_at=None).exists():
        done += work_off_events(now, pays=kept_at_once)
    if Evidence.objects.filter(sent_at=None, refused="").exists():
        done += work_off_evidence(now)
    return done
