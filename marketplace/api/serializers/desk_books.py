"""The shapes of the books at the desk, of an order's journal and of a dispute; and what is in them."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from core.money import Money
from escrow.payments.models import Chargeback
from escrow.payments.states import ChargebackState
from marketplace.api.serializers.amounts import Amount
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.desk import ClockRow, EntryRow, RecordRow
from marketplace.api.serializers.desk_bodies import record_row
from marketplace.chargebacks.actions.submit_evidence import LONGEST
from marketplace.chargebacks.models import Evidence
from marketplace.orders.models import Order
from marketplace.trade.desk_books import Books
from marketplace.trade.desk_order import DeskDispute, DeskOrder
from marketplace.trade.phrases import plain
from marketplace.trade.status import Status, status_of


class BalanceRow(serializers.Serializer[Any]):
    """One kind of account: all that was ever debited and credited, and what is there."""

    name = serializers.CharField()
    debit = Amount()
    credit = Amount()
    balance = Amount()


class BrokenRow(serializers.Serializer[Any]):
    name = serializers.CharField()
    details = serializers.ListField(child=serializers.CharField())


class WholeBooks(serializers.Serializer[Any]):
    """`debit` and `credit` are the sums of both columns. `cover` is the host's own: never below zero. `at_bank` lies in
    the host's account if all that was booked is so. `holds` names the invariants that hold, `broken` those that do not.
    """

    rows = BalanceRow(many=True)
    debit = Amount()
    credit = Amount()
    cover = Amount()
    at_bank = Amount()
    broken = BrokenRow(many=True)
    holds = serializers.ListField(child=serializers.CharField())


class OrderNamed(serializers.Serializer[Any]):
    """Which order it is, wherever the desk speaks of one."""

    reference = serializers.CharField()
    status = Choice(Status.choices)
    buyer = serializers.CharField(allow_blank=True)
    shop = serializers.CharField()
    amount = Amount()
    placed_at = serializers.DateTimeField()


class OrderFound(OrderNamed):
    """`own`: it is your own, so you do not read it here, and there is no `address`."""

    own = serializers.BooleanField()
    address = serializers.CharField(allow_null=True)


class WhatToFind(serializers.Serializer[Any]):
    """The number of an order, or what the name, the address or the shop of a person holds."""

    q = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")


class OrderAtDesk(OrderNamed):
    """Where its money is, in words; its journal, what is promised, who did what; the numbers of its `claims`, and of
    its `reviews` that are open.
    """

    title = serializers.CharField()
    sentence = serializers.CharField(allow_blank=True)
    journal = EntryRow(many=True)
    clocks = ClockRow(many=True)
    claims = serializers.ListField(child=serializers.IntegerField())
    reviews = serializers.ListField(child=serializers.IntegerField())
    record = RecordRow(many=True)


class DisputeRow(serializers.Serializer[Any]):
    """A charge that a bank disputes. `payment` is what it paid, empty when it paid nothing. The provider takes evidence
    in until `evidence_due_at`; `shown`: it was written.
    """

    id = serializers.IntegerField()
    reference = serializers.CharField()
    payment = serializers.CharField(allow_blank=True)
    state = Choice(ChargebackState.choices)
    amount = Amount()
    fee = Amount()
    reason = serializers.CharField(allow_blank=True)
    shown = serializers.BooleanField()
    opened_at = serializers.DateTimeField()
    evidence_due_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class WhichDisputes(serializers.Serializer[Any]):
    """Those that are open, the nearest time for evidence first; or those that ended, the latest first."""

    state = Choice(["open", "ended"], required=False, default="open")


class EvidenceRow(serializers.Serializer[Any]):
    """What we showed: our words, and the `document` they went with. `refused`: in the provider's words why not."""

    operator = serializers.CharField()
    statement = serializers.CharField()
    document = serializers.DictField()
    made_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    refused = serializers.CharField(allow_blank=True)


class DisputedOrder(serializers.Serializer[Any]):
    reference = serializers.CharField()
    buyer = serializers.CharField(allow_blank=True)
    shop = serializers.CharField()
    title = serializers.CharField()


class WholeDispute(DisputeRow):
    """The `orders` it is about, or the shop whose `deposit` it paid. `open`: the provider waits for our evidence."""

    open = serializers.BooleanField()
    evidence = EvidenceRow(allow_null=True)
    orders = DisputedOrder(many=True)
    deposit = serializers.CharField(allow_blank=True)
    journal = EntryRow(many=True)
    record = RecordRow(many=True)


class Showing(serializers.Serializer[Any]):
    """In our words why the charge was right."""

    statement = serializers.CharField(max_length=LONGEST)


def whole_books(books: Books, at_bank: Money) -> dict[str, Any]:
    debit, credit = books.sums
    return {
        "rows": books.rows,
        "debit": debit,
        "credit": credit,
        "cover": books.cover,
        "at_bank": at_bank,
        "broken": books.broken,
        "holds": books.names,
    }


def _sides(order: Order) -> dict[str, str]:
    return {"reference": order.reference, "buyer": order.buyer.name, "shop": order.shop.shown_name}


def _order(order: Order, status: Status) -> dict[str, Any]:
    amount = Money(order.hold.amount, order.currency)
    return {**_sides(order), "status": status, "amount": amount, "placed_at": order.placed_at}


def order_found(order: Order, operator_id: int) -> dict[str, Any]:
    own = order.concerns(operator_id)
    return {
        **_order(order, order.status),  # type: ignore[attr-defined]  # annotated
        "own": own,
        "address": None if own else reverse("api:desk_order", args=[order.reference]),
    }


def order_at_desk(seen: DeskOrder) -> dict[str, Any]:
    return {
        **_order(seen.order, status_of(seen.order)),
        "title": seen.line.title,
        "sentence": plain(seen.line.sentence),
        "journal": seen.entries,
        "clocks": seen.deadlines,
        "claims": [one.pk for one in seen.claims],
        "reviews": [one.pk for one in seen.reviews],
        "record": [record_row(one) for one in seen.records],
    }


def dispute_row(found: Chargeback) -> dict[str, Any]:
    payment = found.capture.payment
    told = ("reference", "state", "reason", "opened_at", "evidence_due_at", "ended_at")
    return {
        "id": found.pk,
        "payment": payment.reference if payment else "",
        "amount": Money(found.amount, found.currency),
        "fee": Money(found.fee, found.currency),
        "shown": hasattr(found, "evidence"),
        **{name: getattr(found, name) for name in told},
    }


def whole_dispute(seen: DeskDispute) -> dict[str, Any]:
    return {
        **dispute_row(seen.chargeback),
        "open": seen.open,
        "evidence": _evidence(seen.evidence) if seen.evidence else None,
        "orders": [{**_sides(facts.order), "title": line.title} for facts, line in seen.rows],
        "deposit": seen.depositor.shown_name if seen.depositor else "",
        "journal": seen.entries,
        "record": [record_row(one) for one in seen.records],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    told = ("document", "made_at", "sent_at", "refused")
    return {"operator": one.operator.name, "statement": one.words, **{name: getattr(one, name) for name in told}}
