"""What is due now and not done yet. When it is empty nothing happens on the site until time passes."""

from django.db.models import Q

from core import clock, deadlines
from core.models import OutboxMessage
from escrow.payments.models import Payout, ProviderEvent, Refund
from escrow.payments.states import Agreement, PayoutState, RefundState
from marketplace.notifications.models import Notification


def all_that_waits() -> dict[str, list[str]]:
    """By sort, in words; empty when nothing waits. What lies among the dead letters is a failure at once."""
    now = clock.now()
    dead = [f"{m.topic}: {m.error}" for m in OutboxMessage.objects.exclude(dead_at=None)]
    dead += [f"{e.type}: {e.error}" for e in ProviderEvent.objects.exclude(dead_at=None)]
    assert dead == [], f"dead letters: {dead}"
    # What failed once is tried again a little later: it is waiting too.
    messages = OutboxMessage.objects.filter(delivered_at=None)
    events = ProviderEvent.objects.filter(handled_at=None)
    refunds = Refund.objects.filter(state__in=[RefundState.DUE, RefundState.SENT])
    under_way = Payout.objects.filter(state__in=[PayoutState.REQUESTED, PayoutState.SENT])
    payouts = under_way.exclude(agreement=Agreement.NEEDED)  # those wait for people
    found = {
        "messages": [f"{m.key} {m.error}" for m in messages],
        "events": [f"{e.type} {e.error}" for e in events],
        "letters": [f"{n.topic} {n.email_error}" for n in Notification.objects.exclude(email_due_at=None)],
        "refunds": [f"{r.pk} {r.state}" for r in refunds],
        "payouts": [f"{p.pk} {p.state}" for p in payouts],
        "deadlines": [f"{d.kind} of {d.subject_type} {d.subject_id} {d.error}" for d in deadlines.due(now)],
        "being worked on": [
            f"{d.kind} of {d.subject_type} {d.subject_id} {d.error}"
            for d in deadlines.running().filter(~Q(error=""), due_at__lte=now)
        ],
    }
    return {sort: rows for sort, rows in found.items() if rows}
