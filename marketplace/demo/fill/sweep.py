"""Everything the workers do between two ticks, done at one moment of the demo's past."""

from datetime import datetime

from core import deadlines, outbox
from escrow.actions.release_due import release_due
from escrow.payments.actions.ask import ask_again
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from marketplace.deadlines import ACTIONS
from marketplace.notifications.email import work_off_email
from marketplace.orders.actions.release_by_silence import effects_of
from marketplace.subscriptions import SUBSCRIPTIONS

ROUNDS = 20


def sweep(now: datetime) -> None:
    """Do what is due at `now`, and what that makes due, until nothing is."""
    for _round in range(ROUNDS):
        done = ask_again(now)
        done += deadlines.run_due(ACTIONS, now=now)
        done += release_due(now=now, effects_of=effects_of)
        done += outbox.deliver_due(SUBSCRIPTIONS, now=now)
        done += work_off_refunds(now) + work_off_payouts(now)
        done += work_off_email(now)
        if not done:
            return
