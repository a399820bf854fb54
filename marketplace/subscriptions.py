"""Who listens to what: outbox topic -> subscribers, called in this order. Each must bear being told twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.models import OutboxMessage
from core.outbox import Subscriber
from marketplace.notifications.notify import notify, topics
from marketplace.orders import couriers
from marketplace.orders.actions.accept_payment import accept_payment
from reviews.actions.open_reviews import open_review_window


def _accept_payment(message: OutboxMessage, now: datetime) -> None:
    accept_payment(message.payload["capture"], now=now)


def _open_review_window(message: OutboxMessage, now: datetime) -> None:
    open_review_window(message.payload["hold"], now=now)  # an order bears the number of its hold


_ACTS: dict[str, tuple[Subscriber, ...]] = {
    "capture.recorded": (_accept_payment,),
    "shipment.made": (couriers.announce,),
    **dict.fromkeys(("hold.released", "hold.refunded", "hold.settled"), (_open_review_window,)),
}

#: Acts come before telling people; a topic without a row concerns nobody.
SUBSCRIPTIONS: Mapping[str, Sequence[Subscriber]] = {
    topic: (*_ACTS.get(topic, ()), *((notify,) if topic in topics() else ())) for topic in {*_ACTS, *topics()}
}
