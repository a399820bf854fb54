"""Who listens to what: outbox topic -> subscribers, called in this order. Each must bear being told twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.models import OutboxMessage
from core.outbox import Subscriber
from marketplace.notifications.notify import notify, topics
from marketplace.orders import couriers
from marketplace.orders.actions.accept_payment import accept_payment


def _accept_payment(message: OutboxMessage, now: datetime) -> None:
    accept_payment(message.payload["capture"], now=now)


_ACTS: dict[str, tuple[Subscriber, ...]] = {
    "capture.recorded": (_accept_payment,),
    "shipment.made": (couriers.announce,),
}

#: Acts come before telling people; a topic without a row concerns nobody.
SUBSCRIPTIONS: Mapping[str, Sequence[Subscriber]] = {
    topic: (*_ACTS.get(topic, ()), *((notify,) if topic in topics() else ())) for topic in {*_ACTS, *topics()}
}
