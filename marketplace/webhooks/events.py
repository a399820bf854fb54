"""What programs of a shop are told: a closed list of outbox topics, each an event of that name or as `NAMED` has it.

An event says what happened, when, and where to read more; never who, what or how much. Whoever reads a log on its way
learns nothing, a late or doubled event misleads nobody, and what a program may see is decided once, by the API
(docs/decisions/).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from core.models import OutboxMessage
from core.reading import Question
from escrow.payments.models import Payout
from marketplace.orders.models import Order
from marketplace.webhooks.models import Delivery, Endpoint

#: The version of what is sent. New types and new fields may come at any time; anything else is a new version.
VERSION = 1

#: type -> when it is sent, in the words of docs/webhooks.md and of the API's description.
EVENTS: Mapping[str, str] = {
    "order.placed": "A buyer placed an order; it is not paid yet.",
    "order.paid": "An order was paid: it is to be shipped.",
    "order.packed": "You began to pack it.",
    "order.ship_soon": "The time you promised to ship in ends soon.",
    "order.promise_passed": "The promised time to ship has passed: the buyer may cancel.",
    "order.shipped": "You handed the parcel to a carrier.",
    "order.delivered": "The carrier delivered the parcel.",
    "order.parcel_returned": "The parcel comes back to you.",
    "order.parcel_lost": "The carrier lost the parcel.",
    "order.handed_over_again": "You handed the parcel over again.",
    "order.extended": "The buyer has more time to look at the goods.",
    "order.cancelled": "The order was cancelled, by you or by the buyer.",
    "order.closed_unpaid": "The order was not paid in time and closed.",
    "order.never_shipped": "The order was not shipped and is refunded.",
    "order.parcel_refunded": "The parcel was not sent again; the order is refunded.",
    "order.disputed": "The buyer's bank disputes the payment: do not ship, nothing moves until it has decided.",
    "order.dispute_won": "The bank gave the money back; the order goes on.",
    "order.dispute_over": "A dispute ended and took nothing of this order; it goes on.",
    "order.dispute_lost": "The bank kept the money of the order, or a part of it.",
    "hold.released": "The money of an order is yours.",
    "hold.refunded": "The money of an order, or a part of it, went back to the buyer.",
    "hold.settled": "The money of an order was divided.",
    "claim.opened": "A buyer asks for money back.",
    "claim.changed": "The buyer asks for something else.",
    "claim.agreed": "The goods are to be sent back to you first.",
    "claim.refused": "You refused the request.",
    "claim.offered": "One side offers something else.",
    "claim.offer_refused": "An offer was not accepted.",
    "claim.sent_back": "The buyer sent the goods back.",
    "claim.goods_contested": "You contested what came back.",
    "claim.evidence_added": "One side added evidence.",
    "claim.ruling_asked": "The buyer asked the platform to rule.",
    "claim.with_desk": "The platform is to rule.",
    "claim.ruling_given": "The platform ruled; there is time to appeal.",
    "claim.ruling_accepted": "One side accepts the ruling.",
    "claim.appealed": "An appeal was made.",
    "claim.soon": "A time that runs for one side ends soon.",
    "claim.closed": "The request has ended.",
    "payout.requested": "A payout was asked for.",
    "payout.paid": "A payout arrived at your bank.",
    "payout.returned": "Your bank sent a payout back.",
    "payout.refused": "The platform did not send a payout; it is yours again.",
    "deposit.paid": "A payment into your deposit has come.",
    "deposit.disputed": "Your bank disputes a payment into your deposit.",
    "deposit.dispute_won": "Your bank gave a payment into your deposit back.",
    "deposit.charged_back": "Your bank took a payment into your deposit back.",
    "deposit.sent": "Your deposit is on its way to your bank.",
    "deposit.returned": "Your deposit arrived at your bank.",
    "deposit.came_back": "Your bank sent your deposit back: it is here again.",
    "deposit.not_sent": "The platform did not send your deposit: it is here again.",
    "review.opened": "The reviews of an order can be read.",
    "review.deleted": "The platform deleted a review of an order.",
}

#: What a payout is called that carries a deposit.
NAMED: Mapping[str, str] = {
    "payout.requested": "deposit.sent",
    "payout.paid": "deposit.returned",
    "payout.returned": "deposit.came_back",
    "payout.refused": "deposit.not_sent",
}
#: What is listened to for them.
TOPICS = frozenset(EVENTS) - frozenset(NAMED.values())

# Of most shops no program listens: to ask that first costs far less than to look for those that want a message.
_LISTENS = Question("shop_listens", "SELECT FROM webhooks_endpoint WHERE shop_id = $1 AND stopped_at IS NULL LIMIT 1")

#: What a shop sends to itself, to see whether it arrives.
TEST = "endpoint.tested"


def tell_programs(message: OutboxMessage, now: datetime) -> int:
    """Write down what each endpoint that wants it is to be sent. Answers how many want it.

    Told twice, it is one delivery. Who began to listen after it happened is not told.
    """
    if _LISTENS.first(message.book_id) is None:
        return 0
    wanted = listening(message)
    if not wanted.exists():
        return 0
    data = _data(message)
    if data is None:
        return 0
    type_ = type_of(message)
    body = body_of(type_, data, message.created_at)
    with transaction.atomic():
        rows = [
            Delivery(
                endpoint=endpoint,
                event=event_id(f"{message.book_id}:{message.key}"),
                type=type_,
                body=body,
                made_at=now,
                due_at=None if endpoint.paused_at else now,
            )
            for endpoint in wanted.select_for_update().order_by("pk")
        ]
        return len(Delivery.objects.bulk_create(rows, ignore_conflicts=True))


def listening(message: OutboxMessage) -> QuerySet[Endpoint]:
    """The endpoints of the shop that want this message."""
    return Endpoint.objects.filter(
        shop_id=message.book_id,
        kinds__contains=[type_of(message).split(".", 1)[0]],
        made_at__lte=message.created_at,
        stopped_at=None,
    )


def type_of(message: OutboxMessage) -> str:
    """The event that a message is told as."""
    return NAMED[message.topic] if message.topic in NAMED and message.payload.get("deposit") else message.topic


def event_id(fact: str) -> str:
    """The webhook-id of a fact: the same however often it is told, and nothing can be read off it."""
    return f"evt_{hashlib.sha256(fact.encode()).hexdigest()[:32]}"


def body_of(type_: str, data: Mapping[str, Any], at: datetime) -> str:
    """What is signed and sent."""
    told = {"type": type_, "version": VERSION, "timestamp": at, "data": data}
    return json.dumps(told, cls=DjangoJSONEncoder, separators=(",", ":"))


def _data(message: OutboxMessage) -> dict[str, Any] | None:
    """What the event names: ids of its own shop, and where the API tells the rest. None when it is not the shop's."""
    payload = message.payload
    if message.topic.startswith("payout."):
        shops_own = Payout.objects.filter(pk=payload["payout"], refund=None).exists()
        return {"payout": payload["payout"], "url": place("api:one_payout", payload["payout"])} if shops_own else None
    if message.topic.startswith("deposit."):
        return {"url": place("api:deposit")} if payload["book"] == message.book_id else None
    number = payload["hold"] if message.topic.startswith("hold.") else payload["order"]
    reference = Order.objects.filter(pk=number, shop_id=message.book_id).values_list("reference", flat=True).first()
    if reference is None:
        return None
    if "claim" in payload:
        return {"order": reference, "claim": payload["claim"], "url": place("api:claim", payload["claim"])}
    return {"order": reference, "url": place("api:order", reference)}


def place(name: str, *args: object) -> str:
    """A whole address of the API, by its name."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
