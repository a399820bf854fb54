"""What has happened to an order, in words for one reader, latest first: audit rows, the carrier's events, refunds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.actor import Role
from core.models import AuditRecord
from core.money import Money
from escrow.payments.states import RefundState
from marketplace.orders.models import ShipmentEvent
from marketplace.trade import claim_story
from marketplace.trade.facts import Facts
from marketplace.trade.phrases import amount


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as one sentence."""

    at: datetime
    text: str


Words = Callable[[], str]

#: Audit action -> (what its doer reads, what everybody else reads). The doer is the buyer, the shop or nobody.
_ACTS: dict[str, tuple[Role | None, Words, Words]] = {
    "placed": (Role.BUYER, lambda: _("You placed the order."), lambda: _("{buyer} placed the order.")),
    "paid": (Role.BUYER, lambda: _("You paid {amount}. It is held."), lambda: _("{buyer} paid {amount}. It is held.")),
    "address_changed": (
        Role.BUYER,
        lambda: _("You changed the address."),
        lambda: _("{buyer} changed the address."),
    ),
    "packed": (Role.SELLER, lambda: _("You began to pack it."), lambda: _("{shop} began to pack it.")),
    "shipped": (
        Role.SELLER,
        lambda: _("You shipped it. {carrier} {number}."),
        lambda: _("{shop} shipped it. {carrier} {number}."),
    ),
    "delivered": (None, str, lambda: _("Delivered.")),
    "parcel_returned": (None, str, lambda: _("The parcel goes back to {shop}. The clock stopped.")),
    "parcel_lost": (None, str, lambda: _("The courier lost the parcel. The clock stopped.")),
    "handed_over_again": (None, str, lambda: _("The parcel is on its way again. The clock runs on.")),
    "confirmed": (
        Role.BUYER,
        lambda: _("You confirmed. What was held went to {shop}."),
        lambda: _("{buyer} confirmed. What was held went to {shop}."),
    ),
    "window_passed": (None, str, lambda: _("The time to look at the goods ended. What was held went to {shop}.")),
    "after_sale_passed": (None, str, lambda: _("The time to ask for money back passed. The payment is final.")),
    "closed_unpaid": (None, str, lambda: _("Not paid in time. The order closed.")),
    "promise_passed": (None, str, lambda: _("The promised time to ship passed.")),
    "never_shipped": (None, str, lambda: _("Never shipped. The order closed and what was held goes back.")),
    "parcel_refunded": (
        None,
        str,
        lambda: _("Not handed over again in time. The order closed and what was held goes back."),
    ),
    "disputed": (None, str, lambda: _("The buyer’s bank disputes the payment. The clocks stand still.")),
    "dispute_won": (None, str, lambda: _("The bank gave the money back. The clocks run on.")),
    "dispute_over": (None, str, lambda: _("The bank’s dispute is over and took nothing. The clocks run on.")),
    "dispute_lost": (None, str, lambda: _("The buyer’s bank has kept the money.")),
    "reviews_opened": (None, str, lambda: _("The reviews opened.")),
    "review_answered": (
        Role.SELLER,
        lambda: _("You answered the review."),
        lambda: _("{shop} answered the review."),
    ),
}

#: Carrier's event -> words, and the audit action that says the same.
_CARRIER: dict[str, tuple[Words, str]] = {
    "accepted": (lambda: _("The courier has the parcel."), ""),
    "in_transit": (lambda: _("On its way."), ""),
    "delivered": (lambda: _("Delivered."), "delivered"),
    "returned": (lambda: _("The courier reports the parcel returned."), "parcel_returned"),
    "lost": (lambda: _("The courier reports the parcel lost."), "parcel_lost"),
}


def timeline(
    facts: Facts, reader: Role, records: Iterable[AuditRecord], parcel: Iterable[ShipmentEvent]
) -> list[Event]:
    """Latest first. An audit row nobody has words for is left out: it is for the desk, not for the story."""
    carried = list(parcel)
    said = {_CARRIER[event.type][1] for event in carried if event.type in _CARRIER and event.text}
    told = [
        Event(record.at, text)
        for record in records
        if record.action not in said and (text := _act(facts, reader, record))
    ]
    told += [Event(event.at, _carrier(event)) for event in carried if event.text or event.type not in _told_by_audit()]
    told += _refunds(facts, reader)
    # What happened at one moment stands in the order it was written down: the last one first.
    return [event for _number, event in sorted(enumerate(told), key=lambda row: (row[1].at, row[0]), reverse=True)]


def _told_by_audit() -> set[str]:
    return {kind for kind, (_words, action) in _CARRIER.items() if action}


def _carrier(event: ShipmentEvent) -> str:
    """Our own words for what we know; what the courier wrote stays in its language, as a quotation."""
    words = _CARRIER[event.type][0]() if event.type in _CARRIER else ""
    if not event.text:
        return words or event.type
    told = _("{words} The courier: “{text}”") if words else _("The courier: “{text}”")
    return told.format(words=words, text=event.text)


def _act(facts: Facts, reader: Role, record: AuditRecord) -> str:
    if record.action == "cancelled":
        return _cancelled(facts, reader, record)
    if record.action == "extended":
        return _extended(facts, reader, record)
    if record.action == "review_written":
        return _("You reviewed the order.") if record.actor_role == reader else ""
    if record.action.startswith(claim_story.PREFIX):
        return claim_story.told(facts, reader, record)
    if record.action not in _ACTS:
        return ""
    doer, mine, theirs = _ACTS[record.action]
    return (mine() if reader is doer else theirs()).format(**_parts(facts))


def _parts(facts: Facts) -> dict[str, str]:
    parcel = facts.shipment
    return {
        "buyer": facts.order.buyer.name,
        "shop": facts.order.shop.shown_name,
        "amount": amount(facts.to_pay),
        "carrier": parcel.carrier if parcel else "",
        "number": parcel.number if parcel else "",
    }


def _cancelled(facts: Facts, reader: Role, record: AuditRecord) -> str:
    if record.actor_role == reader:
        return _("You cancelled the order.")
    by_buyer = record.actor_role == Role.BUYER
    return (_("{buyer} cancelled the order.") if by_buyer else _("{shop} cancelled the order.")).format(**_parts(facts))


def _extended(facts: Facts, reader: Role, record: AuditRecord) -> str:
    days = timedelta(seconds=int(record.data.get("seconds", 0))).days
    parts = _parts(facts) | {"days": str(days)}
    if record.actor_role == reader:
        return ngettext("You added {days} day.", "You added {days} days.", days).format(**parts)
    if record.actor_role == Role.BUYER:
        return ngettext("{buyer} added {days} day.", "{buyer} added {days} days.", days).format(**parts)
    return ngettext("{shop} gave {days} more day.", "{shop} gave {days} more days.", days).format(**parts)


def _refunds(facts: Facts, reader: Role) -> list[Event]:
    told = []
    for refund in facts.refunds:
        parts = {"amount": amount(Money(refund.amount, refund.currency)), "buyer": facts.order.buyer.name}
        sent = (
            _("{amount} set out on its way back to you.")
            if reader is Role.BUYER
            else _("{amount} set out on its way back to {buyer}.")
        )
        told.append(Event(refund.opened_at, sent.format(**parts)))
        if refund.state == RefundState.SUCCEEDED and refund.ended_at:
            there = _("{amount} is back with you.") if reader is Role.BUYER else _("{amount} is back with {buyer}.")
            told.append(Event(refund.ended_at, there.format(**parts)))
    return told
