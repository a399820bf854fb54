"""What waits at the operators' desk of the world: one of each kind of trouble."""

from datetime import datetime

from django.test import override_settings

from core.models import Deadline, OutboxMessage
from escrow.bank.actions.list_transfer import list_payout
from escrow.payments.actions.decide import propose
from escrow.payments.actions.refunds import reject_refund
from escrow.payments.models import ProviderEvent, Refund
from escrow.payments.states import RefundState
from marketplace.claims.actions.add_photo import add_photo
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from marketplace.trade.untold import wanting_proof
from marketplace.users.models import User
from tests import make
from tests.access import payouts
from tests.make import bank


def troubles(buyer: User, now: datetime) -> dict[str, list[object]]:
    """Make them, the rejected refund for `buyer`; answers what the addresses of the desk want."""
    order = make.paid_order(buyer=buyer, now=now)
    proposal = propose(
        "suspense_return",
        make.unknown_capture(now, "to-return").pk,
        {},
        "The bank says so.",
        operator_id=make.operator().pk,
        now=now,
    )
    return {
        "rejected": [order.reference],
        "refund": [_rejected(order, now).pk],
        "suspense": [make.unknown_capture(now).pk],
        "decision": [proposal.pk],
        "disputed": [make.chargeback(make.delivered_order(now=now), now=now).pk],
        "letter": [_dead_letter(now).pk],
        "event": [_dead_event(now).pk],
        "deadline": [Deadline.objects.filter(done_at=None, remainder=None).order_by("pk")[0].pk],
        "untold": [wanting_proof()[0].pk],
        "capital": ["capital_in"],
        "own suspension": [make.lifted_suspension(make.suspended_person(buyer, now=now), now=now).pk],
        "appealed": [make.appealed_suspension(now=now).pk],
        "person": [make.shop(now=now).owner_id],
        "any shop": [make.shop(now=now).pk],
        "arrival": [bank.entered_arrival(now, operator_id=make.operator().pk, text="tea").pk],
        "transfer": [list_payout(make.unsaved_payout("O404", "6222000000001234", 12_500, now)).pk],
        **_claims(now),
        **payouts.large(now),
    }


def _claims(now: datetime) -> dict[str, list[object]]:
    """A claim that waits for a ruling, and one whose ruling waits for a second operator."""
    waiting, proposed = make.claim_to_rule(now=now), make.claim_to_rule(now=now)
    with override_settings(RULING_FOUR_EYES_ABOVE=0):
        make.rule(proposed, 4000, now=now)
    photo = add_photo(waiting.order_id, make.picture(), now=now, actor=make.buyer_of(waiting.order))
    waiting.statements.order_by("pk")[0].photos.add(photo)
    return {
        "hearing": [waiting.pk],
        "hearing of a proposal": [proposed.pk],
        "proposal": [proposed.rulings.get().pk],
        "shown": [photo.pk],
    }


def _rejected(order: Order, now: datetime) -> Refund:
    cancel_order(order.pk, now=now, actor=make.buyer_of(order), reason="")
    Refund.objects.filter(hold_id=order.hold_id).update(state=RefundState.SENT)
    refund = Refund.objects.get(hold_id=order.hold_id)
    reject_refund(refund.pk, "the card is closed", tries=0, now=now)
    return refund


def _dead_letter(now: datetime) -> OutboxMessage:
    return OutboxMessage.objects.create(
        book_id=1, key="a", topic="hold.released", created_at=now, due_at=now, payload={}, dead_at=now, error="OSError"
    )


def _dead_event(now: datetime) -> ProviderEvent:
    return ProviderEvent.objects.create(
        source="sandbox", event_id="e", type="charge.captured", body={}, received_at=now, due_at=now, dead_at=now
    )
