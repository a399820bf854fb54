"""Who listens to what: outbox topic -> subscribers, called in this order. Each must bear being told twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.models import OutboxMessage
from core.outbox import Subscriber
from escrow.actions.debts import pay_off_debt
from escrow.actions.deposits import accept_deposit
from escrow.models import Hold
from marketplace.catalog.actions import pay_deposit
from marketplace.chargebacks.actions.dispute_orders import dispute_orders
from marketplace.chargebacks.actions.end_disputes import free_orders, take_shares
from marketplace.claims.actions.after_sale import open_after_sale
from marketplace.notifications.details_letter import write_to_old_address, write_to_own_address
from marketplace.notifications.notify import notify, topics
from marketplace.orders import couriers
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.webhooks.events import TOPICS, tell_programs
from reviews.actions.open_reviews import open_review_window


def _accept_payment(message: OutboxMessage, now: datetime) -> None:
    accept_payment(message.payload["capture"], now=now)


def _accept_deposit(message: OutboxMessage, now: datetime) -> None:
    accept_deposit(message.payload["capture"], now=now, effects_of=pay_deposit.paid)


def _pay_off_debt(message: OutboxMessage, now: datetime) -> None:
    hold = Hold.objects.get(pk=message.payload["hold"])
    pay_off_debt(hold.book_id, hold.currency, now=now)


def _open_after_sale(message: OutboxMessage, now: datetime) -> None:
    open_after_sale(message.payload["hold"], now=now)


def _dispute_orders(message: OutboxMessage, now: datetime) -> None:
    accept_payment(message.payload["capture"], now=now)  # a dispute may be heard of before its charge is worked off
    dispute_orders(message.payload["chargeback"], now=now)


def _free_orders(message: OutboxMessage, now: datetime) -> None:
    free_orders(message.payload["chargeback"], now=now)


def _take_shares(message: OutboxMessage, now: datetime) -> None:
    take_shares(message.payload["chargeback"], now=now)


def _open_review_window(message: OutboxMessage, now: datetime) -> None:
    open_review_window(message.payload["hold"], now=now)  # an order bears the number of its hold


_ACTS: dict[str, tuple[Subscriber, ...]] = {
    "capture.recorded": (_accept_payment, _accept_deposit),
    "details.change_asked": (write_to_old_address,),
    "details.address_differs": (write_to_own_address,),
    "shipment.made": (couriers.announce,),
    "chargeback.opened": (_dispute_orders,),
    "chargeback.won": (_free_orders,),
    "chargeback.lost": (_take_shares,),
    **dict.fromkeys(("hold.refunded", "hold.charged_back"), (_open_review_window,)),
    "hold.released": (_pay_off_debt, _open_after_sale, _open_review_window),
    "hold.settled": (_pay_off_debt, _open_review_window),
}

_TELLS: dict[Subscriber, set[str]] = {notify: set(topics()), tell_programs: set(TOPICS)}

#: Acts come before telling people, and people before programs; a topic without a row concerns nobody.
SUBSCRIPTIONS: Mapping[str, Sequence[Subscriber]] = {
    topic: (*_ACTS.get(topic, ()), *(tell for tell, topics_told in _TELLS.items() if topic in topics_told))
    for topic in {*_ACTS, *topics(), *TOPICS}
}
