"""From an outbox message to notices: who it concerns, once each, however often it is delivered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings

from core.actor import Role
from core.models import OutboxMessage
from core.reading import Question
from escrow.payments.models import Capture, Payout, PayoutAccount, Refund
from marketplace.catalog.models import Shop
from marketplace.conversations.models import Report, Thread
from marketplace.notifications.topics import TOPICS, tellings
from marketplace.suspensions.models import Suspension
from marketplace.users.models import User

_WRITE = Question(
    "write_notices",
    "INSERT INTO notifications_notification (user_id, key, topic, subject_type, subject_id, payload, at, email_due_at,"
    " email_attempts, email_error) SELECT n.*, 0, '' FROM jsonb_to_recordset($1::jsonb) AS n(user_id bigint, key text,"
    " topic text, subject_type text, subject_id bigint, payload jsonb, at timestamptz, email_due_at timestamptz)"
    " ON CONFLICT (user_id, key) DO NOTHING",
)
_ORDER = Question(
    "notice_of_order",
    "SELECT o.buyer_id, s.owner_id, h.amount - h.discount, o.currency FROM orders_order o"
    " JOIN escrow_hold h ON h.id = o.hold_id JOIN catalog_shop s ON s.id = o.shop_id WHERE o.id = $1",
)


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about: type and id of the subject, the people by role, and the amount in question."""

    type: str
    id: int
    people: Mapping[Role, tuple[int, ...]]
    amount: int
    currency: str
    data: Mapping[str, Any] = field(default_factory=dict)


def notify(message: OutboxMessage, now: datetime) -> int:
    """Write down what everybody concerned is told; the e-mail follows. Answers how many notices are new."""
    rows = tellings(message.topic, message.payload)
    about = _about(message) if rows else None
    if about is None:
        return 0
    told = [
        {
            "user_id": user_id,
            "key": message.key,
            "topic": message.topic,
            "subject_type": about.type,
            "subject_id": about.id,
            "payload": {**message.payload, "as": row.role.value, "amount": about.amount, "currency": about.currency},
            "at": message.created_at,
            "email_due_at": now if row.mail else None,
        }
        for row in rows
        for user_id in about.people.get(row.role, ())
    ]
    return _WRITE.run(orjson.dumps(told).decode()) if told else 0


def topics() -> tuple[str, ...]:
    """Every topic somebody is told about: what `notify` wants to be subscribed to."""
    return tuple(TOPICS)


def _about(message: OutboxMessage) -> About | None:
    return _ABOUT[message.topic.split(".", 1)[0]](message)


def _order(order_id: int, amount: int | None) -> About | None:
    found = _ORDER.first(order_id)
    if found is None:
        return None
    buyer, owner, to_pay, currency = found
    return About("order", order_id, {Role.BUYER: (buyer,), Role.SELLER: (owner,)}, amount or to_pay, currency)


def _claim(order_id: int, amount: int | None) -> About | None:
    """A claim's notices lead to its order; the desk is concerned as well."""
    about = _order(order_id, amount)
    return about and replace(about, people={**about.people, Role.OPERATOR: _operators()})


def _refund(refund_id: int) -> About:
    refund = Refund.objects.get(pk=refund_id)
    people = {Role.BUYER: (refund.payer_id,) if refund.payer_id else (), Role.OPERATOR: _operators()}
    subject = ("order", refund.hold_id) if refund.hold_id else ("refund", refund.pk)
    return About(*subject, people, refund.amount, refund.currency)


def _payout(payout_id: int) -> About:
    payout = Payout.objects.select_related("refund").get(pk=payout_id)
    if payout.refund is not None:
        people: dict[Role, tuple[int, ...]] = {Role.BUYER: (payout.refund.payer_id,) if payout.refund.payer_id else ()}
    else:
        people = {Role.SELLER: tuple(Shop.objects.filter(pk=payout.book_id).values_list("owner_id", flat=True))}
    return About("payout", payout.pk, people, payout.amount, payout.currency)


def _deposit(shop_id: int, amount: int) -> About:
    shop = Shop.objects.get(pk=shop_id)
    return About("shop", shop.pk, {Role.SELLER: (shop.owner_id,)}, amount, shop.currency)


def _endpoint(endpoint_id: int, shop_id: int) -> About:
    """No money is in question."""
    shop = Shop.objects.get(pk=shop_id)
    return About("endpoint", endpoint_id, {Role.SELLER: (shop.owner_id,)}, 0, shop.currency)


def _suspension(suspension_id: int) -> About:
    person = Suspension.objects.values_list("person_id", flat=True).get(pk=suspension_id)
    people = {Role.BUYER: (person,), Role.SELLER: (person,), Role.OPERATOR: _operators()}
    return About("suspension", suspension_id, people, 0, settings.CURRENCY)


def _details(account_id: int, shop_id: int) -> About:
    """A shop's bank account; no money is in question."""
    account = PayoutAccount.objects.get(pk=account_id)
    shop = Shop.objects.get(pk=shop_id)
    return About("payout_account", account.pk, {Role.SELLER: (account.owner_id,)}, 0, shop.currency)


def _capture(capture_id: int, amount: int | None) -> About:
    capture = Capture.objects.select_related("payment").get(pk=capture_id)
    people = {Role.BUYER: (capture.payment.payer_id,) if capture.payment else ()}
    return About("capture", capture.pk, people, amount or capture.amount, capture.currency)


def _thread(thread_id: int) -> About:
    """Which side is told stands in the payload."""
    thread = Thread.objects.select_related("shop").get(pk=thread_id)
    people = {Role.BUYER: (thread.buyer_id,), Role.SELLER: (thread.shop.owner_id,)}
    return About("thread", thread.pk, people, 0, thread.shop.currency)


def _report(report_id: int) -> About:
    """Whoever reported, as whoever buys or sells: there is no money in it."""
    report = Report.objects.get(pk=report_id)
    return About("report", report.pk, {Role.BUYER: (report.reporter_id,)}, 0, settings.CURRENCY)


def _operators() -> tuple[int, ...]:
    return tuple(User.objects.filter(is_staff=True, is_active=True).values_list("pk", flat=True))


#: What a message is about, by the first word of its topic. A hold bears the number of its order.
_ABOUT: Mapping[str, Callable[[OutboxMessage], About | None]] = {
    "order": lambda message: _order(message.payload["order"], message.payload.get("amount")),
    "hold": lambda message: _order(message.payload["hold"], message.payload.get("amount")),
    "review": lambda message: _order(message.payload["order"], None),
    "claim": lambda message: _claim(message.payload["order"], message.payload.get("amount")),
    "refund": lambda message: _refund(message.payload["refund"]),
    "payout": lambda message: _payout(message.payload["payout"]),
    "deposit": lambda message: _deposit(message.book_id, message.payload["amount"]),
    "capture": lambda message: _capture(message.payload["capture"], message.payload.get("amount")),
    "message": lambda message: _thread(message.payload["thread"]),
    "report": lambda message: _report(message.payload["report"]),
    "endpoint": lambda message: _endpoint(message.payload["endpoint"], message.book_id),
    "details": lambda message: _details(message.payload["account"], message.book_id),
    "suspension": lambda message: _suspension(message.payload["suspension"]),
}
